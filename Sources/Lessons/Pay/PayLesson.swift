import Essentials
import Reports
import Review
import Statistics

extension GuidedLesson {
  /// The lesson "Who pays".
  static func pay() -> GuidedLesson {
    let turk = ReviewScenario.mechanicalTurk
    return GuidedLesson(
      name: "pay", title: "Who pays",
      summary:
        "Somebody has to look at what the machine proposes. What that work is paid, and who works for nothing.",
      limits: [
        "Wages in the third and fourth step are of simulated workers: nobody worked and nobody was paid. They rest on the assumptions listed there.",
        "Published figures are of some platforms and years, mostly of workers in the United States and India, and are given with their sources.",
        "One reward and one time for every task is a simplification: real work varies, and so does luck.",
      ],
      steps: [PayLesson.hour, PayLesson.platform, PayLesson.distribution, PayLesson.errors],
      unknown: [
        "What any one system pays its reviewers: contracts are not published, and most workers may not speak of them.",
        "How much of the work is done by people who are counted nowhere, because they are paid in points, in access, or not at all.",
        "What the work does to those who do it: no ledger has a line for it.",
      ],
      sources: (turk.figures + (ReviewScenario.named("annotation")?.figures ?? [])).map {
        "\($0.quantity): \(strong: Numerals.significant($0.value)). \($0.source), \($0.mark.meaning)."
      },
      conclusion:
        "The price of a decision is not what it costs. The rest is paid in hours that no invoice shows."
    )
  }
}

extension ReviewScenario {
  /// The scenario of Mechanical Turk, which is built in.
  static var mechanicalTurk: ReviewScenario {
    guard let scenario = ReviewScenario.named("mturk") else { preconditionFailure("built in") }
    return scenario
  }
}

/// The steps of "Who pays".
enum PayLesson {
  static let reward = Control.slider(
    "reward", "Pay for a task",
    [1, 4, 7, 10, 25, 50].map {
      Control.Value(Double($0), "\(Numerals.fixed(Double($0) / 100, 2)) USD")
    },
    initial: 3)
  static let seconds = Control.slider(
    "seconds", "A task takes", Control.Value.counts([10, 20, 30, 60, 120, 300], "seconds"),
    initial: 2)
  static let refused = Control.slider(
    "refused", "Tasks refused, and so not paid",
    [0, 2, 5, 10, 20, 50].map { Control.Value(Double($0), "\($0) of 100") }, initial: 2)
  static let search = Control.slider(
    "search", "Looking for work, for each 21 hours of tasks",
    Control.Value.counts([0, 4, 9, 18, 30], "hours"), initial: 3)
  static let overlap = Control.slider(
    "people", "People who do the same task", Control.Value.counts([1, 3, 5, 10], "people"),
    initial: 1)

  private static func hour(_ settings: Settings) -> PaidHour {
    PaidHour(
      reward: Money(cents: Int64(settings.number("reward")), .usd),
      secondsPerTask: Int(settings.number("seconds")),
      refusedPercent: Int(settings.number("refused")), searchHours: Int(settings.number("search")))
  }

  /// From the price of a task to an hour's pay.
  static var hour: GuidedLesson.Step {
    let controls = [reward, seconds, refused, search]
    let initial = hour(Settings(controls))
    return GuidedLesson.Step(
      "Ten cents for half a minute",
      [
        .paragraph(
          "A task pays 0.10 USD and takes 30 seconds: two a minute, 12 USD an hour, says the arithmetic. But 5 of 100 tasks are refused without pay, and for 21 hours of tasks a worker spends 18 more looking for them."
        )
      ],
      .number(
        "What does an hour really pay, in USD?", unit: "USD an hour", highest: 1_000,
        answer: initial.effective?.approximate ?? .nan),
      controls: controls
    ) { settings in
      let hour = hour(settings)
      let account = hour.account
      let hours = { (milliseconds: Int64) in Numerals.fixed(Double(milliseconds) / 3_600_000, 1) }
      let bars = search.values.map { value -> (String, Double) in
        var other = hour
        other.searchHours = Int(value.number)
        return (value.label, other.effective?.approximate ?? 0)
      }
      return StepResult(
        "An hour pays \(hour.effective?.description ?? "nothing") when all hours are counted; the price list says \(hour.nominal?.description ?? "nothing").",
        [
          .tiles([
            .init(
              value: hour.effective?.description ?? "0.00 USD", label: "an hour, all time counted",
              detail: "\(account.income) in \(hours(account.totalMilliseconds)) hours"),
            .init(
              value: hour.nominal?.description ?? "0.00 USD", label: "an hour by the price list",
              detail: "\(hours(account.approvedMilliseconds)) hours of accepted tasks"),
            .init(
              value: "\(hours(account.unpaidMilliseconds)) h", label: "a week unpaid",
              detail: "\(Numerals.grouped(account.rejected)) tasks refused, and the search"),
          ]),
          .figure(
            .curves(
              title: "What an hour pays, by the time spent looking for work",
              description: "The same tasks at the same price.",
              [
                .init(
                  "an hour, all time counted",
                  zip(search.values, bars).map { .init(x: $0.0.number, y: $0.1.1) })
              ], x: "hours of search for each 21 hours of tasks", y: "USD an hour")),
        ])
    }
  }

