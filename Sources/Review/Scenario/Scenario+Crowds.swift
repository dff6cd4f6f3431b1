import Essentials
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension ReviewScenario {
  /// A thousand searches of four candidates each, half of them for people who are enrolled.
  static let crowdLists = CandidatePlan(
    lists: 1000, length: 4, gallerySize: 3000, enrolledShare: 0.5, threshold: 0.55)

  /// The observer of the preset `mturk`, whose evidence correlates .3 with the score.
  private static let crowdWorker = ReviewerModel(
    observer: SignalDetection(sensitivity: 1.29), scoreCorrelation: 0.3,
    pace: DecisionPace(medianSeconds: 12, logSpread: 0.6))

  /// An assumption of most scenarios.
  static let correlationAssumed = "reviewers' evidence correlates .3 with the score"

  static func check(
    _ name: String, given: String, computed: String, _ derivation: String
  ) -> ScenarioOutcome.Check {
    ScenarioOutcome.Check(name: name, given: given, computed: computed, derivation: derivation)
  }

  /// Labels for machine learning, bought by the million.
  static let annotation = ReviewScenario(
    name: "annotation", title: "a global annotation workforce paid under a cent a task",
    figures: [
      SourcedValue("hours a week searching for work", 18, source: brief, mark: .secondary),
      SourcedValue("people by 2019, millions", 213, source: brief, mark: .secondary),
      SourcedValue("growth a year", 0.25, source: brief, mark: .secondary),
    ],
    assumptions: [
      correlationAssumed, "0.009 USD a task; ln(activity) has a spread of 1.5",
      "18 hours of search go with 21 hours of work, ln(search) with a spread of 0.5",
      "4 of 10 workers leave in a month; each newcomer does 5 minutes of unpaid tests",
    ],
    candidates: crowdLists,
    workforce: Workforce(
      workers: 300, model: crowdWorker, paceSpread: 0.4, activitySpread: 1.5,
      searchRatio: 18.0 / 21,
      searchSpread: 0.5, qualificationSeconds: 300),
    overlap: 3, condition: ReviewCondition(),
    pay: PayPlan(rule: .perDecision(Money(micros: 9000, .usd)), rejection: .minority)
  ) { run in
    var account = WorkerAccount(worker: 0, currency: .usd)
    account.pay = Money(units: 105, .usd)
    account.approvedMilliseconds = 21 * 3_600_000
    account.searchMilliseconds = 18 * 3_600_000
    var millions = 213.0
    var rows: [[String]] = []
    for year in 2019...2023 {
      rows.append(["\(year)", Numerals.fixed(millions, 0)])
      millions *= 1.25
    }
    let work = run.ledger.accounts.map { $0.approved + $0.rejected }.sorted(by: >)
    let top = Proportion(
      events: work.prefix(work.count / 10).reduce(0, +), trials: work.reduce(0, +))
    return ScenarioStory(
      tables: [
        ScenarioOutcome.Table(
          title: "People, at 25 % more a year", columns: ["year", "millions"], rows: rows,
          isDetail: true),
        ScenarioOutcome.Table(
          title: "Turnover",
          columns: [
            "month", "of the first \(run.scenario.workforce.workers) still there",
            "people so far", "hours of unpaid tests",
          ],
          rows: turnover(run)),
      ],
      checks: [
        check(
          "21 paid hours at 5 USD and 18 of search", given: "2.69",
          computed: account.effectiveWage?.roundedToCents.decimal ?? "–", "105 / 39")
      ],
      findings: [
        "213 million people in 2019 are \(rows[4][1]) million in 2023, at 25 % more a year",
        "The busiest tenth of workers did \(top.text(top.wilson())) of the decisions (answers of one "
          + "worker are not independent: the interval is of the decisions alone)",
        "Search is unpaid: the middle worker gets "
          + "\(run.ledger.wages.median?.roundedToCents.description ?? "nothing") an hour",
      ])
  }

  /// Who is still there month by month, and what newcomers' tests add up to.
  private static func turnover(_ run: ScenarioRun) -> [[String]] {
    let places = run.scenario.workforce.workers
    var isFirst = [Bool](repeating: true, count: places)
    var people = places
    return (0...6).map { month in
      if month > 0 {
        var random = RandomStream(seed: run.seed, purpose: "scenario-turnover", item: month)
        for place in 0..<places where random.chance(0.4) {
          isFirst[place] = false
          people += 1
        }
      }
      let hours = Double(people) * run.scenario.workforce.qualificationSeconds / 3600
      return [
        "\(month)", "\(isFirst.count { $0 })", Numerals.grouped(people), Numerals.fixed(hours, 0),
      ]
    }
  }

  /// Mechanical Turk.
  static let mechanicalTurk = ReviewScenario(
    name: "mturk", title: "HITs on Mechanical Turk: approve or reject, fee, standing",
    figures: [
      SourcedValue("commission", 0.2, source: brief, mark: .secondary),
      SourcedValue("registered workers", 500_000, source: brief, mark: .secondary),
      SourcedValue("active in a month", 15_000, source: brief, mark: .secondary),
      SourcedValue("share of jobs under 10 cents", 0.667, source: brief, mark: .secondary),
      SourcedValue("share of workers over 21 hours a week", 0.25, source: brief, mark: .secondary),
      SourcedValue("share of workers under 5 USD an hour", 0.5, source: brief, mark: .secondary),
      SourcedValue(
        "median wage, USD an hour", 2, source: "Hara et al. 2018, 2,676 workers", mark: .verified),
      SourcedValue(
        "share above 7.25 USD an hour", 0.04, source: "Hara et al. 2018", mark: .verified),
    ],
    assumptions: [
      correlationAssumed, "jobs pay 0.04, 0.07 and 0.50 USD in turn and take the same time",
      "decisions against the majority are rejected; ln(activity) has a spread of 1.5",
      "half an hour of search for an hour of work; 1 worker in 20 clicks at random",
      "ln(decision time) has a spread of 0.6 among workers",
    ],
    candidates: crowdLists,
    workforce: Workforce(
      workers: 250, model: slowTurker, paceSpread: 0.6,
      others: [Workforce.Share(kind: .randomSpammer(sameShare: 0.5), share: 0.05)],
      activitySpread: 1.5, searchRatio: 0.5, searchSpread: 0.7, qualificationSeconds: 600),
    overlap: 3, condition: ReviewCondition(),
    pay: PayPlan(
      rule: .perDecisionInTurn([
        Money(cents: 4, .usd), Money(cents: 7, .usd), Money(cents: 50, .usd),
      ]), rejection: .minority, fee: .mechanicalTurk), tell: tellTurk)

  private static let slowTurker: ReviewerModel = {
    var model = crowdWorker
    model.pace = DecisionPace(medianSeconds: 90, logSpread: 0.8)
    return model
  }()

  private static func tellTurk(_ run: ScenarioRun) throws -> ScenarioStory {
    let fee = PlatformFee.mechanicalTurk
    var checks: [ScenarioOutcome.Check] = []
    for (reward, given) in [(4, "0.01"), (7, "0.01"), (50, "0.10")] {
      checks.append(
        check(
          "fee on 0.\(reward < 10 ? "0" : "")\(reward)", given: given,
          computed: fee.fee(on: Money(cents: Int64(reward), .usd)).decimal,
          "20 %, half a cent up, at least one"))
    }
    let year = Money(units: 10_379, .usd).perHour(milliseconds: 40 * 52 * 3_600_000)
    checks.append(
      check(
        "10,379 USD a year at 40 hours a week", given: "4.99",
        computed: year?.roundedToCents.decimal ?? "–", "10,379 / 2,080"))
    let three = Money(cents: 75, .usd)
    checks.append(
      check(
        "0.75 USD an hour less 15 %", given: "0.6375",
        computed: (three - three.share(15, of: 100)).decimal, "0.75 − 0.1125"))
    checks.append(
      check(
        "jobs under 10 cents", given: "2 of 3",
        computed: "\([4, 7, 50].count { $0 < 10 }) of 3", "0.04, 0.07, 0.50"))
    let wages = run.ledger.wages
    let published = ScenarioOutcome.Table(
      title: "Published wages beside these, which were fitted to nothing",
      columns: ["figure", "published", "here (95 % interval)"],
      rows: [
        [
          "median, USD an hour", "about 2 (Hara et al. 2018)",
          wages.median?.roundedToCents.decimal ?? "none",
        ],
        [
          "above 7.25 USD an hour", "4 % (Hara et al. 2018)",
          wages.above725.cell,
        ],
        ["below 5 USD an hour", "half (brief)", wages.below5.cell],
      ])
    let ratings = run.ledger.accounts.filter { $0.approved + $0.rejected > 0 }.map {
      Double($0.approved) / Double($0.approved + $0.rejected)
    }.sorted()
    let refused = run.ledger.accounts.reduce(0) { $0 + $1.rejected }
    let handed = Proportion(events: run.ledger.decisions - refused, trials: run.ledger.decisions)
    let active = Proportion(events: 15_000, trials: 500_000)
    func rating(_ share: Double) -> String {
      Numerals.percent(ratings[Int(share * Double(ratings.count - 1))])
    }
    let belowStanding = Proportion(
      events: ratings.count { $0 < 0.95 }, trials: ratings.count)
    return ScenarioStory(
      tables: ratings.isEmpty
        ? [published]
        : [
          published,
          ScenarioOutcome.Table(
            title: "Approval ratings of workers",
            columns: ["lowest tenth", "lower quarter", "middle", "upper quarter"],
            rows: [[rating(0.1), rating(0.25), rating(0.5), rating(0.75)]], isDetail: true),
        ], checks: checks,
      findings: [
        "The requester's approval rate, which workers see before they accept a HIT, is \(handed.text(handed.wilson()))",
        "Rejected: \(Numerals.grouped(refused)) decisions done and not paid; "
          + "\(belowStanding.text(belowStanding.wilson())) of workers fall below a rating of 95 %, "
          + "which many requesters ask for",
        "Registered and active: \(active.text(active.wilson())) of those registered work in a month",
      ])
  }

  /// Matchmakers paid for matches only.
  static let once = ReviewScenario(
    name: "once", title: "matchmakers judge pairs and are paid for success only",
    figures: [
      SourcedValue("EUR a pair", 0.1, source: brief, mark: .secondary),
      SourcedValue("seconds a pair", 30, source: brief, mark: .secondary),
      SourcedValue("share paid, about", 0.5, source: brief, mark: .secondary),
      SourcedValue("people, at least", 150, source: brief, mark: .secondary),
    ],
    assumptions: [correlationAssumed, "every pair takes exactly 30 seconds"],
    candidates: CandidatePlan(
      lists: 3000, length: 1, gallerySize: 1000, enrolledShare: 0.5, threshold: 0.55),
    workforce: Workforce(workers: 150, model: matchmaker),
    overlap: 1, condition: ReviewCondition(),
    pay: PayPlan(rule: .onSuccess(Money(cents: 10, .eur), percent: 50), currency: .eur)
  ) { run in
    let gross = Money(cents: 10, .eur).perHour(milliseconds: 30_000)
    let expected = gross?.share(50, of: 100)
    return ScenarioStory(
      checks: [
        check(
          "gross an hour", given: "12.00", computed: gross?.decimal ?? "–", "0.10 · 3600/30"),
        check(
          "expected an hour", given: "6.00", computed: expected?.decimal ?? "–",
          "half of the pairs are paid"),
      ],
      findings: [
        "A paid pair pays \(gross?.roundedToCents.description ?? "nothing") an hour; with the pairs "
          + "that bring nothing it is \(run.ledger.wages.mean?.roundedToCents.description ?? "nothing")",
        "Workers carry the risk: one in twenty gets "
          + "\(run.ledger.wages.quantiles.first?.wage.roundedToCents.description ?? "nothing") an hour "
          + "or less",
      ])
  }

  private static let matchmaker: ReviewerModel = {
    var model = crowdWorker
    model.pace = DecisionPace(medianSeconds: 30, logSpread: 0)
    return model
  }()

  /// A known and an unknown picture; the known one gates the unknown one's vote.
  static let captcha = ReviewScenario(
    name: "captcha", title: "unpaid answers at a gate: a control item beside an unknown one",
    figures: [SourcedValue("pay", 0, source: brief, mark: .secondary)],
    assumptions: [
      correlationAssumed, "1 visitor in 5 is a program that guesses",
      "the control is a pair that is mated half of the time",
    ],
    candidates: crowdLists,
    workforce: Workforce(
      workers: 2000, model: crowdWorker,
      others: [Workforce.Share(kind: .randomSpammer(sameShare: 0.5), share: 0.2)]),
    overlap: 3, condition: ReviewCondition(), pay: PayPlan(rule: .unpaid),
    gate: .controlBeside
  ) { run in
    let counted = run.review.counted ?? []
    let votes = Proportion(events: counted.count { $0 }, trials: counted.count)
    let hours = run.ledger.wages.unpaidHours
    return ScenarioStory(
      findings: [
        "The control let \(votes.text(votes.wilson())) of the answers count",
        "Visitors gave \(Numerals.fixed(hours, 1)) hours, control included, and were paid nothing",
      ])
  }

  /// Points instead of pay.
  static let game = ReviewScenario(
    name: "game", title: "a game with a purpose (after ZombiLingo): training, control, points",
    figures: [SourcedValue("pay", 0, source: brief, mark: .secondary)],
    assumptions: [
      correlationAssumed,
      "8 of 10 training items admit a player; a point for an answer that counts",
    ],
    candidates: crowdLists,
    workforce: Workforce(
      workers: 400, model: crowdWorker, sensitivitySpread: 0.8,
      others: [Workforce.Share(kind: .randomSpammer(sameShare: 0.5), share: 0.1)],
      activitySpread: 1.5, qualificationSeconds: 120),
    overlap: 5, condition: ReviewCondition(), pay: PayPlan(rule: .unpaid),
    gate: .training(right: 8, of: 10)
  ) { run in
    let counted = run.review.counted ?? []
    var points: [Int32: Int] = [:]
    for (place, worker) in run.assignment.enumerated() where counted[place] {
      points[worker, default: 0] += 1
    }
    let players = Set(run.assignment)
    let admitted = Proportion(events: points.count, trials: players.count)
    return ScenarioStory(
      findings: [
        "Training admitted \(admitted.text(admitted.wilson())) of the players",
        "\(Numerals.grouped(points.values.reduce(0, +))) points were given, and no money, for "
          + "\(Numerals.fixed(run.ledger.wages.unpaidHours, 1)) hours, training included",
      ])
  }
}
