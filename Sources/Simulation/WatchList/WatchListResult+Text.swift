import Statistics
import Essentials

extension WatchListResult {
  /// The result in words, limits first.
  public var text: String {
    var lines = [scenario.title, "", "What this can't tell"]
    lines += limits.map { "- \($0)." }
    if isThresholdExtrapolated {
      lines.append("- The threshold lies beyond what the model was checked for: extrapolation.")
    }
    lines += scenario.facts.map { "Given: \($0)." } + scenario.assumptions.map { "Assumed: \($0)." }
    lines += [
      "",
      "\(Numerals.grouped(faces)) faces passed \(Numerals.grouped(enrolled)) people on the list; in \(Numerals.grouped(notDetected)) shots no face was found.",
      "Alerts at score \(Numerals.fixed(threshold, 4)).",
      "False alerts of faces not on the list (FPIR): \(falseAlerts.text(falseAlertsInterval)).",
    ]
    if let rate = independentFalseAlertRate {
      lines.append(
        "If comparisons were independent, 1 − (1 − FMR)^N: \(Numerals.percent(rate)) (a reference)."
      )
    }
    lines += [
      "Faces of people on the list that raised their alert: \(trueAlerts.text(trueAlertsInterval)).",
      "Of all alerts, for the right person and under the right name: \(correctAmongAlerts.text(correctAmongAlertsInterval)).",
      "Alerts for another one on the list: \(mistakenAlerts); under a wrong name: \(misnamedAlerts).",
    ]
    if !alerts.isEmpty {
      lines += ["", "The strongest alerts"]
      let names = alerts[0].percentages.keys.sorted()
      var table = TextTable(
        [.number("score"), .text("is")] + names.map { .number("shown, \($0)") }
          + [.text("where"), .text("when")])
      for alert in alerts {
        table.append(
          [Numerals.fixed(alert.score, 3), alert.isTrue ? "the person" : "somebody else"]
            + names.map { Numerals.fixed(alert.percentages[$0] ?? 0, 1) + " %" }
            + [alert.place, alert.time])
      }
      lines += table.lines()
    }
    return lines.joined(separator: "\n")
  }
}
