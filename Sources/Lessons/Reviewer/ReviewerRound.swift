import Essentials
public import Review
public import Statistics

/// A round of "Be the reviewer": the same few pairs twice, first without the machine's score, then
/// with it, in another order.
///
/// A round is a pure function of the pairs and a seed, so nothing needs to be kept: a seed and the
/// answers so far say where somebody stands.
public struct ReviewerRound: Sendable, Equatable {
  /// A pair of pictures that may be shown.
  public struct Pair: Sendable, Equatable {
    /// Which probe it is of, so that a round shows each person as few times as can be.
    public let probe: Int
    /// Whether both pictures show one person.
    public let isMated: Bool
    /// What the machine shows, 0 to 100.
    public let percent: Double

    /// Makes it.
    public init(probe: Int, isMated: Bool, percent: Double) {
      self.probe = probe
      self.isMated = isMated
      self.percent = percent
    }
  }

  /// How many pairs of each kind a round has: twice that, seen twice, makes about two minutes.
  public static let pairsOfAKind = 6

  /// The seed.
  public let seed: UInt64
  /// The pairs chosen, as places in what was given, in the order in which they come.
  public let order: [Int]
  /// How many of ``order`` come before the score is shown.
  public let hidden: Int

  /// Chooses a round from `pairs`; nil where there are too few of a kind.
  ///
  /// Strangers are those whom the machine takes for most similar, one a probe as far as there are
  /// probes: that is what reviewers of a search get to see.
  public init?(_ pairs: [Pair], seed: UInt64) {
    var random = RandomStream(seed: seed, purpose: "reviewer-round")
    func chosen(_ isMated: Bool) -> [Int] {
      // The pairs of each probe in the order in which they are taken: mates as they fall, strangers
      // from the most similar on.
      let shuffled = pairs.indices.filter { pairs[$0].isMated == isMated }.shuffled(using: &random)
      var lists = Dictionary(grouping: shuffled) { pairs[$0].probe }
      if !isMated {
        for probe in lists.keys {
          lists[probe]?.sort { (pairs[$1].percent, $0) < (pairs[$0].percent, $1) }
        }
      }
      let probes = lists.keys.sorted().shuffled(using: &random)
      var taken: [Int] = []
      for turn in 0..<(lists.values.map(\.count).max() ?? 0) {
        taken += probes.compactMap { probe in
          lists[probe].flatMap { $0.indices.contains(turn) ? $0[turn] : nil }
        }
      }
      return Array(taken.prefix(ReviewerRound.pairsOfAKind))
    }
    let (mates, strangers) = (chosen(true), chosen(false))
    guard mates.count == ReviewerRound.pairsOfAKind, strangers.count == mates.count else {
      return nil
    }
    self.seed = seed
    let first = (mates + strangers).shuffled(using: &random)
    order = first + first.shuffled(using: &random)
    hidden = first.count
  }
}

/// What a round says of the one who answered it.
public struct ReviewerOutcome: Sendable, Equatable {
  /// One pair with both answers, −3…+3.
  public struct Line: Sendable, Equatable {
    /// The pair, as a place in what the round was made of.
    public let pair: Int
    /// The answer without the score.
    public let hidden: Int
    /// The answer with the score.
    public let shown: Int
    /// How far the answer went towards what the score says: the score is for "same" from 50 % on.
    public let towardsScore: Int
  }

  /// The pairs in the order in which they came first.
  public let lines: [Line]
  /// d′ without the score.
  public let hidden: SensitivityEstimate
  /// d′ with the score.
  public let shown: SensitivityEstimate
  /// The mean step towards the score.
  public let movement: Double
  /// Its interval at 95 %, Student's t over pairs; nil where all pairs moved alike.
  public let movementInterval: Interval?

  /// Judges the whole of a round; nil unless `answers` are as many as the round has.
  public init?(_ round: ReviewerRound, of pairs: [ReviewerRound.Pair], answers: [Int]) {
    guard answers.count == round.order.count, answers.allSatisfy((-3...3).contains) else {
      return nil
    }
    let first = round.order[..<round.hidden]
    var later: [Int: Int] = [:]
    for place in round.hidden..<round.order.count { later[round.order[place]] = answers[place] }
    let lines = zip(first, answers).compactMap { pair, hidden in
      later[pair].map { shown in
        let sign = pairs[pair].percent >= 50 ? 1 : -1
        return Line(
          pair: pair, hidden: hidden, shown: shown, towardsScore: sign * (shown - hidden))
      }
    }
    func estimate(_ answer: (Line) -> Int) -> SensitivityEstimate? {
      SensitivityEstimate(
        mated: lines.filter { pairs[$0.pair].isMated }.map(answer),
        nonMated: lines.filter { !pairs[$0.pair].isMated }.map(answer))
    }
    guard let hidden = estimate(\.hidden), let shown = estimate(\.shown) else { return nil }
    self.lines = lines
    self.hidden = hidden
    self.shown = shown
    let steps = lines.map { Double($0.towardsScore) }
    let mean = steps.reduce(0, +) / Double(steps.count)
    movement = mean
    let variance =
      steps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, steps.count - 1))
    let half =
      StudentT.quantile(0.975, degrees: Double(max(1, steps.count - 1)))
      * (variance / Double(steps.count)).squareRoot()
    movementInterval =
      variance > 0
      ? Interval(lower: mean - half, upper: mean + half, level: 0.95, method: .studentT) : nil
  }
}