  /// Who gets what the requester pays.
  static var platform: GuidedLesson.Step {
    let fee = PlatformFee.mechanicalTurk
    let four = fee.fee(on: Money(cents: 4, .usd))
    return GuidedLesson.Step(
      "What the platform takes",
      [
        .paragraph(
          "Mechanical Turk takes 20 % of each reward from the requester, at least one cent, and 20 % more where ten or more people do the same task."
        )
      ],
      .number(
        "For a task of 4 cents, what percentage of the reward is the fee?", unit: "percent",
        highest: 1_000, answer: 100 * four.approximate / 0.04),
      controls: [reward, overlap]
    ) { settings in
      let people = Int(settings.number("people"))
      var table = TextTable([
        .number("reward"), .number("fee"), .number("fee by reward"),
        .number("for \(people) people, the requester pays"), .number("of which workers"),
      ])
      for value in reward.values {
        let amount = Money(cents: Int64(value.number), .usd)
        let part = fee.fee(on: amount, assignments: people)
        table.append([
          amount.description, part.description,
          Numerals.percent(part.approximate / amount.approximate, 2),
          ((amount + part) * people).description, (amount * people).description,
        ])
      }
      let amount = Money(cents: Int64(settings.number("reward")), .usd)
      let part = fee.fee(on: amount, assignments: people)
      return StepResult(
        "Of \(((amount + part) * people).description) for one task done by \(settings.value("people").label), the platform gets \((part * people).description).",
        [
          .table(table, caption: "Reward and fee"),
          .note(
            "The least fee of one cent weighs most on the smallest tasks: a quarter on four cents, all of the reward again on one."
          ),
        ])
    }
  }

  /// One run of the scenario, made when it is first asked for.
  static let outcome = Result { try ReviewScenario.mechanicalTurk.run(seed: 1) }

  /// The distribution over workers.
  static var distribution: GuidedLesson.Step {
    GuidedLesson.Step(
      "Not one wage but many",
      [
        .paragraph(
          "2,676 workers of Mechanical Turk had their hours measured, search and refused tasks included (Hara and others, 2018). The federal minimum wage of the United States was 7.25 USD an hour."
        )
      ],
      .number(
        "How many of 100 workers got more than 7.25 USD an hour?", unit: "of 100 workers",
        highest: 100, answer: 4)
    ) { _ in
      let outcome = try outcome.get()
      let year = Money(units: 10_379, .usd).perHour(milliseconds: 40 * 52 * 3_600_000)
      return StepResult(
        "Measured: 4 of 100, and half got about 2 USD or less. The simulated workers below lie where their assumptions put them.",
        wages(outcome) + [
          .paragraph(
            "A worker's year of 40 hours a week was reported at 10,379 USD: \(year?.roundedToCents.description ?? "not measurable") an hour. Twenty-one paid hours at 5 USD and eighteen of search come to \(ReviewScenario.searching) an hour."
          ), .paragraph("Chosen for the simulation, for want of a figure:"),
          .list(outcome.assumptions.map { Prose($0 + ".") }),
        ])
    }
  }

  private static func wages(_ outcome: ScenarioOutcome) -> [Block] {
    let wages = outcome.ledger.accounts.compactMap(\.effectiveWage?.approximate)
    guard !wages.isEmpty, let median = outcome.wages.median?.approximate else { return [] }
    return [
      .figure(
        .distribution(
          title: "What an hour pays \(wages.count) simulated workers",
          description:
            "All income over all time given. The last bar holds everyone who earns more. Jobs of 4, 7 and 50 cents in turn.",
          Histogram(wages, in: 0...15, bins: 30), unit: "USD an hour", people: "workers",
          marks: [
            ("median \(Numerals.fixed(median, 2))", median), ("minimum wage 7.25", 7.25),
          ]))
    ]
  }

  /// What a corrected error costs.
  static var errors: GuidedLesson.Step {
    GuidedLesson.Step(
      "What a corrected error costs",
      [
        .paragraph(
          "The machine proposes matches; three workers decide on each. Some of its false matches are thrown out, some pass, and some that it had not proposed are newly made by the people."
        )
      ],
      .choice(
        "With more people on each candidate, a corrected false match becomes",
        ["cheaper", "neither cheaper nor dearer", "dearer"], answer: answer)
    ) { _ in
      let outcome = try outcome.get()
      let funnel = outcome.funnel
      return StepResult(
        "Of \(funnel.falseMatchesBeforeReview) false matches \(funnel.falseMatchesCorrected.count) were corrected and \(funnel.falseMatchesKept.count) kept; \(funnel.falseMatchesCreated.count) were newly made.",
        [
          .figure(.reviewFunnel(funnel, by: "Simulated workers")),
          .figure(
            .curves(
              title: "What a corrected false match costs, by number of people",
              description:
                "What the requester pays in all, fees included, for each false match that was corrected.",
              [
                .init(
                  "USD for each",
                  outcome.costCurve.compactMap { point in
                    point.costPerCorrectedFalseMatch.map {
                      .init(x: Double(point.overlap), y: $0.approximate)
                    }
                  })
              ], x: "people who decide on each candidate", y: "USD for a corrected false match")),
          .paragraph(
            "\(outcome.costPerCorrectedFalseMatch?.roundedToCents.description ?? "Nothing") is the price of one corrected error. Those whose face it was were asked nothing and paid nothing."
          ),
        ])
    }
  }

  /// Where the cost goes from one person to seven, by more than a tenth.
  private static var answer: Int {
    let costs = (try? outcome.get())?.costCurve.compactMap(
      \.costPerCorrectedFalseMatch?.approximate)
    guard let first = costs?.first, let last = costs?.last else { return 2 }
    return last > 1.1 * first ? 2 : last < first / 1.1 ? 0 : 1
  }
}

extension ReviewScenario {
  /// 21 paid hours at 5 USD and 18 of search, as a wage.
  static var searching: String {
    var account = WorkerAccount(worker: 0, currency: .usd)
    account.pay = Money(units: 105, .usd)
    account.approvedMilliseconds = 21 * 3_600_000
    account.searchMilliseconds = 18 * 3_600_000
    return account.effectiveWage?.roundedToCents.description ?? "not measurable"
  }
}
