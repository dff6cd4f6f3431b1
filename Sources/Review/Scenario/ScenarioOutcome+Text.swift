import Essentials
import Statistics

extension ScenarioOutcome {
  /// The story in one screen: limits, funnel, money, the scenario's own tables, checks, findings.
  public var summary: String {
    var lines = ["\(scenario): \(title)"]
    for limit in limits { lines += ScenarioOutcome.wrapped("- ", limit + ".") }
    lines += ScenarioOutcome.wrapped("- ", "Assumed: \(assumptions.joined(separator: "; ")).")
    lines += [""] + funnelLines + [""] + moneyLines
    for table in tables where !table.isDetail {
      lines += ["", table.title]
      lines += TextTable(
        table.columns.enumerated().map { $0 == 0 ? .text($1) : .number($1) }, rows: table.rows
      ).lines()
    }
    if !automatedShare.isEmpty { lines += [""] + automationLines }
    lines.append("")
    for check in checks {
      lines.append(
        "= \(check.name): given \(check.given), computed \(check.computed) (\(check.derivation))"
          + (check.holds ? "" : ", WHICH DIFFERS"))
    }
    for finding in findings { lines += ScenarioOutcome.wrapped("→ ", finding + ".") }
    let details = tables.filter(\.isDetail).map(\.title)
    if !details.isEmpty {
      lines += ScenarioOutcome.wrapped(
        "  ", "In --format json and --report too: \(details.joined(separator: "; ")).")
    }
    return lines.joined(separator: "\n")
  }

  private var funnelLines: [String] {
    var table = TextTable([
      .text("what review did"), .number("count"), .number("of"), .number("share"),
      .text("95 % interval"),
    ])
    for (name, count) in funnel.named {
      guard let rate = count.proportion.rate else {
        table.append([name, "0", "0", "not measurable", ""])
        continue
      }
      table.append([
        name, Numerals.grouped(count.count), Numerals.grouped(count.proportion.trials),
        Numerals.percent(rate), count.interval?.rangeText ?? "none",
      ])
    }
    return table.lines() + ["\(alerts.line).", "London, six trials: \(london.line)."]
  }

  /// `text` in lines of at most 110 characters, the first after `mark`, the others indented.
  private static func wrapped(_ mark: String, _ text: String) -> [String] {
    var lines: [String] = []
    var line = mark
    // A number stays with its percent sign.
    for word in text.replacing(" %", with: "\u{A0}%").split(separator: " ") {
      if line.count + word.count > 110, line.count > mark.count {
        lines.append(line)
        line = "  "
      }
      line += (line.count > 2 ? " " : "") + word
    }
    return (lines + [line]).map { $0.replacing("\u{A0}", with: " ") }
  }

  private var moneyLines: [String] {
    if requesterCost.micros == 0 {
      return ["Nobody is paid: the requester pays nothing, for anything"] + unpaidLines
    }
    let currency = requesterCost.currency.rawValue
    var lines = [
      "The requester pays \(requesterCost.roundedToCents.decimal) \(currency): workers "
        + "\(ledger.workerIncome.roundedToCents.decimal), platform "
        + "\(ledger.fees.roundedToCents.decimal), management and adjudication "
        + "\(ledger.overhead.roundedToCents.decimal); a decision "
        + "\(costPerDecision?.decimal ?? "none")",
      "A corrected false match cost \(costPerCorrectedFalseMatch?.roundedToCents.decimal ?? "(none)"), "
        + "one newly created \(costPerCreatedFalseMatch?.roundedToCents.decimal ?? "(none)")",
      "Cost of a corrected one by reviewers: "
        + costCurve.map { point in
          "\(point.overlap) → \(point.costPerCorrectedFalseMatch?.roundedToCents.decimal ?? "(none)")"
        }.joined(separator: ", "),
    ]
    if wages.isFlat, let low = wages.median {
      lines.append("Every worker gets \(low.roundedToCents.decimal) \(currency) an hour")
    } else {
      lines.append(
        "An hour pays, at the given share of workers: "
          + wages.quantiles.map {
            "\(Int((100 * $0.share).rounded())) % \($0.wage.roundedToCents.decimal)"
          }.joined(separator: ", "))
    }
    if let below = wages.below5.rate, below > 0 {
      lines.append("Below 5 an hour: \(wages.below5.text(wages.below5Interval))")
    }
    lines.append("Above 7.25 an hour: \(wages.above725.text(wages.above725Interval))")
    return lines + unpaidLines
  }

  private var unpaidLines: [String] {
    func hours(_ value: Double) -> String { Numerals.fixed(value, 1) }
    if wages.unpaidHours == 0 {
      return ["Unpaid hours: none of \(hours(wages.hours)); looking for work is not in this system"]
    }
    return [
      "Unpaid hours \(hours(wages.unpaidHours)) of \(hours(wages.hours)): search "
        + "\(hours(unpaid.search)), tests \(hours(unpaid.qualification)), refused or unsuccessful "
        + "\(hours(unpaid.refused)), work for nothing \(hours(unpaid.forNothing))",
      "Unpaid for more than half of their time: "
        + unpaid.mostlyUnpaid.text(unpaid.mostlyUnpaidInterval),
    ]
  }

  private var automationLines: [String] {
    var table = TextTable([
      .number("month"), .number("decided without people"), .text("95 % interval"),
      .number("if work did not get harder"), .text("95 % interval"),
    ])
    for point in automatedShare where [1, 6, 12, 24, 36, 48].contains(point.month) {
      let easy = point.withoutHardening
      table.append([
        "\(point.month)",
        "\(Numerals.percent(point.automated.rate ?? .nan)) of "
          + Numerals.grouped(point.automated.trials), point.interval?.rangeText ?? "",
        "\(Numerals.percent(easy.rate ?? .nan)) of \(Numerals.grouped(easy.trials))",
        easy.wilson()?.rangeText ?? "",
      ])
    }
    return table.lines()
  }
}

extension Funnel {
  /// The counts with their names, undecided ones only where there are any.
  public var named: [(name: String, count: Count)] {
    let rows: [(String, Count)] = [
      ("False matches corrected", falseMatchesCorrected), ("False matches kept", falseMatchesKept),
      ("False matches undecided", falseMatchesUndecided),
      ("False matches newly created", falseMatchesCreated),
      ("True matches confirmed", trueMatchesConfirmed), ("True matches lost", trueMatchesLost),
      ("True matches undecided", trueMatchesUndecided),
      ("True matches recovered", trueMatchesRecovered),
    ]
    return rows.filter { !$0.0.hasSuffix("undecided") || $0.1.count > 0 }.map { ($0.0, $0.1) }
  }

  /// The funnel, one line a count.
  public var lines: [String] {
    named.map { name, count in "\(name): \(count.proportion.text(count.interval))" }
  }
}
