import Essentials
import Evaluation
import Statistics

/// Operations as lines of text.
enum OperationsText {
  /// What a day brings.
  static func lines(_ day: Deployment.Day, _ reviewer: Deployment.Reviewer?) -> [String] {
    var table = TextTable([.text("in a day, expected"), .number("value")])
    table.append(["faces searched with", Numerals.significant(day.faces)])
    table.append(["of them somebody enrolled", Numerals.significant(day.enrolledFaces)])
    table.append(["alerts", Numerals.significant(day.alerts)])
    table.append(["true alerts", Numerals.significant(day.trueAlerts)])
    table.append(["false alerts", Numerals.significant(day.falseAlerts)])
    table.append(["enrolled people missed", Numerals.significant(day.missed)])
    table.append(["chance that an alert is true (PPV)", share(day.positivePredictiveValue)])
    if reviewer != nil {
      table.append(["alerts passed on after review", Numerals.significant(day.passedOn)])
      table.append(["true alerts rejected by reviewers", Numerals.significant(day.wronglyRejected)])
      table.append([
        "chance that an alert passed on is true", share(day.positivePredictiveValueAfterReview),
      ])
      table.append(["hours of review", Numerals.significant(day.reviewHours)])
    }
    table.append([
      "wrongful stops, if every alert passed on is acted on",
      Numerals.significant(day.wronglyPassedOn),
    ])
    return [
      "Expected values from the rates given: a day's own counts scatter about them, and rates measured elsewhere need not hold here.",
      "",
    ] + table.lines()
  }

  /// What counts imply.
  static func lines(_ report: FieldReport) -> [String] {
    var table = TextTable([
      .text("rate"), .text("of what was verified"), .text("at least"), .text("at most"),
    ])
    func row(_ name: String, _ implied: FieldReport.Implied) {
      let text = { (rate: MeasuredRate?) in
        rate.map { $0.proportion.text($0.interval) } ?? "not measurable (0 trials)"
      }
      table.append([name, text(implied.verified), text(implied.least), text(implied.most)])
    }
    row("right alerts among alerts", report.precision)
    row("false alerts among alerts", report.falseShare)
    if let rate = report.falseAlertsPerFace { row("false alerts among faces", rate) }
    var lines = [
      "\(Numerals.grouped(report.unverified)) of \(Numerals.grouped(report.alerts)) alerts were never verified: the rate of all alerts lies between the last two columns.",
      "Misses leave no trace in such counts.", "",
    ]
    lines += table.lines()
    if let implied = report.impliedFalseMatchRate {
      lines += [
        "",
        "False match rate of one comparison, if comparisons were independent (they are not): \(Numerals.significant(implied.lower)) to \(Numerals.significant(implied.upper)).",
      ]
    }
    return lines
  }

  private static func share(_ value: Double?) -> String {
    value.map { Numerals.percent($0) } ?? "not measurable (no alert)"
  }
}
