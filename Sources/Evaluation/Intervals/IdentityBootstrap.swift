public import Essentials
public import Statistics

/// Replicates of error rates under resampling of identities, with replacement.
///
/// A subject drawn w times gives its mated comparisons the weight w; a non-mated comparison gets the
/// product of its two subjects' weights. Exact: each replicate's rates are those of the weighted
/// comparisons themselves, not of a histogram. The same seed gives the same replicates on any number
/// of threads.
public struct IdentityBootstrap: Sendable, Equatable, Codable {
  /// The thresholds at which the error rates were taken.
  public let thresholds: [Double]
  /// FMR at each threshold, replicate by replicate.
  public let falseMatchRates: [[Double]]
  /// FNMR at each threshold, replicate by replicate.
  public let falseNonMatchRates: [[Double]]
  /// The equal error rate (convention bob, which is local to the crossing) of each replicate.
  public let equalErrorRates: [Double]
  /// Replicates in which a class had no weight; they are left out.
  public let emptyReplicates: Int

  /// The percentile interval of `replicates`; nil with none.
  public static func interval(_ replicates: [Double], level: Double = 0.95) -> Interval? {
    if replicates.isEmpty { return nil }
    let sorted = replicates.sorted()
    func quantile(_ p: Double) -> Double {
      let place = p * Double(sorted.count - 1)
      let lower = Int(place)
      let upper = min(sorted.count - 1, lower + 1)
      return sorted[lower] + (place - Double(lower)) * (sorted[upper] - sorted[lower])
    }
    return Interval(
      lower: quantile((1 - level) / 2), upper: quantile((1 + level) / 2), level: level,
      method: .identityBootstrap)
  }

  /// Draws `replicates` replicates.
  ///
  /// - Parameters:
  ///   - comparisons: at least two subjects, both classes.
  ///   - replicates: how many.
  ///   - thresholds: where to take FMR and FNMR.
  ///   - rule: whether a score equal to the threshold is accepted.
  ///   - seed: the seed; replicate r has the stream r of it.
  ///   - shard: the part of the replicates to draw; ``merge(_:)`` puts the parts together.
  ///   - threads: how many threads work.
  ///   - progress: told of each finished replicate.
  /// - Throws: ``Failure`` (`notMeasurable`) where a class is empty.
  /// - Complexity: O(replicates · (pairs + comparisons between the anchor and the crossing)).
  public init(
    _ comparisons: ClusteredComparisons, replicates: Int, thresholds: [Double],
    accepting rule: AcceptRule = .atOrAbove, seed: UInt64,
    shard: Shard = .whole, threads: Int = Parallel.defaultThreads,
    progress: any ProgressObserver = NoProgress()
  ) throws {
    try ScoreDistribution.requireBoth(
      mated: comparisons.mated.count, nonMated: comparisons.nonMated.count)
    let counts = thresholds.map { PairCounts(comparisons, at: $0, rule) }
    let crossing = try BootstrapCrossing(comparisons)
    let subjects = BootstrapSubjects(comparisons)
    let numbers = (0..<replicates).filter(shard.owns)
    let done = BootstrapProgress(total: numbers.count, observer: progress)
    let drawn = try Parallel.map(count: numbers.count, threads: threads) { index in
      let weights = subjects.draw(seed: seed, replicate: numbers[index])
      let totals = crossing.anchor.totals.sums(weights)
      defer { done.finishOne() }
      guard totals.mated > 0, totals.nonMated > 0 else { return nil as Replicate? }
      let sums = counts.map { $0.sums(weights) }
      return Replicate(
        falseMatch: sums.map { Double($0.nonMated) / Double(totals.nonMated) },
        falseNonMatch: sums.map { Double(totals.mated - $0.mated) / Double(totals.mated) },
        equalErrorRate: crossing.equalErrorRate(weights, totals: totals))
    }
    let kept = drawn.compactMap { $0 }
    self.thresholds = thresholds
    falseMatchRates = thresholds.indices.map { index in kept.map { $0.falseMatch[index] } }
    falseNonMatchRates = thresholds.indices.map { index in kept.map { $0.falseNonMatch[index] } }
    equalErrorRates = kept.map(\.equalErrorRate)
    emptyReplicates = numbers.count - kept.count
  }

  init(
    thresholds: [Double], falseMatchRates: [[Double]], falseNonMatchRates: [[Double]],
    equalErrorRates: [Double], emptyReplicates: Int
  ) {
    self.thresholds = thresholds
    self.falseMatchRates = falseMatchRates
    self.falseNonMatchRates = falseNonMatchRates
    self.equalErrorRates = equalErrorRates
    self.emptyReplicates = emptyReplicates
  }

  private struct Replicate: Sendable {
    let falseMatch: [Double]
    let falseNonMatch: [Double]
    let equalErrorRate: Double
  }
}
