import Essentials
import Review
import Statistics

/// The parts of a review scenario's page.
struct ReviewStory {
  let outcome: ScenarioOutcome

  init(_ outcome: ScenarioOutcome) { self.outcome = outcome }

  var summary: [Block] {
    let funnel = outcome.funnel
    return [
      .tiles([
        .init(
          value: "\(funnel.falseMatchesBeforeReview) → \(funnel.falseMatchesAfterReview)",
          label: "false matches before and after review",
          detail: "\(funnel.falseMatchesKept.count) kept, \(funnel.falseMatchesCreated.count) new"),
        .init(
          value: amount(outcome.costPerCorrectedFalseMatch), label: "a corrected false match",
          detail: "\(funnel.falseMatchesCorrected.count) corrected for "
            + amount(outcome.requesterCost)),
        .init(
          value: amount(outcome.wages.median), label: "an hour, in the middle",
          detail: "half of \(Numerals.grouped(outcome.wages.workers)) workers earn less"),
        .init(
          value: "\(Numerals.fixed(outcome.wages.unpaidHours, 0)) h", label: "unpaid",
          detail: "of \(Numerals.fixed(outcome.wages.hours, 0)) h: search, tests, refused work"),
      ])
    ] + (outcome.findings.isEmpty ? [] : [.list(outcome.findings.map { Prose($0 + ".") })])
  }

  var decisions: Section {
    Section(
      "What review did",
      [.figure(.reviewFunnel(outcome.funnel, by: "Simulated reviewers of this scenario"))])
  }

  var money: Section {
    let ledger = outcome.ledger
    var blocks: [Block] = [
      .facts([
        .init("the requester pays", Prose(amount(outcome.requesterCost))),
        .init("of which workers", Prose(amount(ledger.workerIncome))),
        .init("of which the platform", Prose(amount(ledger.fees))),
        .init("of which other costs", Prose(amount(ledger.overhead))),
        .init("for each decision", Prose(outcome.costPerDecision?.description ?? "no decision")),
        .init("for each corrected false match", Prose(amount(outcome.costPerCorrectedFalseMatch))),
        .init(
          "for each false match newly created", Prose(amount(outcome.costPerCreatedFalseMatch))),
        .init(
          "workers above 7.25 an hour",
          Prose(outcome.wages.above725.text(outcome.wages.above725Interval))),
        .init(
          "workers who got nothing",
          Prose(outcome.wages.unpaidWorkers.text(outcome.wages.unpaidWorkers.wilson()))),
      ])
    ]
    if let figure = wages { blocks.append(.figure(figure)) }
    if outcome.costCurve.contains(where: { $0.costPerCorrectedFalseMatch != nil }) {
      blocks.append(.figure(costCurve))
    }
    return Section("What it cost, and who paid", blocks)
  }

  /// How hourly wages lie; nil where nobody worked.
  private var wages: Figure? {
    let wages = outcome.ledger.accounts.compactMap(\.effectiveWage?.approximate)
    guard let highest = wages.max(), let median = outcome.wages.median?.approximate else {
      return nil
    }
    let currency = outcome.ledger.currency.rawValue
    // The few highest earners would squeeze all others into one bar.
    let cut = wages.sorted()[wages.count * 99 / 100]
    let top = max(cut > 0 ? cut : highest, 0.01)
    var marks = [("median \(Numerals.fixed(median, 2))", median)]
    if currency == "USD" && top > 4 { marks.append(("federal minimum 7.25", 7.25)) }
    return .distribution(
      title: "What an hour really pays",
      description:
        "All income over all time given: paid work, refused work, search and tests. The last bar "
        + "holds everyone who earns more.",
      Histogram(wages, in: 0...max(top, currency == "USD" && top > 4 ? 7.5 : top), bins: 30),
      unit: "\(currency) an hour", people: "workers", marks: marks)
  }

  private var costCurve: Figure {
    let currency = outcome.ledger.currency.rawValue
    return .curves(
      title: "What a corrected false match costs, by number of reviewers",
      description:
        "More people on each candidate cost more; whether they correct more is measured.",
      [
        .init(
          "cost of a corrected false match",
          outcome.costCurve.compactMap { point in
            point.costPerCorrectedFalseMatch.map {
              .init(x: Double(point.overlap), y: $0.approximate)
            }
          })
      ], x: "people who decide on each candidate", y: "\(currency) a corrected false match")
  }

  /// How much is decided without people over time; nil where nothing is.
  var automation: Section? {
    guard !outcome.automatedShare.isEmpty else { return nil }
    let months = outcome.automatedShare
    return Section(
      "How much is decided without people",
      [
        .figure(
          .curves(
            title: "Share of requests decided without people",
            description:
              "Solved work makes new work harder, so the share levels off. The other curve is what "
              + "would come of it otherwise.",
            [
              .init(
                "with harder work",
                months.compactMap { month in
                  month.automated.rate.map {
                    .init(
                      x: Double(month.month), y: $0, low: month.interval?.lower,
                      high: month.interval?.upper)
                  }
                }),
              .init(
                "if work did not get harder",
                months.compactMap { month in
                  month.withoutHardening.rate.map { .init(x: Double(month.month), y: $0) }
                }),
            ], x: "month", y: "decided without people", yIsShare: true))
      ])
  }

  /// The scenario's own tables; nil without any.
  var tables: Section? {
    guard !outcome.tables.isEmpty else { return nil }
    return Section(
      "The story in numbers",
      outcome.tables.map { table in
        .table(
          TextTable(
            table.columns.enumerated().map {
              $0.offset == 0 ? .text($0.element) : .number($0.element)
            },
            rows: table.rows), caption: table.title)
      })
  }

  /// Given figures worked out again; nil without any.
  var checks: Section? {
    guard !outcome.checks.isEmpty else { return nil }
    let rows = outcome.checks.map { check in
      [
        check.name, check.given, check.computed, check.derivation,
        check.holds ? "agrees" : "differs",
      ]
    }
    return Section(
      "Given figures, worked out again",
      [
        .table(
          TextTable(
            [
              .text("figure"), .number("given"), .number("computed"), .text("how"),
              .text("verdict"),
            ],
            rows: rows), caption: "Figures that were published or given")
      ])
  }

  var sources: Section {
    var blocks: [Block] = []
    if !outcome.figures.isEmpty {
      let rows = outcome.figures.map {
        [$0.quantity, Numerals.significant($0.value, 6), $0.source, $0.mark.meaning]
      }
      blocks.append(
        .table(
          TextTable(
            [.text("figure"), .number("value"), .text("source"), .text("how far it was verified")],
            rows: rows), caption: "Figures with their sources"))
    }
    if !outcome.assumptions.isEmpty {
      blocks.append(.paragraph("Chosen for want of a figure; other choices give other results:"))
      blocks.append(.list(outcome.assumptions.map { Prose($0 + ".") }))
    }
    return Section("Sources and assumptions", blocks)
  }

  private func amount(_ money: Money?) -> String {
    money.map(\.roundedToCents.description) ?? "none"
  }
}
