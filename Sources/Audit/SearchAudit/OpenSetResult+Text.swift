import Essentials
import Evaluation
import Statistics

extension OpenSetResult {
  /// The rates of searches as lines of text: identification first, then investigation.
  var lines: [String] {
    var lines = rates.lines()
    if !cumulativeMatch.isEmpty { lines += [""] + ranks.lines() }
    return lines
  }

  private var rates: TextTable {
    var table = TextTable([
      .text("searches of the whole gallery"), .number("threshold"),
      .text("FPIR: strangers found"), .text("FNIR: mates missed"),
    ])
    table.append([
      "at the audit's threshold", Numerals.significant(threshold, 4), fpir.text, fnir.text,
    ])
    for point in identification {
      table.append([
        "for an FPIR of at most \(Numerals.percent(point.targetFpir, 2))",
        point.threshold.map { Numerals.significant($0, 4) } ?? "none",
        point.threshold == nil
          ? "not measurable with \(Numerals.grouped(nonMatedSearches)) searches"
          : point.fpir.text, point.fnir.text,
      ])
    }
    return table
  }

  private var ranks: TextTable {
    var table = TextTable([.number("rank R"), .text("mate within the first R (CMC)")])
    for entry in cumulativeMatch where [1, 2, 3, 5, 10, 20, 50, 100].contains(entry.rank) {
      table.append(["\(entry.rank)", entry.rate.proportion.text(entry.rate.interval)])
    }
    return table
  }
}
