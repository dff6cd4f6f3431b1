import Essentials
import Statistics

extension SearchDifferential {
  /// The rates by group and what can be said of their differences, in plain words.
  public var text: String {
    var table = TextTable([
      .text("  group of the person searched for"), .number("enrolled"),
      .text("a stranger is found (FPIR)"), .text("the person is missed (FNIR)"),
    ])
    for ((positive, negative), enrolled) in zip(zip(falsePositive, falseNegative), enrolled) {
      table.append([
        "  " + positive.group, Numerals.grouped(enrolled.people), positive.text, negative.text,
      ])
    }
    var lines = ["Searches by \(attribute.oneLine), at threshold \(threshold)"] + table.lines()
    if falsePositive.count > 1 {
      var cross = TextTable([
        .text("  searched for"), .text("found"), .text("a stranger of that group is found (FPIR)"),
      ])
      for rate in crossFalsePositive {
        cross.append(["  " + rate.group, rate.otherGroup ?? "", rate.text])
      }
      lines += ["  Across groups; a group of many enrolled is found more often for that alone"]
      lines += cross.lines()
    }
    return (lines + summary.textLines).joined(separator: "\n")
  }
}

extension GroupRate {
  /// The rate with count and interval, or that there was no trial.
  var text: String {
    guard let measured else { return "not measurable (0 trials)" }
    return measured.proportion.text(measured.interval)
  }
}
