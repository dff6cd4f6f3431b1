import Biometrics
import Essentials
import Statistics

/// Error rates by group at one threshold, within and across groups, and how unequal they are.
public struct Differential: Sendable, Encodable {
  /// The column that says which group a subject belongs to.
  public let attribute: String
  /// The threshold, in the polarity of the scores, the same for all.
  public let threshold: Double
  /// FMR among strangers of the same group.
  public let falseMatch: [GroupRate]
  /// FNMR of the group's people.
  public let falseNonMatch: [GroupRate]
  /// FMR by the probe's group and the reference's group.
  public let crossFalseMatch: [GroupRate]
  /// The measures of inequality, within groups.
  public let summary: DifferentialSummary

  /// Computes the rates of `comparisons` at `threshold`, clustered by identity.
  ///
  /// - Parameters:
  ///   - comparisons: of which the subjects are known.
  ///   - groups: each subject's group.
  ///   - threshold: where to take the rates.
  ///   - rule: whether a score equal to the threshold is accepted.
  ///   - alpha: the weight of FMR against FNMR in the joint measures.
  ///   - level: the confidence level.
  /// - Complexity: O(groups² · n).
  public init(
    _ comparisons: LabelledComparisons, groups: SubjectGroups, threshold: Double,
    accepting rule: AcceptRule = .atOrAbove, alpha: Double = 0.5, level: Double = 0.95
  ) {
    attribute = groups.attribute
    self.threshold = threshold
    let people = PeopleGroups(groups, people: comparisons.subjects)
    let (names, membership) = (people.names, people.membership)
    // One pass puts each comparison into the cell of its probe's and its reference's group.
    var cells = [[Int]](repeating: [], count: names.count * names.count)
    for index in 0..<comparisons.count {
      let probe = membership[Int(comparisons.probes[index])]
      let reference = membership[Int(comparisons.references[index])]
      cells[probe * names.count + reference].append(index)
    }
    var (falseMatch, falseNonMatch, cross): ([GroupRate], [GroupRate], [GroupRate]) = ([], [], [])
    for (probe, name) in names.enumerated() {
      for (reference, other) in names.enumerated() {
        let clustered = ClusteredComparisons(
          comparisons, of: cells[probe * names.count + reference])
        let measured = clustered.falseMatchRate(at: threshold, accepting: rule, level: level)
        cross.append(
          GroupRate(
            group: name, otherGroup: other, subjects: clustered.nonMatedSubjectCount,
            measured: measured))
        if probe != reference { continue }
        falseMatch.append(
          GroupRate(group: name, subjects: clustered.nonMatedSubjectCount, measured: measured))
        falseNonMatch.append(
          GroupRate(
            group: name, subjects: clustered.matedSubjectCount,
            measured: clustered.falseNonMatchRate(
              at: threshold, accepting: rule, level: level)))
      }
    }
    self.falseMatch = falseMatch
    self.falseNonMatch = falseNonMatch
    crossFalseMatch = cross
    summary = DifferentialSummary(
      ("FMR", "FNMR"), first: falseMatch, second: falseNonMatch, alpha: alpha, level: level)
  }
}
