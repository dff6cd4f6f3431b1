import Essentials
import Statistics

/// One group's rate, or that of one pair of groups; nil where there was no trial.
public struct GroupRate: Sendable, Equatable, Codable {
  /// The group: of the probe, or of both sides.
  public let group: String
  /// The group of the reference in a cross-group table; nil within a group.
  public let otherGroup: String?
  /// The subjects whose trials these are.
  public let subjects: Int
  /// The rate; nil where there was no trial, which is not a rate of 0.
  public let measured: MeasuredRate?

  /// Makes it.
  public init(group: String, otherGroup: String? = nil, subjects: Int, measured: MeasuredRate?) {
    self.group = group
    self.otherGroup = otherGroup
    self.subjects = subjects
    self.measured = measured
  }
}

/// One trial of a 1:N rate: a search, whose it was, and whether the error happened.
public struct GroupedSearch: Sendable, Equatable {
  /// The group of the probe's subject.
  public let group: String
  /// The group of the gallery subjects that the error concerns; nil where groups are not crossed.
  public let otherGroup: String?
  /// The probe's subject, by number.
  public let subject: Int
  /// Whether the search was a false positive (or a false negative) one.
  public let isError: Bool

  /// Makes it.
  public init(group: String, otherGroup: String? = nil, subject: Int, isError: Bool) {
    self.group = group
    self.otherGroup = otherGroup
    self.subject = subject
    self.isError = isError
  }
}

extension GroupRate {
  /// FPIR or FNIR by group (and pair of groups), clustered by the probes' subjects; by group name.
  ///
  /// - Complexity: O(n log n).
  public static func rates(of searches: [GroupedSearch], level: Double = 0.95) -> [GroupRate] {
    struct Cell: Hashable {
      let group: String
      let other: String?
    }
    let cells = Dictionary(grouping: searches) { Cell(group: $0.group, other: $0.otherGroup) }
    return cells.sorted {
      ($0.key.group, $0.key.other ?? "") < ($1.key.group, $1.key.other ?? "")
    }.map { cell, searches in
      let bySubject = Dictionary(grouping: searches, by: \.subject).values
      return GroupRate(
        group: cell.group, otherGroup: cell.other, subjects: bySubject.count,
        measured: MeasuredRate(
          identityEvents: bySubject.map { $0.count { $0.isError } },
          trials: bySubject.map(\.count), level: level))
    }
  }
}
