#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
public import Biometrics
public import Statistics

/// How the scores of one kind of comparison are spread: the share at least as similar as a score.
///
/// A monotone table. Between its points the logit of the share is linear in the score, which keeps
/// both tails straight; beyond its ends nothing is known but a bound. For non-mated comparisons the
/// share is the false match rate at that threshold, for mated ones the true match rate, for best
/// strangers the false positive identification rate.
public struct ShareTable: Sendable, Equatable, Codable {
  /// A point of the table.
  public struct Point: Sendable, Equatable, Codable {
    /// The score.
    public let score: Double
    /// The share of comparisons at least as similar as it, within (0, 1).
    public let share: Double
    /// How many independent trials would measure the share as well as these dependent ones did.
    public let effectiveTrials: Double

    /// Makes it.
    public init(score: Double, share: Double, effectiveTrials: Double) {
      self.score = score
      self.share = share
      self.effectiveTrials = effectiveTrials
    }
  }

  /// How many people the comparisons rest on.
  public let identities: Int
  /// How many comparisons (or searches) were counted.
  public let trials: Int
  /// The table, from the most similar score to the least; shares strictly ascending.
  public let points: [Point]

  /// Makes it; the table must have two points or more, monotone (see ``validate(polarity:name:)``).
  public init(identities: Int, trials: Int, points: [Point]) {
    self.identities = identities
    self.trials = trials
    self.points = points
  }

  /// A share with its interval.
  public struct Share: Sendable, Equatable, Codable {
    /// The share; the bound where ``isBound``.
    public let value: Double
    /// The identity-clustered interval at 95 %.
    public let interval: Interval
    /// Whether the data end before this score, so that ``value`` is a bound and no estimate.
    public let isBound: Bool

    /// Makes it.
    public init(value: Double, interval: Interval, isBound: Bool) {
      self.value = value
      self.interval = interval
      self.isBound = isBound
    }
  }

  /// The share at least as similar as `score`, with its interval at `level`.
  ///
  /// Beyond the most similar point the value is that point's share, an upper bound, with an interval
  /// from 0; beyond the least similar one, a lower bound with an interval to 1.
  ///
  /// - Complexity: O(log points).
  public func share(
    atLeastAsSimilarAs score: Double, polarity: Polarity, level: Double = 0.95
  ) -> Share {
    let (left, right, position) = bracket(score, polarity)
    let share: Double
    if left == right {
      share = points[left].share
    } else {
      let (low, high) = (logit(points[left].share), logit(points[right].share))
      share = 1 / (1 + exp(-(low + position * (high - low))))
    }
    let (few, many) = (points[left].effectiveTrials, points[right].effectiveTrials)
    let trials = exp(log(few) + position * (log(many) - log(few)))
    let interval = Proportion.wilson(
      rate: share, trials: trials, level: level, method: .identityClustered)
    let beyondFirst = polarity.prefers(score, over: points[0].score)
    let beyondLast = polarity.prefers(points[points.count - 1].score, over: score)
    return Share(
      value: share,
      interval: Interval(
        lower: beyondFirst ? 0 : interval.lower, upper: beyondLast ? 1 : interval.upper,
        level: level, method: .identityClustered),
      isBound: beyondFirst || beyondLast)
  }

  /// The score at least as similar as which is `share` of the comparisons; nil beyond the table.
  ///
  /// - Complexity: O(log points).
  public func score(atShare share: Double) -> Double? {
    guard let first = points.first, let last = points.last, share >= first.share,
      share <= last.share
    else { return nil }
    var low = 0
    var high = points.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if points[middle].share <= share { low = middle } else { high = middle }
    }
    let (left, right) = (logit(points[low].share), logit(points[high].share))
    let position = (logit(share) - left) / (right - left)
    return points[low].score + position * (points[high].score - points[low].score)
  }

  /// The points on either side of `score`, and how far it lies from the left to the right one.
  private func bracket(_ score: Double, _ polarity: Polarity) -> (Int, Int, Double) {
    let last = points.count - 1
    if !polarity.prefers(points[0].score, over: score) { return (0, 0, 0) }
    if !polarity.prefers(score, over: points[last].score) { return (last, last, 0) }
    var low = 0
    var high = last
    while high - low > 1 {
      let middle = (low + high) / 2
      if polarity.prefers(points[middle].score, over: score) { low = middle } else { high = middle }
    }
    return (
      low, high, (score - points[low].score) / (points[high].score - points[low].score)
    )
  }
}

/// ln(p / (1 − p)).
func logit(_ p: Double) -> Double { log(p) - log1p(-p) }
