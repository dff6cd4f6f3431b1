import Essentials
public import Evaluation
public import Foundation
import Statistics

/// What the JSON of `lookalike audit --format json` holds, read back for drawing.
///
/// The curves of one-to-one comparisons are not in it: they are in the audit's own report.
public struct AuditReading: Sendable, Decodable {
  /// What the reader must know before any figure.
  public let caveats: [String]
  /// What was audited.
  public let gallery: GalleryAudit.Facts
  /// The threshold of all rates that name none.
  public let threshold: Double
  /// How the threshold was chosen.
  public let thresholdRule: String
  /// The seed of everything drawn.
  public let seed: UInt64
  /// How many people the 1:1 comparisons are of.
  public let oneToOnePeople: Int
  /// The searches of the whole gallery.
  public let openSet: OpenSetResult
  /// False positives by gallery size.
  public let scaling: [GalleryScaling.Point]
  /// The smallest measured size at which independence fails.
  public let independenceFailsAtPeople: Int?
  /// How well small galleries predict the largest.
  public let scalingCheck: GalleryScaling.Check?
  /// The limits set, and whether each was kept.
  public let limits: [AuditLimit.Verdict]

  /// Reads it.
  ///
  /// What we wrote is taken; what could not have been is refused, so that a made-up file can do no
  /// more than show wrong numbers.
  ///
  /// - Throws: ``Failure`` (`malformedInput`).
  public static func read(_ data: Data, file: String) throws -> AuditReading {
    guard let reading = try? JSONDecoder().decode(AuditReading.self, from: data), reading.isSound
    else {
      throw Failure(
        .malformedInput, "is not what lookalike audit --format json writes", file: file,
        remedy: "Write it anew")
    }
    return reading
  }

  /// Whether rates lie within 0…1 with sound intervals, and counts and lists within reach.
  private var isSound: Bool {
    let people = 0...1_000_000_000
    let searches =
      [openSet.fpir, openSet.fnir] + openSet.identification.flatMap { [$0.fpir, $0.fnir] }
      + openSet.cumulativeMatch.map(\.rate)
    return searches.allSatisfy {
      $0.map { $0.proportion.trials > 0 && $0.interval.isShare } ?? true
    }
      && openSet.cumulativeMatch.count <= 10_000 && scaling.count <= 1_000 && limits.count <= 100
      && scaling.allSatisfy { point in
        people.contains(point.galleryPeople) && point.galleryPeople > 0
          && (point.interval?.isShare ?? true)
          && [point.fpirMeasured, point.fpirExtrapolated, point.fpirIndependent].allSatisfy {
            $0.map { (0...1).contains($0) } ?? true
          }
      }
      && [gallery.people, gallery.templates, openSet.galleryPeople, oneToOnePeople].allSatisfy(
        people.contains)
      && (scalingCheck.map { check in
        [check.predicted, check.measured].allSatisfy { $0.map { $0.interval.isShare } ?? true }
      } ?? true)
  }
}
