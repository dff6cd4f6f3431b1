import Essentials
import Review
import Statistics

/// The parts of a review scenario's page.
struct ReviewStory {
  let outcome: ScenarioOutcome

  init(_ outcome: ScenarioOutcome) { self.outcome = outcome }

  var summary: [Block] {
    let funnel = outcome.funnel
    let wages = outcome.wages
    return [
      .tiles([
        .init(
          value:
            "\(Numerals.grouped(funnel.falseMatchesBeforeReview)) → \(Numerals.grouped(funnel.falseMatchesAfterReview))",
          label: "false matches before and after review",
          detail: "\(Numerals.grouped(funnel.falseMatchesKept.count)) kept, "
            + "\(Numerals.grouped(funnel.falseMatchesCreated.count)) newly created by people"),
        .init(
          value: amount(outcome.costPerCorrectedFalseMatch), label: "a corrected false match",
          detail: "\(Numerals.grouped(funnel.falseMatchesCorrected.count)) corrected for "
            + amount(outcome.requesterCost)),
        .init(
          value: amount(wages.median), label: "an hour, the middle worker",
          detail: wages.isFlat
            ? "the same for all \(Numerals.grouped(wages.workers)) workers"
            : "half of \(Numerals.grouped(wages.workers)) workers get less"),
        .init(
          value: "\(Numerals.fixed(wages.unpaidHours, 0)) h", label: "unpaid",
          detail: "of \(Numerals.fixed(wages.hours, 0)) h: search, tests, refused work"),
      ])
    ] + (outcome.findings.isEmpty ? [] : [.list(outcome.findings.map { Prose($0 + ".") })])
  }

  /// The words that the page uses, for those who are new to them.
  var terms: Section {
    Section(
      "Words used here",
      [
        .facts([
          .init("search", "One face looked up: the algorithm returns a list of candidates."),
          .init(
            "candidate",
            "One entry of that list. It is proposed as a match when its score passes the threshold."
          ),
          .init("mate, stranger", "A candidate who truly is the person, and one who is not."),
          .init("false match", "A stranger whom the algorithm proposes as the person."),
          .init("corrected", "A false match that people refuse."),
          .init("newly created", "A stranger the algorithm did not propose and people accept."),
          .init(
            "95 % interval",
            "Where the true share would lie if the simulation were run without end; chance alone, not the assumptions."
          ),
        ])
      ])
  }

  /// From searches to the right person, beside the counts published for London.
  var alerts: Section {
    Section(
      "From searches to the right person",
      [
        .figure(
          ReviewStory.figure(
            outcome.alerts,
            "Of the searches with a hit, how many does review confirm, and how many of these are the "
              + "right person? A search that confirms a right and a wrong person counts as right.")),
        .figure(
          ReviewStory.figure(
            outcome.london,
            "The same question for a real trial, to compare: \(outcome.london.source). Whether the "
              + "alerts that led to no stop were right is not known.")),
      ])
  }

