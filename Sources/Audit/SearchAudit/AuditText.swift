import Essentials
import Evaluation

/// What the text of every audit has, in its order: limits of the data first, then plain words, then
/// tables, then what became of limits.
struct AuditText {
  let caveats: [String]
  /// What was searched for among what, in a sentence.
  let subject: String
  /// Who a non-mated search is for, and who a mated one.
  let people: (nonMated: String, mated: String)
  let openSet: OpenSetResult
  /// The rest, each part after an empty line.
  let parts: [[String]]
  let limits: [AuditLimit.Verdict]
  /// How the threshold was chosen.
  let thresholdRule: String
  let seed: UInt64

  var lines: [String] {
    let plain = [
      subject,
      "A search for somebody who \(people.nonMated) finds a stranger all the same: \(openSet.fpir.text).",
      "A search for somebody who \(people.mated) fails to find them: \(openSet.fnir.text).",
    ]
    var all = [
      ["What these figures do not say"] + caveats.map { "- \($0)" }, plain, openSet.lines,
    ]
    all += parts
    if !limits.isEmpty { all.append(AuditLimit.Verdict.table(limits).lines()) }
    all.append([
      "Threshold \(Numerals.significant(openSet.threshold, 6)): \(thresholdRule). Seed \(seed)."
    ])
    return Array(all.joined(separator: [""]))
  }
}
