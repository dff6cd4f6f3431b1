import Essentials
import Statistics

extension ScenarioOutcome {
  /// The story in a screen or two: limits, funnel, money, checks, findings.
  public var summary: String {
    var lines = ["\(scenario): \(title)", ""]
    lines.append("Limits")
    lines += limits.map { "- \($0)." }
    lines += assumptions.map { "- Assumed: \($0)." }
    lines += [
      "",
      "What review did to \(Numerals.grouped(funnel.candidates)) candidates of \(Numerals.grouped(funnel.lists)) searches",
    ]
    lines += funnel.lines
    lines += ["", "What it cost (\(requesterCost.currency.rawValue))"]
    lines += moneyLines
    if !costCurve.isEmpty {
      lines.append("")
      var table = TextTable([
        .number("reviewers"), .number("cost"), .number("corrected"), .number("created"),
        .number("cost per corrected"),
      ])
      for point in costCurve {
        table.append([
          "\(point.overlap)", point.cost.roundedToCents.decimal,
          "\(point.corrected.count) of \(point.corrected.proportion.trials)",
          "\(point.created.count) of \(point.created.proportion.trials)",
          point.costPerCorrectedFalseMatch?.roundedToCents.decimal ?? "–",
        ])
      }
      lines += table.lines()
    }
    for table in tables {
      lines += ["", table.title]
      lines += TextTable(
        table.columns.enumerated().map { $0 == 0 ? .text($1) : .number($1) }, rows: table.rows
      ).lines()
    }
    if !automatedShare.isEmpty {
      lines += ["", "Automated share by month"]
      var table = TextTable([
        .number("month"), .text("automated"), .text("if work did not get harder"),
      ])
      for point in automatedShare where point.month == 1 || point.month % 6 == 0 {
        table.append([
          "\(point.month)", point.automated.text(point.interval),
          point.withoutHardening.text(point.withoutHardening.wilson()),
        ])
      }
      lines += table.lines()
    }
    if !checks.isEmpty {
      lines += ["", "Given figures, worked out again"]
      for check in checks {
        lines.append(
          "- \(check.name): given \(check.given), computed \(check.computed) "
            + "(\(check.derivation))\(check.holds ? "" : " — DIFFERS")")
      }
    }
    lines.append("")
    lines += findings.map { "→ \($0)." }
    return lines.joined(separator: "\n")
  }

  private var moneyLines: [String] {
    var lines: [String] = []
    lines.append(
      "Requester \(requesterCost.roundedToCents.decimal), of which workers "
        + "\(ledger.workerIncome.roundedToCents.decimal), fees \(ledger.fees.roundedToCents.decimal), other "
        + "\(ledger.overhead.roundedToCents.decimal); per decision \(costPerDecision?.decimal ?? "–")"
    )
    lines.append(
      "Per corrected false match \(costPerCorrectedFalseMatch?.roundedToCents.decimal ?? "none was corrected"), "
        + "per one newly created \(costPerCreatedFalseMatch?.roundedToCents.decimal ?? "none was created")"
    )
    let spread = wages.quantiles.map {
      "\(Numerals.significant(100 * $0.share, 2)) %: \($0.wage.roundedToCents.decimal)"
    }
    if !spread.isEmpty {
      lines.append("Wage an hour, workers below: " + spread.joined(separator: ", "))
    }
    lines.append(
      "Above 7.25 an hour: \(wages.above725.text(wages.above725Interval)); unpaid hours "
        + "\(Numerals.fixed(wages.unpaidHours, 1)) of \(Numerals.fixed(wages.hours, 1))")
    return lines
  }
}

extension Funnel {
  /// The funnel, one line a count.
  public var lines: [String] {
    let rows: [(String, Count)] = [
      ("False matches corrected", falseMatchesCorrected), ("False matches kept", falseMatchesKept),
      ("False matches undecided", falseMatchesUndecided),
      ("False matches newly created", falseMatchesCreated),
      ("True matches confirmed", trueMatchesConfirmed), ("True matches lost", trueMatchesLost),
      ("True matches undecided", trueMatchesUndecided),
      ("True matches recovered", trueMatchesRecovered),
    ]
    return rows.filter { !$0.0.hasSuffix("undecided") || $0.1.count > 0 }.map { name, count in
      "\(name): \(count.proportion.text(count.interval))"
    }
  }
}
