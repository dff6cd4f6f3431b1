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

extension GroupRate {
  /// One search of a 1:N rate: which cell of the groups it counts in, whose it was, how it ended.
  struct Trial {
    /// The group's number; crossed, group · groups + other group.
    let cell: Int
    /// The probe's person, by number.
    let person: Int
    /// Whether the error happened.
    let isError: Bool
  }

  /// FPIR or FNIR of each group, or of each pair of groups, clustered by the probes' people.
  ///
  /// A cell without a trial has no rate.
  ///
  /// - Complexity: O(trials + groups · people · log people).
  static func rates(
    _ trials: some Sequence<Trial>, groups: [String], isCrossed: Bool = false, level: Double
  ) -> [GroupRate] {
    let cells = isCrossed ? groups.count * groups.count : groups.count
    var counts = Array(repeating: [Int: (events: Int, trials: Int)](), count: cells)
    for trial in trials {
      counts[trial.cell][trial.person, default: (0, 0)].trials += 1
      if trial.isError { counts[trial.cell][trial.person, default: (0, 0)].events += 1 }
    }
    return counts.enumerated().map { cell, people in
      // In a fixed order, since a sum of real numbers depends on it.
      let ordered = people.sorted { $0.key < $1.key }.map(\.value)
      return GroupRate(
        group: groups[isCrossed ? cell / groups.count : cell],
        otherGroup: isCrossed ? groups[cell % groups.count] : nil, subjects: people.count,
        measured: MeasuredRate(
          identityEvents: ordered.map(\.events), trials: ordered.map(\.trials), level: level))
    }
  }
}
