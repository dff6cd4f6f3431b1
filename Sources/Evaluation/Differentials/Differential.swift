public import Biometrics
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

  /// The group of subjects of whom none is stated.
  public static let notStated = "(not stated)"

  /// Computes the rates of `comparisons` at `threshold`, clustered by identity.
  ///
  /// - Parameters:
  ///   - comparisons: of which the subjects are known.
  ///   - groups: each subject's group; a subject without one counts as ``notStated``.
  ///   - attribute: what the groups are by, for the reader.
  ///   - threshold: where to take the rates.
  ///   - rule: whether a score equal to the threshold is accepted.
  ///   - alpha: the weight of FMR against FNMR in the joint measures.
  ///   - level: the confidence level.
  /// - Complexity: O(groups² · n).
  public init(
    _ comparisons: LabelledComparisons, groups: [SubjectID: String], attribute: String,
    threshold: Double, accepting rule: AcceptRule = .atOrAbove, alpha: Double = 0.5,
    level: Double = 0.95
  ) {
    self.attribute = attribute
    self.threshold = threshold
    let group = comparisons.subjects.map { groups[$0] ?? Differential.notStated }
    let names = Set(group).sorted()
    let number = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    let membership = group.map { number[$0] ?? 0 }
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

  /// Reads the groups of a CSV: a column `subject` and one for each attribute.
  ///
  /// - Throws: ``Failure`` for a missing column, or a subject in two groups.
  public static func groups(file: String, attribute: String) throws -> [SubjectID: String] {
    let reader = try CSVReader(path: file, required: ["subject", attribute])
    var groups: [SubjectID: String] = [:]
    while let row = try reader.next() {
      let group = row[attribute] ?? ""
      if group.isEmpty { continue }
      let subject = SubjectID(try row.text("subject"))
      if let other = groups.updateValue(group, forKey: subject), other != group {
        throw row.malformed(
          attribute, "puts a subject into \"\(group)\" whom an earlier line puts elsewhere",
          remedy: "Give each subject one group")
      }
    }
    return groups
  }
}
