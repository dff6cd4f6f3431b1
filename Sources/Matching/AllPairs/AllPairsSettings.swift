import Biometrics

/// What an all-pairs comparison counts, and which part of it this process does.
public struct AllPairsSettings: Sendable, Equatable, Codable {
  /// Non-mated scores at least as similar as this are found and counted exactly, every one.
  public var tailThreshold: Float
  /// The scores that histograms cover; what lies beyond is counted in the first or last bin.
  public var scores: ClosedRange<Double>
  /// Bins of each histogram, all of one width.
  public var bins: Int
  /// Random non-mated pairs that the body's histogram is taken from.
  public var bodySample: Int
  /// Of the tail's pairs, the most similar ones that are kept.
  public var keptPairs: Int
  /// The seed of the sample.
  public var seed: UInt64
  /// The part of the work done here, from 0.
  public var shard: Int
  /// In how many parts the work is cut.
  public var shards: Int

  /// Makes them.
  public init(
    tailThreshold: Float, scores: ClosedRange<Double>, bins: Int = 2000,
    bodySample: Int = 1_000_000,
    keptPairs: Int = 1000, seed: UInt64, shard: Int = 0, shards: Int = 1
  ) {
    precondition(bins > 0 && bodySample >= 0 && keptPairs >= 0 && shards > 0)
    precondition((0..<shards).contains(shard) && tailThreshold.isFinite)
    self.tailThreshold = tailThreshold
    self.scores = scores
    self.bins = bins
    self.bodySample = bodySample
    self.keptPairs = keptPairs
    self.seed = seed
    self.shard = shard
    self.shards = shards
  }

  /// The bin of `score`.
  func bin(_ score: Float) -> Int {
    let place =
      (Double(score) - scores.lowerBound) / (scores.upperBound - scores.lowerBound) * Double(bins)
    return Int(min(Double(bins - 1), max(0, place.rounded(.down))))
  }
}
