public import Biometrics
import Essentials
public import Foundation
import Frames

/// How long a gallery may be kept.
///
/// Templates of real people are not kept for ever because nobody thought of a date: a gallery of
/// photographs gets thirty days where none is given. Rendered people have no rights to keep.
public enum RetentionRule {
  /// The days that a gallery of photographs may be kept where no date is given.
  public static let photographDays = 30

  /// The date for a gallery, or nil for none.
  ///
  /// - Parameters:
  ///   - date: the day given, `YYYY-MM-DD`.
  ///   - origin: where the faces come from.
  ///   - now: the present time.
  /// - Returns: the last day on which it may be kept.
  /// - Throws: ``Failure`` (`malformedInput`) for a day that does not exist or has passed.
  public static func date(_ date: String?, origin: Origin, now: Date = .now) throws -> String? {
    let today = day(now)
    guard let date else {
      guard origin == .photograph else { return nil }
      return day(now.addingTimeInterval(Double(photographDays) * 86_400))
    }
    guard Timestamp.isValidDate(date) else {
      throw Failure(
        .malformedInput, "the retention date \"\(date)\" is no day of the calendar",
        remedy: "Write it as \(day(now.addingTimeInterval(30 * 86_400)))")
    }
    guard date >= today else {
      throw Failure(
        .malformedInput, "the retention date \(date) has passed", remedy: "Name a day to come")
    }
    return date
  }

  private static func day(_ date: Date) -> String {
    String(date.formatted(.iso8601.year().month().day()))
  }
}
