import Essentials
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension ReviewScenario {
  private static let clerk = ReviewerModel(
    observer: SignalDetection(sensitivity: 1.90), scoreCorrelation: 0.3,
    pace: DecisionPace(medianSeconds: 15, logSpread: 0.5))

  private static let lists = CandidatePlan(
    lists: 1000, length: 4, gallerySize: 3000, enrolledShare: 0.5, threshold: 0.55)

  /// Registries that don't agree, put together by people.
  static let patchwork = ReviewScenario(
    name: "patchwork", title: "mismatched spreadsheets, sorted by hand",
    figures: [],
    assumptions: [
      "three registries each know 80 % of 1,000 places, list 10 % of them twice and 5 % wrongly",
      "1,200 doubtful pairs come in a day, clerks finish 1,000",
      "reviewers' evidence correlates .3 with the score",
    ],
    candidates: lists, workforce: Workforce(workers: 12, model: clerk), overlap: 1,
    condition: ReviewCondition(), pay: PayPlan(rule: .hourly(Money(units: 12, .usd))),
    automation: nil, gate: nil, tell: tellPatchwork)

  private static func tellPatchwork(_ run: ScenarioRun) throws -> ScenarioStory {
    let places = 1000
    var random = RandomStream(seed: run.seed, purpose: "patchwork-registries")
    let hit = run.scenario.workforce.model.observer.hitRate
    var rows = 0
    var believed = 0
    var known = Set<Int>()
    var missed = 0
    for place in 0..<places {
      var entries: [Bool] = []
      for _ in 0..<3 where random.chance(0.8) {
        let isRight = !random.chance(0.05)
        entries.append(isRight)
        if random.chance(0.1) { entries.append(isRight) }
      }
      rows += entries.count
      if entries.contains(true) { known.insert(place) }
      // A clerk merges a further row into the place with the clerk's hit rate; a row that is not
      // merged, or a wrong one, stands as a place of its own.
      var distinct = 0
      for (number, isRight) in entries.enumerated() {
        if number == 0 || !isRight || !random.chance(hit) { distinct += 1 }
      }
      if distinct > 1 { missed += distinct - 1 }
      believed += distinct
    }
    let days = [1, 5, 20, 60].map { day -> [String] in
      let backlog = 200 * day
      return ["\(day)", Numerals.grouped(backlog), Numerals.fixed(Double(backlog) / 1000, 1)]
    }
    let covered = Proportion(events: known.count, trials: places)
    let wrong = run.funnel.falseMatchesAfterReview
    return ScenarioStory(
      tables: [
        ScenarioOutcome.Table(
          title: "Backlog when 1,200 pairs come in a day and 1,000 are finished",
          columns: ["day", "pairs waiting", "days until a new one is seen"], rows: days),
        ScenarioOutcome.Table(
          title: "Coverage, believed and real",
          columns: ["rows", "places believed", "places rightly known", "places there are"],
          rows: [["\(rows)", "\(believed)", "\(known.count)", "\(places)"]]),
      ],
      findings: [
        "People believe in \(believed) places; rightly known are \(covered.text(covered.wilson()))",
        "\(missed) rows stand as places of their own because two rows were not seen to be one",
        "\(wrong) false matches are carried into the gallery, each for as long as nobody looks again",
      ])
  }

  /// The virtual assistant that is mostly people.
  static let assistant = ReviewScenario(
    name: "m-assistant", title: "an assistant that routes what it is not sure of to people",
    figures: [SourcedValue("automated share, at most about", 0.3, source: brief, mark: .secondary)],
    assumptions: [
      "learning from people and the hardening of new work stand as 3 to 7, which puts the plateau "
        + "at 30 %: the figure is given, the mechanism is shown",
      "shown shares of 98 % and more are accepted, of 2 % and less refused, the rest goes to people",
      "reviewers' evidence correlates .3 with the score",
    ],
    candidates: lists, workforce: Workforce(workers: 30, model: clerk), overlap: 3,
    condition: ReviewCondition(), pay: PayPlan(rule: .hourly(Money(units: 15, .usd))),
    automation: 0.02...0.98, gate: nil, tell: tellAssistant)

  /// Automated share with ability gained from people's work and lost to harder requests.
  ///
  /// aₜ₊₁ = aₜ + g(1 − sₜ) − h·sₜ, sₜ = Φ(aₜ): at rest g(1 − s) = h·s, so s = g/(g + h) = .3.
  static func automatedShares(
    months: Int, gain: Double, hardening: Double, requests: Int, seed: UInt64
  ) -> [Proportion] {
    var ability = Normal.quantile(0.02)
    return (0..<months).map { month in
      let share = Normal.cumulative(ability)
      var random = RandomStream(seed: seed, purpose: "assistant-requests", item: month)
      let automated = (0..<requests).count { _ in random.chance(share) }
      ability += gain * (1 - share) - hardening * share
      return Proportion(events: automated, trials: requests)
    }
  }

  /// The share that the recursion itself comes to, without the chance of single requests.
  private static func expectedShare(months: Int, gain: Double, hardening: Double) -> Double {
    var ability = Normal.quantile(0.02)
    for _ in 1..<months {
      let share = Normal.cumulative(ability)
      ability += gain * (1 - share) - hardening * share
    }
    return Normal.cumulative(ability)
  }

  private static func tellAssistant(_ run: ScenarioRun) throws -> ScenarioStory {
    let real = automatedShares(
      months: 48, gain: 0.15, hardening: 0.35, requests: 10_000, seed: run.seed)
    let easy = automatedShares(
      months: 48, gain: 0.15, hardening: 0, requests: 10_000, seed: run.seed)
    let seen = Proportion(
      events: run.candidates.count - run.reviewed.count, trials: run.candidates.count)
    let people = run.ledger.requesterCost
    return ScenarioStory(
      checks: [
        check(
          "plateau of the automated share", given: "30 %",
          computed: Numerals.percent(
            expectedShare(months: 48, gain: 0.15, hardening: 0.35).rounded(toPlaces: 2), 2),
          "g/(g + h) = 3/(3 + 7); expected in month 48, to a hundredth")
      ],
      automatedShare: real.indices.map {
        ScenarioOutcome.AutomatedShare(
          month: $0 + 1, automated: real[$0], interval: real[$0].wilson(),
          withoutHardening: easy[$0])
      },
      findings: [
        "Here \(seen.text(seen.wilson())) of candidates are decided without people (candidates of one "
          + "list are not independent)",
        "People cost \(people.roundedToCents); the machine's part is not billed by the hour",
        "Without the hardening of work the share would go on to "
          + "\(Numerals.percent(easy[47].rate ?? .nan)) in month 48",
      ])
  }

  /// A managed team at two sites.
  static let managedTeam = ReviewScenario(
    name: "managed-team", title: "a managed team at two sites, paid by the hour",
    figures: [],
    assumptions: [
      "two sites, half of the people at 3 and half at 9 USD an hour, the same work",
      "a fifth of what workers get goes to managers; the purpose is hidden from workers",
      "reviewers' evidence correlates .3 with the score; they tire",
    ],
    candidates: lists, workforce: Workforce(workers: 20, model: tired), overlap: 2,
    condition: ReviewCondition(),
    pay: PayPlan(rule: .hourlyBySite([Money(units: 3, .usd), Money(units: 9, .usd)])),
    automation: nil, gate: nil
  ) { run in
    let sites = (0..<2).map { site in
      let accounts = run.ledger.accounts.filter { $0.worker % 2 == site }
      return PayLedger(currency: .usd, accounts: accounts, fees: .zero(.usd))
    }
    let managers = run.ledger.workerIncome.share(20, of: 100)
    return ScenarioStory(
      tables: [
        ScenarioOutcome.Table(
          title: "The two sites",
          columns: ["site", "decisions", "paid", "wage an hour"],
          rows: sites.enumerated().map { number, site in
            [
              "\(number + 1)", Numerals.grouped(site.decisions),
              site.workerIncome.roundedToCents.decimal,
              site.wages.mean?.roundedToCents.decimal ?? "–",
            ]
          })
      ],
      findings: [
        "The same decision costs three times as much at one site as at the other",
        "Management adds \(managers.roundedToCents)",
        "Workers are not told what the pictures are for: the flag is part of the record",
      ])
  }

  private static let tired: ReviewerModel = {
    var model = clerk
    model.fatigue = Fatigue(criterionDriftPerHour: 0.05, sensitivityDecayHours: 30)
    return model
  }()

  /// In-house crowds of large companies.
  static let inHouse = ReviewScenario(
    name: "in-house", title: "in-house crowds (after UHRS, EWOK, Spare5), purpose hidden",
    figures: [],
    assumptions: [
      "10 USD an hour, 6 minutes of unpaid training; the purpose is hidden from workers",
      "reviewers' evidence correlates .3 with the score; a shown label moves them by a full step",
    ],
    candidates: lists,
    workforce: Workforce(workers: 60, model: swayed, qualificationSeconds: 360), overlap: 3,
    condition: ReviewCondition(display: .label),
    pay: PayPlan(rule: .hourly(Money(units: 10, .usd))), automation: nil, gate: nil
  ) { run in
    var blind = run.scenario
    blind.condition.display = .nothing
    let other = try ScenarioRun(
      blind, overlap: run.overlap, seed: run.seed, threads: run.threads)
    func count(_ funnel: Funnel) -> String {
      funnel.falseMatchesKept.proportion.text(funnel.falseMatchesKept.interval)
    }
    return ScenarioStory(
      findings: [
        "False matches kept with the label shown: \(count(run.funnel))",
        "The same pairs and people, blind: \(count(other.funnel))",
        "Workers are not told what the pictures are for: the flag is part of the record",
      ])
  }

  private static let swayed: ReviewerModel = {
    var model = clerk
    model.influence = .criterionShift(model.scale.step)
    return model
  }()
}

extension Double {
  /// Rounded to this many decimal places.
  func rounded(toPlaces places: Int) -> Double {
    let scale = pow(10, Double(places))
    return (self * scale).rounded() / scale
  }
}
