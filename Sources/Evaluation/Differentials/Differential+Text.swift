import Essentials
import Statistics

extension Differential {
  /// The rates by group and what can be said of their differences, in plain words.
  public var text: String {
    var table = TextTable([
      .text("  group"), .number("people"), .text("strangers taken for one (FMR)"),
      .text("not recognised (FNMR)"),
    ])
    for (match, nonMatch) in zip(falseMatch, falseNonMatch) {
      table.append([
        "  " + match.group, Numerals.grouped(max(match.subjects, nonMatch.subjects)),
        match.text, nonMatch.text,
      ])
    }
    var lines = ["By \(attribute.oneLine), at threshold \(threshold)"] + table.lines()
    if falseMatch.count > 1 {
      var cross = TextTable([
        .text("  probe"), .text("reference"), .text("strangers taken for one (FMR)"),
      ])
      for rate in crossFalseMatch {
        cross.append([
          "  " + rate.group, rate.otherGroup ?? "", rate.text,
        ])
      }
      lines += ["  Across groups"] + cross.lines()
    }
    return (lines + summary.textLines).joined(separator: "\n")
  }
}

extension DifferentialSummary {
  /// The measures, a line each, in plain words.
  public var textLines: [String] {
    if groups.count < 2 {
      return ["  Differences between groups: not measurable, fewer than two have both rates."]
    }
    var table = TextTable([
      .text("  measure"), .number("value"), .text("95 % interval, simulated"),
      .text("by chance alone up to"), .text("what it says"),
    ])
    for measure in measures {
      let value = measure.value.map { Numerals.significant($0, 4) } ?? "undefined"
      let says =
        switch measure.isBeyondChance {
        case true?: "beyond chance"
        case false?: "these data can't tell it from chance"
        case nil: measure.value == nil ? "a group had no error" : "no bound: too few errors"
        }
      table.append([
        "  " + measure.name, value,
        measure.interval.map {
          "\(Numerals.significant($0.lower)) to \(Numerals.significant($0.upper))"
        } ?? "none",
        measure.reachedByChance.map { Numerals.significant($0, 4) } ?? "no bound", says,
      ])
    }
    return ["  Differences between \(groups.count) groups (FDR: 1 is equal and lower is worse)"]
      + table.lines()
  }
}
