import Essentials
import Statistics

extension ScenarioOutcome {
  /// The story in one screen: limits, funnel, money, the scenario's own tables, checks, findings.
  ///
  /// At most 40 lines of 100 columns; `isVerbose` adds assumptions, the distribution of wages, tables
  /// of detail, derivations and further findings.
  public func summary(isVerbose: Bool = false) -> String {
    var lines = ["\(scenario): \(title)"] + limitLines(isVerbose) + [""]
    lines += funnelLines(isVerbose) + (isVerbose ? [""] : [])
    lines += requesterCost.micros == 0 ? unpaidWork(isVerbose) : moneyLines(isVerbose)
    for table in tables where isVerbose || !table.isDetail {
      lines += ["", table.title]
      lines += TextTable(
        table.columns.enumerated().map { $0 == 0 ? .text($1) : .number($1) }, rows: table.rows
      ).lines()
    }
    if !automatedShare.isEmpty { lines += [""] + automationLines }
    lines += [""] + checkLines(isVerbose)
    for finding in isVerbose ? findings : Array(findings.prefix(3)) {
      lines += ScenarioOutcome.wrapped("→ ", finding + ".")
    }
    if !isVerbose { lines += moreLine }
    return lines.joined(separator: "\n")
  }

  private func limitLines(_ isVerbose: Bool) -> [String] {
    if isVerbose {
      return limits.flatMap { ScenarioOutcome.wrapped("- ", $0 + ".") }
        + ScenarioOutcome.wrapped("- ", "Assumed: \(assumptions.joined(separator: "; ")).")
    }
    // The whole list says the same at length.
    return ScenarioOutcome.wrapped(
      "- ",
      "Simulated: nobody was searched or paid. It rests on \(assumptions.count) assumptions "
        + "(--verbose) no interval covers.")
  }

  private func funnelLines(_ isVerbose: Bool) -> [String] {
    var table = TextTable([
      .text("what review did"), .number("count"), .number("of"), .number("share"),
      .text("95 % interval"),
    ])
    for (name, count) in funnel.named {
      guard let rate = count.proportion.rate else {
        if isVerbose { table.append([name, "0", "0", "not measurable", ""]) }
        continue
      }
      table.append([
        name, Numerals.grouped(count.count), Numerals.grouped(count.proportion.trials),
        Numerals.percent(rate), count.interval?.rangeText ?? "none",
      ])
    }
    let stages =
      isVerbose ? ["\(alerts.line).", "London, six trials: \(london.line)."] : [alerts.line]
    return table.lines() + stages.flatMap { ScenarioOutcome.wrapped("", $0) }
  }

  /// `text` in lines of at most 100 characters, the first after `mark`, the others indented.
  private static func wrapped(_ mark: String, _ text: String) -> [String] {
    var lines: [String] = []
    var line = mark
    var isEmpty = true
    // A number stays with its percent sign.
    for word in text.replacing(" %", with: "\u{A0}%").split(separator: " ") {
      if !isEmpty, line.count + 1 + word.count > 100 {
        lines.append(line)
        (line, isEmpty) = ("  ", true)
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return (lines + [line]).map { $0.replacing("\u{A0}", with: " ") }
  }

  private func moneyLines(_ isVerbose: Bool) -> [String] {
    let currency = requesterCost.currency.rawValue
    let shares = [
      ("workers", ledger.workerIncome), ("platform", ledger.fees),
      ("management and adjudication", ledger.overhead),
    ].filter { isVerbose || $0.1.micros != 0 }.map { "\($0) \($1.roundedToCents.decimal)" }
    let people = costCurve.map { "\($0.overlap)" }.joined(separator: ", ")
    let costs = costCurve.map {
      $0.costPerCorrectedFalseMatch?.roundedToCents.decimal ?? "(none)"
    }.joined(separator: ", ")
    var lines = [
      "The requester pays \(requesterCost.roundedToCents.decimal) \(currency), "
        + "\(costPerDecision?.decimal ?? "none") a decision: \(shares.joined(separator: ", "))",
      "A corrected false match cost \(costPerCorrectedFalseMatch?.roundedToCents.decimal ?? "(none)")"
        + " (\(people) reviewers: \(costs)), a new one "
        + "\(costPerCreatedFalseMatch?.roundedToCents.decimal ?? "(none)")",
    ]
    if wages.isFlat, let low = wages.median {
      let wage = "Every worker gets \(low.roundedToCents.decimal) \(currency) an hour"
      if wages.unpaidHours == 0, !isVerbose {
        let hours = Numerals.fixed(wages.hours, 1)
        lines.append("\(wage); no unpaid hours of \(hours) (search is not in this system)")
        return lines.flatMap { ScenarioOutcome.wrapped("", $0) }
      }
      lines.append(wage)
    } else {
      let shown = wages.quantiles.filter { isVerbose || [0.05, 0.5, 0.95].contains($0.share) }
      lines.append(
        "An hour pays, at the given share of workers: "
          + shown.map {
            "\(Int((100 * $0.share).rounded())) % \($0.wage.roundedToCents.decimal)"
          }.joined(separator: ", "))
    }
    if isVerbose {
      if let below = wages.below5.rate, below > 0 {
        lines.append("Below 5 an hour: \(wages.below5.text(wages.below5Interval))")
      }
      lines.append("Above 7.25 an hour: \(wages.above725.text(wages.above725Interval))")
    }
    return lines.flatMap { ScenarioOutcome.wrapped("", $0) } + unpaidLines(isVerbose)
  }

  private func unpaidWork(_ isVerbose: Bool) -> [String] {
    ["Nobody is paid: the requester pays nothing, for anything"] + unpaidLines(isVerbose)
  }

  private func unpaidLines(_ isVerbose: Bool) -> [String] {
    func hours(_ value: Double) -> String { Numerals.fixed(value, 1) }
    if wages.unpaidHours == 0 {
      return ["Unpaid hours: none of \(hours(wages.hours)); looking for work is not in this system"]
    }
    let parts = [
      ("search", unpaid.search), ("tests", unpaid.qualification),
      ("refused or unsuccessful", unpaid.refused), ("work for nothing", unpaid.forNothing),
    ].filter { isVerbose || $0.1 > 0 }.map { "\($0) \(hours($1))" }
    let lines = [
      "Unpaid hours \(hours(wages.unpaidHours)) of \(hours(wages.hours)): "
        + parts.joined(separator: ", "),
      "Unpaid for more than half of their time: "
        + unpaid.mostlyUnpaid.text(unpaid.mostlyUnpaidInterval),
    ]
    return lines.flatMap { ScenarioOutcome.wrapped("", $0) }
  }

  /// Given figures, worked out again: one after the other, or each with its derivation.
  private func checkLines(_ isVerbose: Bool) -> [String] {
    if isVerbose || checks.contains(where: { !$0.holds }) {
      return checks.flatMap { check in
        ScenarioOutcome.wrapped(
          "= ",
          "\(check.name): given \(check.given), computed \(check.computed) (\(check.derivation))"
            + (check.holds ? "" : ", WHICH DIFFERS"))
      }
    }
    if checks.isEmpty { return [] }
    return ScenarioOutcome.wrapped(
      "= ",
      "Worked out again as given: "
        + checks.map { "\($0.name) \($0.computed)" }.joined(separator: "; "))
  }

  /// What ``summary(isVerbose:)`` left out.
  private var moreLine: [String] {
    let more = tables.filter(\.isDetail).map { "\"\($0.title)\"" }
    return ScenarioOutcome.wrapped(
      "  ", "More with --verbose\(more.isEmpty ? "" : ", such as " + more.joined(separator: ", "))."
    )
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
