import Biometrics
import Statistics

/// Error rates of searches by group at one threshold, and how unequal they are.
///
/// A search's group is that of the probe's person. A false positive may be a stranger of any group;
/// the cross table tells which: its cell is the share of the row group's searches that return a
/// stranger of the column group, which depends on how many people of that group are enrolled.
public struct SearchDifferential: Sendable, Encodable {
  /// A group's share of the gallery.
  public struct Enrolled: Sendable, Equatable, Codable {
    /// The group.
    public let group: String
    /// How many of its people are enrolled.
    public let people: Int
  }

  /// The column that says which group a subject belongs to.
  public let attribute: String
  /// The threshold, the same for all.
  public let threshold: Double
  /// Who is enrolled.
  public let enrolled: [Enrolled]
  /// FPIR of the group's searches, whoever is returned.
  public let falsePositive: [GroupRate]
  /// FNIR of the group's searches.
  public let falseNegative: [GroupRate]
  /// FPIR by the probe's group and the group of the stranger returned.
  public let crossFalsePositive: [GroupRate]
  /// The measures of inequality between probes' groups.
  public let summary: DifferentialSummary

  /// Computes them from `searches`, one a set of groups that these were made with.
  ///
  /// - Complexity: O(searches · groups).
  public static func all(
    _ searches: OpenSetSearches, threshold: Double, alpha: Double = 0.5, level: Double = 0.95
  ) -> [SearchDifferential] {
    searches.groups.indices.map {
      SearchDifferential(
        searches, attribute: $0, threshold: threshold, alpha: alpha, level: level)
    }
  }

  private init(
    _ searches: OpenSetSearches, attribute index: Int, threshold: Double, alpha: Double,
    level: Double
  ) {
    let groups = searches.groups[index]
    let start = OpenSetSearches.offsets(searches.groups).first[index]
    let polarity = searches.polarity
    attribute = groups.attribute
    self.threshold = threshold
    enrolled = groups.names.enumerated().map {
      Enrolled(group: $1, people: searches.enrolledByGroup[start + $0])
    }
    func isFound(_ score: Double?) -> Bool {
      score.map { polarity.accepts($0, at: threshold) } ?? false
    }
    let names = groups.names
    let falsePositive = GroupRate.rates(
      searches.nonMated.lazy.map {
        GroupRate.Trial(
          cell: groups.membership[$0.person], person: $0.person, isError: isFound($0.best))
      }, groups: names, level: level)
    let falseNegative = GroupRate.rates(
      searches.mated.lazy.map {
        GroupRate.Trial(
          cell: groups.membership[$0.person], person: $0.person, isError: !isFound($0.score))
      }, groups: names, level: level)
    self.falsePositive = falsePositive
    self.falseNegative = falseNegative
    crossFalsePositive = GroupRate.rates(
      searches.nonMated.lazy.flatMap { search in
        names.indices.lazy.map { other in
          GroupRate.Trial(
            cell: groups.membership[search.person] * names.count + other, person: search.person,
            isError: isFound(search.bestByGroup[start + other]))
        }
      }, groups: names, isCrossed: true, level: level)
    summary = DifferentialSummary(
      ("FPIR", "FNIR"), first: falsePositive, second: falseNegative, alpha: alpha, level: level)
  }
}
