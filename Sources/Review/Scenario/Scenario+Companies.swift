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

  /// Registries that don't agree, put together by people.
  static let patchwork = ReviewScenario(
    name: "patchwork", title: "mismatched spreadsheets, sorted by hand",
    figures: [],
    assumptions: [
      "three registries each know 80 % of 1,000 places, list 10 % of them twice and 5 % wrongly",
      "1,200 doubtful pairs come in a day, give or take chance, and clerks finish 1,000",
      correlationAssumed,
    ],
    candidates: crowdLists, workforce: Workforce(workers: 12, model: clerk), overlap: 1,
    condition: ReviewCondition(), pay: PayPlan(rule: .hourly(Money(units: 12, .usd))),
    tell: tellPatchwork)

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
    let covered = Proportion(events: known.count, trials: places)
    let wrong = run.funnel.falseMatchesAfterReview
    return ScenarioStory(
      tables: [
        ScenarioOutcome.Table(
          title: "Backlog and latency, first come, first served",
          columns: ["day", "pairs waiting", "days that the last pair seen had waited"],
          rows: backlog(seed: run.seed)),
        ScenarioOutcome.Table(
          title: "Coverage, believed and real",
          columns: ["rows", "places believed", "places rightly known", "places there are"],
          rows: [["\(rows)", "\(believed)", "\(known.count)", "\(places)"]]),
      ],
      findings: [
        "People believe that they cover \(Numerals.grouped(believed)) places; there are "
          + "\(Numerals.grouped(places)), and rightly known are \(covered.text(covered.wilson()))",
        "\(missed) rows stand as places of their own because two rows were not seen to be one",
        "\(Numerals.grouped(wrong)) false matches are carried into the gallery, each for as long as "
          + "nobody looks again",
      ])
  }

  /// A queue day by day: what waits in the evening, and how long the last pair seen had waited.
  private static func backlog(seed: UInt64) -> [[String]] {
    var random = RandomStream(seed: seed, purpose: "patchwork-backlog")
    // How many came on each day that are not seen yet, oldest first.
    var waiting: [(day: Int, count: Int)] = []
    var rows: [[String]] = []
    for day in 1...60 {
      // Poisson of mean 1,200 by its normal limit.
      let came = Int((1200 + 1200.0.squareRoot() * random.normal()).rounded())
      waiting.append((day, max(0, came)))
      var capacity = 1000
      var waited = 0
      while capacity > 0, let oldest = waiting.first {
        let seen = min(capacity, oldest.count)
        capacity -= seen
        if seen > 0 { waited = day - oldest.day }
        if seen == oldest.count {
          waiting.removeFirst()
        } else {
          waiting[0].count -= seen
        }
      }
      if [1, 5, 20, 60].contains(day) {
        let left = waiting.reduce(0) { $0 + $1.count }
        rows.append(["\(day)", Numerals.grouped(left), "\(waited)"])
      }
    }
    return rows
  }

  /// The virtual assistant that is mostly people.
  static let assistant = ReviewScenario(
    name: "m-assistant", title: "an assistant that routes what it is not sure of to people",
    figures: [SourcedValue("automated share, at most about", 0.3, source: brief, mark: .secondary)],
    assumptions: [
      "learning from people and the hardening of new work stand as 3 to 7, which puts the plateau "
        + "at 30 %: the figure is given, the mechanism is shown",
      "shown shares of 99.5 % and more are accepted, of 0.5 % and less refused, the rest goes to people",
      correlationAssumed,
    ],
    candidates: crowdLists, workforce: Workforce(workers: 30, model: clerk), overlap: 3,
    condition: ReviewCondition(), pay: PayPlan(rule: .hourly(Money(units: 15, .usd))),
    automation: 0.005...0.995, tell: tellAssistant)

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
    let automatic = ScenarioOutcome.Automatic(run)
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
        "Of these candidates \(automatic.decided.proportion.text(automatic.decided.interval)) are decided without people; of what the "
          + "machine accepts by itself "
          + "\(automatic.wronglyAccepted.proportion.text(automatic.wronglyAccepted.interval)) are "
          + "strangers, whom no person sees",
        "People cost \(people.roundedToCents): all of the bill that grows with the work",
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
      "where the two differ a team leader decides, at 15 USD an hour",
      "reviewers' evidence correlates .3 with the score; they tire",
    ],
    candidates: crowdLists,
    workforce: Workforce(workers: 20, model: tired, purposeHidden: true), overlap: 2,
    condition: ReviewCondition(),
    pay: PayPlan(
      rule: .hourlyBySite([Money(units: 3, .usd), Money(units: 9, .usd)]), managementPercent: 20),
    adjudication: Adjudication(
      who: "a team leader (d' 1.90, 15 s, 15 an hour)", reviewer: clerk,
      hourlyWage: Money(units: 15, .usd))
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
        "Management takes \(managers.roundedToCents); \(Numerals.grouped(run.adjudicated)) pairs on "
          + "which the two differed went to the team leader",
        "Workers are not told what the pictures are for (purposeHidden in the JSON)",
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
    candidates: crowdLists,
    workforce: Workforce(
      workers: 60, model: swayed, qualificationSeconds: 360, purposeHidden: true), overlap: 3,
    condition: ReviewCondition(display: .label),
    pay: PayPlan(rule: .hourly(Money(units: 10, .usd)))
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
        "Workers are not told what the pictures are for (purposeHidden in the JSON)",
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
