public import Essentials
public import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The algorithm's calibrated score as one more voice among the reviewers', correlated with theirs.
///
/// Score and evidence are normal within each class: score ±m/2 + z, evidence ±d′/2 + ρz + √(1 − ρ²)ε.
/// Given the class, z is known from the score, so that the votes are independent given score and
/// class, and the log-odds is the score's plus, for each vote, ln of
/// P(vote | same, z₊)/P(vote | different, z₋). With ρ = 0 the voices simply add.
public struct MachineVoice: Sendable, Equatable, Codable {
  /// m: how far apart the algorithm's two classes are, in standard deviations.
  public var sensitivity: Double
  /// The log-odds that a pair is mated, before anything is seen.
  public var priorLogOdds: Double

  /// Makes it.
  public init(sensitivity: Double, priorLogOdds: Double = 0) {
    self.sensitivity = sensitivity
    self.priorLogOdds = priorLogOdds
  }

  /// The log-odds from the score alone: the prior's plus m·s.
  public func logOdds(score: Double) -> Double { priorLogOdds + sensitivity * score }

  /// The log-odds from the score and votes, each by a reviewer with observer and correlation.
  public func logOdds(
    score: Double, votes: [(saysSame: Bool, observer: SignalDetection, correlation: Double)]
  ) -> Double {
    var total = logOdds(score: score)
    let mated = score - sensitivity / 2
    let stranger = score + sensitivity / 2
    for vote in votes {
      let spread = max(1e-9, (1 - vote.correlation * vote.correlation).squareRoot())
      let half = vote.observer.sensitivity / 2
      let same = (half + vote.correlation * mated - vote.observer.criterion) / spread
      let different = (-half + vote.correlation * stranger - vote.observer.criterion) / spread
      let sign: Double = vote.saysSame ? 1 : -1
      total +=
        log(max(1e-300, Normal.cumulative(sign * same)))
        - log(max(1e-300, Normal.cumulative(sign * different)))
    }
    return total
  }

  /// A share of right decisions with its interval.
  public struct Share: Sendable, Equatable, Codable {
    /// Right decisions of all.
    public let proportion: Proportion
    /// Wilson's interval; nil without pairs.
    public let interval: Interval?
    /// The share; nil without pairs.
    public var rate: Double? { proportion.rate }

    init(_ right: Int, of pairs: Int) {
      proportion = Proportion(events: right, trials: pairs)
      interval = proportion.wilson()
    }

    /// The share with count and interval in words.
    public var text: String { proportion.text(interval) }
  }

  /// Who is right how often, on the same pairs.
  public struct Comparison: Sendable, Equatable, Codable {
    /// The algorithm alone.
    public let machine: Share
    /// The majority of reviewers who see no score.
    public let people: Share
    /// The majority of reviewers who see the algorithm's label.
    public let aidedPeople: Share
    /// Score and blind votes combined.
    public let combined: Share
    /// Aided people's share less the machine's, over the same pairs.
    public let aidedLessMachine: Interval
    /// Aided people's share less that of the same people when they see nothing.
    public let aidedLessPeople: Interval
    /// The combination's share less the machine's.
    public let combinedLessMachine: Interval
    /// Whether people who listen to the machine are worse than the machine alone, beyond chance.
    public var listeningHurts: Bool { aidedLessMachine.upper < 0 }
    /// Whether people who listen to the machine are worse than without it, beyond chance.
    public var worseThanAlone: Bool { aidedLessPeople.upper < 0 }

    private enum CodingKeys: String, CodingKey {
      case machine, people, aidedPeople, combined, aidedLessMachine, aidedLessPeople
      case combinedLessMachine, listeningHurts, worseThanAlone
    }

    init(
      machine: Share, people: Share, aidedPeople: Share, combined: Share,
      aidedLessMachine: Interval, aidedLessPeople: Interval, combinedLessMachine: Interval
    ) {
      self.machine = machine
      self.people = people
      self.aidedPeople = aidedPeople
      self.combined = combined
      self.aidedLessMachine = aidedLessMachine
      self.aidedLessPeople = aidedLessPeople
      self.combinedLessMachine = combinedLessMachine
    }

    /// Reads what ``encode(to:)`` writes; the two verdicts follow from the intervals.
    public init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      self.init(
        machine: try values.decode(Share.self, forKey: .machine),
        people: try values.decode(Share.self, forKey: .people),
        aidedPeople: try values.decode(Share.self, forKey: .aidedPeople),
        combined: try values.decode(Share.self, forKey: .combined),
        aidedLessMachine: try values.decode(Interval.self, forKey: .aidedLessMachine),
        aidedLessPeople: try values.decode(Interval.self, forKey: .aidedLessPeople),
        combinedLessMachine: try values.decode(Interval.self, forKey: .combinedLessMachine))
    }

