import Biometrics

/// Two rows and their score.
public struct ScoredPair: Sendable, Equatable, Hashable, Codable {
  /// The probe's row; within one gallery the lower of the two.
  public var first: Int
  /// The other row.
  public var second: Int
  /// Their score.
  public var score: Float

  /// Makes it.
  public init(first: Int, second: Int, score: Float) {
    self.first = first
    self.second = second
    self.score = score
  }
}

/// What an all-pairs comparison counts, or a part of one.
///
/// All counts are whole numbers and the order of ties is fixed, so parts add up to the same counts in
/// any order.
public struct AllPairsCounts: Sendable, Equatable, Codable {
  /// Mated pairs, each scored.
  public internal(set) var matedPairs = 0
  /// Their scores, exact.
  public internal(set) var matedHistogram: [Int]
  /// Mated pairs at least as similar as the tail threshold.
  public internal(set) var matedAtThreshold = 0
  /// Non-mated pairs that were decided: all of them.
  public internal(set) var nonMatedPairs = 0
  /// Those at least as similar as the tail threshold: exact.
  public internal(set) var nonMatedAtThreshold = 0
  /// Their scores, exact.
  public internal(set) var tailHistogram: [Int]
  /// Random non-mated pairs in the body's histogram.
  public internal(set) var bodySampled = 0
  /// Their scores: a sample, to be labelled so.
  public internal(set) var bodyHistogram: [Int]
  /// The tail's most similar pairs, in order.
  public internal(set) var pairs: [ScoredPair] = []
  private let keptPairs: Int
  private let polarity: Polarity

  init(_ settings: AllPairsSettings, polarity: Polarity) {
    keptPairs = settings.keptPairs
    self.polarity = polarity
    matedHistogram = Array(repeating: 0, count: settings.bins)
    tailHistogram = matedHistogram
    bodyHistogram = matedHistogram
  }

  /// Whether these can be counts of a comparison with `settings`; what was read from a file may not.
  func fits(_ settings: AllPairsSettings, polarity: Polarity) -> Bool {
    let histograms = [matedHistogram, tailHistogram, bodyHistogram]
    let totals = [
      matedPairs, matedAtThreshold, nonMatedPairs, nonMatedAtThreshold, bodySampled, pairs.count,
    ]
    return settings.bins > 0 && settings.keptPairs >= 0 && keptPairs == settings.keptPairs
      && polarity == self.polarity
      && histograms.allSatisfy { $0.count == settings.bins }
      && (histograms.joined() + totals).allSatisfy { (0...1 << 53).contains($0) }
  }

  /// Counts a non-mated pair of the tail, whose score is in `bin`.
  mutating func addTail(_ pair: ScoredPair, bin: Int) {
    nonMatedAtThreshold += 1
    tailHistogram[bin] += 1
    pairs.append(pair)
    if pairs.count >= 2 * max(512, keptPairs) { trim() }
  }

  /// Keeps the most similar pairs only, in order.
  mutating func trim() {
    let polarity = polarity
    pairs.sort { left, right in
      if left.score == right.score {
        return (left.first, left.second) < (right.first, right.second)
      }
      return polarity.prefers(Double(left.score), over: Double(right.score))
    }
    pairs.removeLast(max(0, pairs.count - keptPairs))
  }

  /// Adds another part's counts.
  mutating func add(_ other: AllPairsCounts) {
    matedPairs += other.matedPairs
    matedAtThreshold += other.matedAtThreshold
    nonMatedPairs += other.nonMatedPairs
    nonMatedAtThreshold += other.nonMatedAtThreshold
    bodySampled += other.bodySampled
    for bin in tailHistogram.indices {
      matedHistogram[bin] += other.matedHistogram[bin]
      tailHistogram[bin] += other.tailHistogram[bin]
      bodyHistogram[bin] += other.bodyHistogram[bin]
    }
    pairs += other.pairs
    trim()
  }
}
