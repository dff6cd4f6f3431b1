public import Biometrics
import Essentials

/// Two rows of a gallery and their score.
public struct ScoredPair: Sendable, Equatable, Hashable, Codable {
  /// The lower row.
  public var first: Int
  /// The higher row.
  public var second: Int
  /// Their score.
  public var score: Float
}

/// What an all-pairs comparison, or one shard of it, has counted.
///
/// All counts are whole numbers and all bests have a fixed order of ties, so shards merge to the same
/// tally in any order.
public struct AllPairsTally: Sendable, Equatable, Codable {
  /// What was counted.
  public let settings: AllPairsSettings
  /// How similarity runs.
  public let polarity: Polarity
  /// Mated pairs, each scored.
  public internal(set) var matedPairs = 0
  /// Their scores, exact.
  public internal(set) var matedHistogram: [Int]
  /// Mated pairs at least as similar as the tail threshold.
  public internal(set) var matedAtThreshold = 0
  /// Non-mated pairs that were decided: all of the shard's.
  public internal(set) var nonMatedPairs = 0
  /// Those at least as similar as the tail threshold: exact.
  public internal(set) var nonMatedAtThreshold = 0
  /// Their scores, exact.
  public internal(set) var tailHistogram: [Int]
  /// Scores of ``bodySampled`` random non-mated pairs: a sample, to be labelled so.
  public internal(set) var bodyHistogram: [Int]
  /// Random non-mated pairs in the body's histogram.
  public internal(set) var bodySampled = 0
  /// The tail's most similar pairs, in order.
  public internal(set) var pairs: [ScoredPair] = []
  /// Per row its most similar non-mated row, where their score reaches the tail threshold, or, after
  /// ``Gallery/bestNonMated(_:options:progress:)``, everywhere.
  public internal(set) var best: [Candidate?]
  /// Pairs scored exactly in the scan.
  public internal(set) var scored = 0

  init(_ settings: AllPairsSettings, polarity: Polarity, rows: Int) {
    self.settings = settings
    self.polarity = polarity
    matedHistogram = Array(repeating: 0, count: settings.bins)
    tailHistogram = matedHistogram
    bodyHistogram = matedHistogram
    best = Array(repeating: nil, count: rows)
  }

  /// Counts a non-mated pair of the tail.
  mutating func addTail(_ pair: ScoredPair) {
    nonMatedAtThreshold += 1
    tailHistogram[settings.bin(pair.score)] += 1
    improve(pair.first, Candidate(row: pair.second, score: pair.score))
    improve(pair.second, Candidate(row: pair.first, score: pair.score))
    pairs.append(pair)
    if pairs.count >= 2 * max(512, settings.keptPairs) { trim() }
  }

  /// Notes `candidate` for `row` where it is better than what is known.
  mutating func improve(_ row: Int, _ candidate: Candidate) {
    guard let known = best[row] else {
      best[row] = candidate
      return
    }
    if polarity.ranks(candidate, known) { best[row] = candidate }
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
    pairs.removeLast(max(0, pairs.count - settings.keptPairs))
  }

  /// The tally of this and another shard together.
  ///
  /// - Throws: ``Failure`` (`mismatchedInput`) where they are not shards of one comparison, or the
  ///   same shard.
  public func merged(with other: AllPairsTally) throws -> AllPairsTally {
    var (mine, theirs) = (settings, other.settings)
    if mine.shard == theirs.shard && mine.shards > 1 {
      throw Failure(.mismatchedInput, "shard \(mine.shard + 1) is given twice")
    }
    mine.shard = 0
    theirs.shard = 0
    guard mine == theirs, polarity == other.polarity, best.count == other.best.count else {
      throw Failure(.mismatchedInput, "these are not shards of one comparison")
    }
    var sum = self
    sum.matedPairs += other.matedPairs
    sum.matedAtThreshold += other.matedAtThreshold
    sum.nonMatedPairs += other.nonMatedPairs
    sum.nonMatedAtThreshold += other.nonMatedAtThreshold
    sum.bodySampled += other.bodySampled
    sum.scored += other.scored
    for bin in sum.tailHistogram.indices {
      sum.matedHistogram[bin] += other.matedHistogram[bin]
      sum.tailHistogram[bin] += other.tailHistogram[bin]
      sum.bodyHistogram[bin] += other.bodyHistogram[bin]
    }
    for (row, candidate) in other.best.enumerated() {
      if let candidate { sum.improve(row, candidate) }
    }
    sum.pairs += other.pairs
    sum.trim()
    return sum
  }
}
