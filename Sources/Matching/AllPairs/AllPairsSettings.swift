import Biometrics

/// What an all-pairs comparison counts.
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
  /// Whether the most similar non-mated row is found for every probe, also for those that have none
  /// in the tail.
  public var bestOfEveryRow: Bool
  /// The seed of the sample.
  public var seed: UInt64

  /// Makes them.
  public init(
    tailThreshold: Float, scores: ClosedRange<Double>, bins: Int = 2000,
    bodySample: Int = 1_000_000, keptPairs: Int = 1000, bestOfEveryRow: Bool = false, seed: UInt64
  ) {
    precondition(bins > 0 && bodySample >= 0 && keptPairs >= 0 && tailThreshold.isFinite)
    precondition(scores.lowerBound < scores.upperBound)
    self.tailThreshold = tailThreshold
    self.scores = scores
    self.bins = bins
    self.bodySample = bodySample
    self.keptPairs = keptPairs
    self.bestOfEveryRow = bestOfEveryRow
    self.seed = seed
  }

  /// The bin of `score`.
  func bin(_ score: Float) -> Int {
    let place =
      (Double(score) - scores.lowerBound) / (scores.upperBound - scores.lowerBound) * Double(bins)
    return Int(min(Double(bins - 1), max(0, place.rounded(.down))))
  }
}
