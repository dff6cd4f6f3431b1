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

  /// Who is right how often, on the same pairs.
  public struct Comparison: Sendable, Equatable, Codable {
    /// The algorithm alone.
    public let machine: Proportion
    /// The majority of reviewers who see no score.
    public let people: Proportion
    /// The majority of reviewers who see the algorithm's label.
    public let aidedPeople: Proportion
    /// Score and blind votes combined.
    public let combined: Proportion
    /// Whether people who listen to the machine are worse than the machine alone, beyond chance.
    public let listeningHurts: Bool
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
    func right(_ isSame: (Int) -> Bool) -> Proportion {
      Proportion(
        events: candidates.indices.count { isSame($0) == candidates[$0].isMated },
        trials: candidates.count)
    }
    let machine = right { candidates[$0].isProposed }
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
    let upper = listening.wilson()?.upper ?? 1
    return Comparison(
      machine: machine, people: right { blind.verdict(candidate: $0) == .same },
      aidedPeople: listening, combined: combined,
      listeningHurts: upper < machine.wilson()?.lower ?? 0)
  }
}
