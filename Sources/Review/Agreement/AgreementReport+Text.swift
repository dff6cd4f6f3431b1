import Essentials
import Statistics

extension AgreementReport {
  /// The agreement for people: measures with intervals, then the busiest pairs.
  public var summary: String {
    var lines = [
      "\(tasks) tasks, \(workers) workers, \(answers) answers.",
      "Pairs of answers to one task that agree: \(rawAgreement.text(rawAgreementInterval)).", "",
    ]
    var table = TextTable([
      .text("measure"), .number("value"), .text("95 % (tasks drawn again)"), .number("tasks"),
    ])
    for measure in measures {
      table.append([
        measure.name, measure.value.map { Numerals.fixed($0, 6) } ?? "undefined",
        measure.interval.map { "\(Numerals.fixed($0.lower, 3))–\(Numerals.fixed($0.upper, 3))" }
          ?? measure.undefined ?? "", "\(measure.tasks)",
      ])
    }
    lines += table.lines()
    lines += [
      "0 is the agreement that chance alone would give, 1 is perfect, below 0 is worse than chance."
    ]
    if !pairs.isEmpty {
      lines.append("")
      var people = TextTable([
        .text("worker"), .text("worker"), .text("agree"), .number("Cohen's kappa"), .text("95 %"),
      ])
      for pair in pairs.prefix(10) {
        people.append([
          pair.first, pair.second, "\(pair.agreement.events) of \(pair.agreement.trials)",
          pair.kappa.map { Numerals.fixed($0, 4) } ?? "undefined",
          pair.kappaInterval.map {
            "\(Numerals.fixed($0.lower, 3)) to \(Numerals.fixed($0.upper, 3))"
          } ?? "",
        ])
      }
      lines += people.lines()
    }
    return lines.joined(separator: "\n")
  }
}