    /// Writes shares, differences, and the two verdicts.
    public func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(machine, forKey: .machine)
      try values.encode(people, forKey: .people)
      try values.encode(aidedPeople, forKey: .aidedPeople)
      try values.encode(combined, forKey: .combined)
      try values.encode(aidedLessMachine, forKey: .aidedLessMachine)
      try values.encode(aidedLessPeople, forKey: .aidedLessPeople)
      try values.encode(combinedLessMachine, forKey: .combinedLessMachine)
      try values.encode(listeningHurts, forKey: .listeningHurts)
      try values.encode(worseThanAlone, forKey: .worseThanAlone)
    }
  }

  /// Simulates `pairs` pairs, mated with the prior's probability, before `reviewers` reviewers.
  ///
  /// - Parameters:
  ///   - reviewer: the model of each; its influence works where the label is shown.
  ///   - reviewers: how many decide.
  ///   - pairs: how many pairs.
  ///   - seed: the seed.
  ///   - threads: how many threads to use.
  /// - Returns: the four shares of right decisions.
  /// - Throws: ``Failure`` for parameters out of range.
  public func compare(
    reviewer: ReviewerModel, reviewers: Int, pairs: Int, seed: UInt64,
    threads: Int = Parallel.defaultThreads
  ) throws -> Comparison {
    let prior = 1 / (1 + exp(-priorLogOdds))
    var candidates: [ReviewCandidate] = []
    candidates.reserveCapacity(pairs)
    for pair in 0..<pairs {
      var random = RandomStream(seed: seed, purpose: "machine-voice", item: pair)
      let isMated = random.chance(prior)
      let deviate = random.normal()
      let score = (isMated ? sensitivity : -sensitivity) / 2 + deviate
      candidates.append(
        ReviewCandidate(
          list: pair, isMated: isMated, score: score, isProposed: logOdds(score: score) > 0,
          shownShare: 1 / (1 + exp(-logOdds(score: score))), classDeviate: deviate))
    }
    func verdicts(_ display: ReviewCondition.Display) throws -> PanelReview {
      try ReviewPanel(
        reviewers, of: reviewer, condition: ReviewCondition(display: display)
      ).review(candidates, seed: seed, threads: threads)
    }
    let blind = try verdicts(.nothing)
    let aided = try verdicts(.label)
    func right(_ isSame: (Int) -> Bool) -> [Bool] {
      candidates.indices.map { isSame($0) == candidates[$0].isMated }
    }
    let machine = right { candidates[$0].isProposed }
    let alone = right { blind.verdict(candidate: $0) == .same }
    let listening = right { aided.verdict(candidate: $0) == .same }
    let combined = right { index in
      let votes = (0..<reviewers).map {
        (
          saysSame: blind.saysSame(candidate: index, reviewer: $0), observer: reviewer.observer,
          correlation: reviewer.scoreCorrelation
        )
      }
      return logOdds(score: candidates[index].score, votes: votes) > 0
    }
    func share(_ right: [Bool]) -> Share { Share(right.count { $0 }, of: right.count) }
    return Comparison(
      machine: share(machine), people: share(alone), aidedPeople: share(listening),
      combined: share(combined),
      aidedLessMachine: MachineVoice.difference(listening, machine),
      aidedLessPeople: MachineVoice.difference(listening, alone),
      combinedLessMachine: MachineVoice.difference(combined, machine))
  }

  /// The interval of the difference of two shares over the same independent pairs.
  ///
  /// Wald's for paired shares with one pair added to each kind of discordance (Agresti and Min,
  /// Statistics in Medicine 24, 2005), so that no discordance does not mean no doubt.
  static func difference(_ first: [Bool], _ second: [Bool]) -> Interval {
    var better = 0.5
    var worse = 0.5
    for (a, b) in zip(first, second) where a != b {
      if a { better += 1 } else { worse += 1 }
    }
    let n = Double(first.count) + 2
    let value = (better - worse) / n
    let error = max(0, (better + worse) - (better - worse) * (better - worse) / n).squareRoot() / n
    let half = 1.959963984540054 * error
    return Interval(
      lower: max(-1, value - half), upper: min(1, value + half), level: 0.95, method: .deltaMethod)
  }
}
