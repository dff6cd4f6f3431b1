public import Essentials
public import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The same people, pairs and seed under two conditions: what one switch does, with its interval.
public struct Counterfactual: Sendable, Equatable, Codable {
  /// A difference of two rates over the same candidates.
  public struct Difference: Sendable, Equatable, Codable {
    /// Candidates that it could happen to.
    public let candidates: Int
    /// How often it happened under the first condition.
    public let first: Int
    /// How often under the second.
    public let second: Int
    /// Second rate less first; nil without candidates.
    public let difference: Double?
    /// Its interval; nil with fewer than two lists.
    ///
    /// Lists are drawn, since the candidates of one list are not independent. Where no list differs
    /// from the rest it is what as many lists could hide, by Clopper and Pearson.
    public let interval: Interval?
  }

  /// What is switched.
  public let name: String
  /// The first condition, in words.
  public let first: String
  /// The second.
  public let second: String
  /// Strangers accepted, of all strangers seen.
  public let strangersAccepted: Difference
  /// Mates refused, of all mates seen.
  public let matesRefused: Difference

  /// Compares two panels on the same candidates and seed.
  ///
  /// - Throws: ``Failure`` for parameters out of range.
  public init(
    name: String, first: (name: String, panel: ReviewPanel),
    second: (name: String, panel: ReviewPanel), candidates: [ReviewCandidate], seed: UInt64,
    threads: Int = Parallel.defaultThreads
  ) throws {
    let one = try first.panel.review(candidates, seed: seed, threads: threads).verdicts()
    let two = try second.panel.review(candidates, seed: seed, threads: threads).verdicts()
    self.name = name
    self.first = first.name
    self.second = second.name
    strangersAccepted = Counterfactual.compare(candidates, mated: false) {
      (one[$0] == .same, two[$0] == .same)
    }
    matesRefused = Counterfactual.compare(candidates, mated: true) {
      (one[$0] == .different, two[$0] == .different)
    }
  }

  /// The paired difference with the ratio estimator's variance over lists.
  static func compare(
    _ candidates: [ReviewCandidate], mated: Bool, _ events: (Int) -> (Bool, Bool)
  ) -> Difference {
    var lists: [Int: (trials: Int, change: Int)] = [:]
    var first = 0
    var second = 0
    var trials = 0
    for (index, candidate) in candidates.enumerated() where candidate.isMated == mated {
      let (a, b) = events(index)
      first += a ? 1 : 0
      second += b ? 1 : 0
      trials += 1
      lists[candidate.list, default: (0, 0)].trials += 1
      lists[candidate.list, default: (0, 0)].change += (b ? 1 : 0) - (a ? 1 : 0)
    }
    if trials == 0 {
      return Difference(candidates: 0, first: 0, second: 0, difference: nil, interval: nil)
    }
    let difference = Double(second - first) / Double(trials)
    var interval: Interval?
    if lists.count > 1 {
      var squares = 0.0
      for list in lists.keys.sorted() {
        guard let part = lists[list] else { continue }
        let rest = Double(part.change) - difference * Double(part.trials)
        squares += rest * rest
      }
      let k = Double(lists.count)
      if squares == 0 {
        // No list changed, or all by as much: what so many lists can still hide.
        let most = Proportion(events: 0, trials: lists.count).clopperPearson()?.upper ?? 1
        return Difference(
          candidates: trials, first: first, second: second, difference: difference,
          interval: Interval(
            lower: max(-1, difference - most), upper: min(1, difference + most), level: 0.95,
            method: .identityConservative))
      }
      let error = (k / (k - 1) * squares).squareRoot() / Double(trials)
      let half = 1.959963984540054 * error
      interval = Interval(
        lower: max(-1, difference - half), upper: min(1, difference + half), level: 0.95,
        method: .identityClustered)
    }
    return Difference(
      candidates: trials, first: first, second: second, difference: difference, interval: interval)
  }
}