  private static func figure(_ alerts: AlertFunnel, _ description: String) -> Figure {
    .funnel(
      title: alerts.title, description: description,
      alerts.stages.enumerated().map { index, stage in
        .init(
          stage.name, stage.count,
          detail: stage.ofAlerts.map { $0.text(stage.interval) } ?? "",
          kind: index == alerts.stages.count - 1 ? .good : .neutral)
      })
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
        .init("of which management and adjudication", Prose(amount(ledger.overhead))),
        .init("for each decision", Prose(outcome.costPerDecision?.description ?? "no decision")),
        .init("for each corrected false match", Prose(amount(outcome.costPerCorrectedFalseMatch))),
        .init(
          "for each false match newly created", Prose(amount(outcome.costPerCreatedFalseMatch))),
      ])
    ]
    if outcome.costCurve.contains(where: { ($0.costPerCorrectedFalseMatch?.micros ?? 0) > 0 }) {
      blocks.append(.figure(costCurve))
    }
    return Section("What it cost", blocks)
  }

  /// What the work pays, and who works for nothing.
  var work: Section {
    let wages = outcome.wages
    let unpaid = outcome.unpaid
    var blocks: [Block] = [
      .facts([
        .init(
          "workers below 5 an hour", Prose(wages.below5.text(wages.below5Interval))),
        .init(
          "workers above 7.25 an hour", Prose(wages.above725.text(wages.above725Interval))),
        .init(
          "workers who got nothing",
          Prose(wages.unpaidWorkers.text(wages.unpaidWorkers.wilson()))),
        .init(
          "workers unpaid for more than half of their time",
          Prose(unpaid.mostlyUnpaid.text(unpaid.mostlyUnpaidInterval))),
        .init(
          "unpaid share of a worker's time",
          Prose(
            unpaid.quantiles.map {
              "\(Numerals.percent($0.unpaid)) at the \($0.share == 0.5 ? "middle" : $0.share < 0.5 ? "lower quarter" : "upper quarter")"
            }.joined(separator: ", "))),
      ])
    ]
    if let figure = self.wages { blocks.append(.figure(figure)) }
    if wages.unpaidHours > 0 { blocks.append(.figure(hours)) }
    return Section("What the work pays, and who works unpaid", blocks)
  }

  /// Where the hours went.
  private var hours: Figure {
    let unpaid = outcome.unpaid
    let paid = outcome.wages.hours - outcome.wages.unpaidHours
    func bar(_ name: String, _ hours: Double, _ kind: Figure.Bar.Kind) -> Figure.Bar {
      let share = Numerals.percent(hours / outcome.wages.hours)
      return .init(
        name, Int(hours.rounded()),
        detail:
          "\(Numerals.fixed(hours, 1)) h, \(share) of all \(Numerals.fixed(outcome.wages.hours, 1)) h",
        kind: kind)
    }
    return .funnel(
      title: "Where the hours went",
      description:
        "Hours of all \(Numerals.grouped(outcome.wages.workers)) workers together, to whole hours in "
        + "the drawing. Only the first bar is paid.",
      [
        bar("paid work", paid, .good), bar("search for work", unpaid.search, .bad),
        bar("tests and training", unpaid.qualification, .bad),
        bar("refused, unsuccessful", unpaid.refused, .bad),
        bar("work for nothing", unpaid.forNothing, .bad),
      ], unit: "hours")
  }

  /// How hourly wages lie; nil where nobody worked or all get the same.
  private var wages: Figure? {
    let wages = outcome.ledger.accounts.compactMap(\.effectiveWage?.approximate)
    guard let highest = wages.max(), !outcome.wages.isFlat,
      let median = outcome.wages.median?.approximate
    else {
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
        "More people on each candidate cost more; whether they correct more is another matter: "
        + outcome.costCurve.map { point in
          "\(point.overlap) \(point.overlap == 1 ? "corrects" : "correct") "
            + "\(Numerals.grouped(point.corrected.count)) of "
            + Numerals.grouped(point.corrected.proportion.trials)
        }.joined(separator: ", ") + ".",
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
        [$0.quantity, ReviewStory.plain($0.value), $0.source, $0.mark.meaning]
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

  /// Everything that was set, to run it again or otherwise.
  var settings: Section {
    let settings = outcome.settings
    let model = settings.workforce.model
    let condition = settings.condition
    func number(_ value: Double) -> String { Numerals.significant(value) }
    var facts: [Block.Fact] = [
      .init(
        "searches",
        "\(settings.candidates.lists), each with \(settings.candidates.length) candidates out of \(settings.candidates.gallerySize) people; \(Numerals.percent(settings.candidates.enrolledShare)) are of somebody enrolled"
      ),
      .init(
        "a match is proposed", "at distance \(number(settings.candidates.threshold)) or below"),
      .init("people", "\(settings.workforce.workers), of whom \(settings.overlap) decide on each"),
      .init(
        "their eyes",
        "d' \(number(model.observer.sensitivity)) (0 is guessing), criterion \(number(model.observer.criterion)), spread of d' \(number(settings.workforce.sensitivitySpread))"
      ),
      .init(
        "correlation of their evidence with the score", Prose(number(model.scoreCorrelation))),
      .init("shown beside the pictures", Prose(condition.display.rawValue)),
      .init(
        "a decision takes",
        "\(number(model.pace.medianSeconds)) s in the middle\(condition.deadlineSeconds.map { ", at most \(number($0)) s" } ?? "")"
      ),
    ]
    if let share = condition.expectedPrevalence {
      facts.append(.init("mates they expect", Prose(Numerals.percent(share))))
    }
    if settings.workforce.purposeHidden {
      facts.append(.init("purpose", "hidden from the people who decide"))
    }
    if let adjudication = settings.adjudication {
      facts.append(
        .init(
          "adjudicator",
          "\(adjudication.who); decided \(outcome.adjudicated) candidates"))
    }
    if let automatic = outcome.automatic {
      facts.append(
        .init(
          "decided without people",
          Prose(automatic.decided.proportion.text(automatic.decided.interval))))
      facts.append(
        .init(
          "strangers among those accepted without people",
          Prose(
            automatic.wronglyAccepted.proportion.text(automatic.wronglyAccepted.interval))))
    }
    return Section(
      "Settings", [.facts(facts), .paragraph("The JSON output holds every one of them.")])
  }

  /// A given figure as it was given: 500,000 and 0.667.
  private static func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? Numerals.grouped(Int(value)) : "\(value)"
  }

  private func amount(_ money: Money?) -> String {
    money.map(\.roundedToCents.description) ?? "none"
  }
}
