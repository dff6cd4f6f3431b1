import Biometrics
import Essentials
import Matching
import Statistics

extension AllPairsReport {
  /// The report as lines of text: limits first.
  public var lines: [String] {
    let threshold = Numerals.significant(Double(settings.tailThreshold), 6)
    let side = metric.polarity == .similarity ? "or above" : "or below"
    var lines = ["What these figures do not say"]
    if origins.contains(.rendered) || origins.contains(.simulated) {
      lines.append(
        "- The faces are \(Set(origins.map(\.rawValue)).sorted().joined(separator: " and ")): no rate "
          + "here holds for real people.")
    } else if origins.contains(.unknown) {
      lines.append("- The gallery does not say where its faces come from.")
    }
    lines += [
      "- The labels are taken as true: a person enrolled under two names counts as two strangers.",
      "- Pairs that share a person are not independent, so the intervals are too narrow; `audit` "
        + "gives intervals by person.",
      "- The body's histogram is a random sample of \(Numerals.grouped(counts.bodySampled)) pairs "
        + "(seed \(settings.seed)); all other counts are of every pair.",
      "",
      "\(Numerals.grouped(counts.nonMatedPairs)) non-mated and "
        + "\(Numerals.grouped(counts.matedPairs)) mated pairs, each decided exactly "
        + "(\(metric.rawValue)\(isWithinGallery ? "" : ", two galleries")).",
      "Strangers who match at \(threshold) \(side): "
        + "\(falseMatches.text(falseMatches.clopperPearson())).",
      "Mates who do not: \(falseNonMatches.text(falseNonMatches.clopperPearson())).",
      "Templates with such a stranger: \(Numerals.grouped(probesWithTail)).",
    ]
    if settings.bestOfEveryRow {
      lines.append(
        "Templates whose best stranger is known: \(Numerals.grouped(probesWithBest)).")
    }
    if !counts.pairs.isEmpty {
      lines.append("")
      var table = TextTable([
        .number("row"), .number(isWithinGallery ? "row" : "row of the other"), .number("score"),
      ])
      for pair in counts.pairs.prefix(10) {
        table.append(["\(pair.first)", "\(pair.second)", "\(pair.score)"])
      }
      lines.append("The most similar strangers, or labels to be looked at")
      lines += table.lines()
    }
    return lines
  }
}