extension ReviewScenario {
  /// What each switch does to this scenario's candidates and a panel of its people.
  ///
  /// Three workers of the scenario judge every candidate. Switches take the values that
  /// ``ReviewerSwitches`` lists: a shown label or score moves the criterion by one rating step (Howard
  /// et al. 2020), κ = .6, a drift of .05 an hour with τ = 30 h, a loss from hurry that is 5 % at 4 s,
  /// and 3 of 10 answers that repeat a colleague's which is seen (all chosen but the first).
  ///
  /// - Throws: ``Failure`` for parameters out of range.
  public func counterfactuals(
    seed: UInt64, threads: Int = Parallel.defaultThreads
  ) throws -> [Counterfactual] {
    let pairs = candidates.candidates(.lfw, seed: seed)
    var plain = workforce
    plain.workers = 3
    plain.others = []
    var base = plain.model
    base.influence = ReviewerSwitches.shownLabel(base.scale)
    base.prevalenceWeight = ReviewerSwitches.prevalenceWeight
    base.fatigue = nil
    base.pace.hurryTimeConstantSeconds = ReviewerSwitches.hurryTimeConstantSeconds
    func panel(
      _ people: Int, _ change: (inout ReviewerModel, inout ReviewCondition) -> Void
    ) -> ReviewPanel {
      var condition = ReviewCondition()
      var reviewers = plain.reviewers(seed: seed)
      for index in reviewers.indices {
        let observer = reviewers[index].observer
        reviewers[index] = base
        reviewers[index].observer = observer
        change(&reviewers[index], &condition)
      }
      return ReviewPanel(reviewers: Array(reviewers.prefix(people)), condition: condition)
    }
    func compare(
      _ name: String, _ first: (String, ReviewPanel), _ second: (String, ReviewPanel)
    ) throws -> Counterfactual {
      try Counterfactual(
        name: name, first: (first.0, first.1), second: (second.0, second.1), candidates: pairs,
        seed: seed, threads: threads)
    }
    let blind = ("nothing shown", panel(3) { _, _ in })
    var found: [Counterfactual] = []
    for display in [ReviewCondition.Display.score, .label] {
      found.append(
        try compare(
          "\(display.rawValue) shown", blind,
          ("\(display.rawValue) shown", panel(3) { _, condition in condition.display = display })))
    }
    for share in [0.1, 0.02] {
      found.append(
        try compare(
          "prevalence",
          ("half are mates", panel(3) { _, condition in condition.expectedPrevalence = 0.5 }),
          (
            "\(Int((100 * share).rounded())) % are mates",
            panel(3) { _, condition in condition.expectedPrevalence = share }
          )))
    }
    for seconds in [2.0, 4, 6, 8] {
      found.append(
        try compare(
          "time", ("10 s", panel(3) { _, condition in condition.deadlineSeconds = 10 }),
          ("\(Int(seconds)) s", panel(3) { _, condition in condition.deadlineSeconds = seconds })))
    }
    // The hour is fixed, not worked through, so that nothing but it differs.
    func hour(_ start: Double) -> ReviewPanel {
      panel(3) { reviewer, _ in
        let fatigue = ReviewerSwitches.fatigue
        reviewer.observer.criterion -= fatigue.criterionDriftPerHour * start
        reviewer.observer.sensitivity *= exp(-start / fatigue.sensitivityDecayHours)
      }
    }
    found.append(try compare("fatigue", ("first hour", hour(0.5)), ("eighth hour", hour(7.5))))
    found.append(
      try compare("overlap", ("one reviewer", panel(1) { _, _ in }), ("majority of three", blind.1))
    )
    var seeing = panel(3) { _, _ in }
    for index in 1..<3 {
      seeing.reviewers[index].kind = .copier(of: 0, share: ReviewerSwitches.copyShare)
    }
    found.append(
      try compare(
        "second look", ("three, blind", blind.1), ("two of three see the first answer", seeing)))
    return found
  }
}

extension Counterfactual {
  /// All of them as a table for people.
  public static func summary(_ all: [Counterfactual]) -> String {
    var table = TextTable([
      .text("switch"), .text("from"), .text("to"), .number("strangers accepted"),
      .text("change, 95 %"), .number("mates refused"), .text("change, 95 %"),
    ])
    func change(_ difference: Difference) -> String {
      guard let value = difference.difference else { return "not measurable" }
      let range = difference.interval.map {
        " (\(Numerals.fixed(100 * $0.lower, 1)) to \(Numerals.fixed(100 * $0.upper, 1)))"
      }
      return Numerals.fixed(100 * value, 1) + " points" + (range ?? "")
    }
    for entry in all {
      table.append([
        entry.name, entry.first, entry.second,
        "\(entry.strangersAccepted.first) → \(entry.strangersAccepted.second) of "
          + "\(entry.strangersAccepted.candidates)", change(entry.strangersAccepted),
        "\(entry.matesRefused.first) → \(entry.matesRefused.second) of "
          + "\(entry.matesRefused.candidates)", change(entry.matesRefused),
      ])
    }
    return
      (["Simulated people: the same people, pairs and seed, one switch apart.", ""] + table.lines())
      .joined(separator: "\n")
  }
}
