#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The best monotone calibration of a score distribution after the fact: its PAV blocks.
///
/// Pool-adjacent-violators joins neighbouring scores until the share of mated comparisons rises from
/// block to block; ties are pooled first. The blocks' corners are the convex hull of the ROC, and
/// each block's likelihood ratio is the best any monotone calibration could have given its scores.
public struct CalibrationCurve: Sendable, Equatable {
  /// Scores that share one likelihood ratio.
  public struct Block: Sendable, Equatable {
    /// The least similar score in it, in the polarity of the scores.
    public let leastSimilar: Double
    /// The most similar score in it.
    public let mostSimilar: Double
    /// Mated comparisons in it.
    public let mated: Int
    /// Non-mated comparisons in it.
    public let nonMated: Int
  }

  /// The blocks, from the least to the most similar; their likelihood ratios rise strictly.
  public let blocks: [Block]
  /// All mated comparisons.
  public let matedCount: Int
  /// All non-mated comparisons.
  public let nonMatedCount: Int

  /// The likelihood ratio of `block`: 0 with no mated comparison, infinite with no non-mated one.
  public func likelihoodRatio(of block: Block) -> Double {
    (Double(block.mated) / Double(matedCount)) / (Double(block.nonMated) / Double(nonMatedCount))
  }

  /// Where the convex hull of the ROC meets FMR = FNMR.
  public var equalErrorRate: Double {
    var (fmr, fnmr) = (1.0, 0.0)
    var (accepted, rejected) = (nonMatedCount, 0)
    for block in blocks {
      accepted -= block.nonMated
      rejected += block.mated
      let nextFMR = Double(accepted) / Double(nonMatedCount)
      let nextFNMR = Double(rejected) / Double(matedCount)
      if nextFMR <= nextFNMR {
        let gap = fmr - fnmr
        return fmr + gap / (gap + nextFNMR - nextFMR) * (nextFMR - fmr)
      }
      (fmr, fnmr) = (nextFMR, nextFNMR)
    }
    return fmr
  }

  /// minCllr: the cost that remains under the best monotone calibration, in bits.
  public var minimumCost: Double { minimumCrossEntropy(prior: 0.5) }

  /// The empirical cross-entropy under the best monotone calibration at `prior`, in bits.
  public func minimumCrossEntropy(prior: Double) -> Double {
    let odds = prior / (1 - prior)
    var (mated, nonMated) = (0.0, 0.0)
    for block in blocks {
      let posteriorOdds = likelihoodRatio(of: block) * odds
      if block.mated > 0 { mated += Double(block.mated) * log2(1 + 1 / posteriorOdds) }
      if block.nonMated > 0 { nonMated += Double(block.nonMated) * log2(1 + posteriorOdds) }
    }
    return prior * mated / Double(matedCount) + (1 - prior) * nonMated / Double(nonMatedCount)
  }
}

extension ScoreDistribution {
  /// The PAV blocks, which are the convex hull of the ROC.
  ///
  /// Block comparisons are in whole numbers: exact. The number of blocks is at most of the order of
  /// the cube root of mated · non-mated.
  ///
  /// - Complexity: O(n).
  public func calibrationCurve() -> CalibrationCurve {
    var blocks: [(low: Double, high: Double, mated: Int, nonMated: Int)] = []
    forEachOriented { score, mated, nonMated in
      var block = (low: score, high: score, mated: mated, nonMated: nonMated)
      while let last = blocks.last, last.mated * block.nonMated >= block.mated * last.nonMated {
        block.low = last.low
        block.mated += last.mated
        block.nonMated += last.nonMated
        blocks.removeLast()
      }
      blocks.append(block)
    }
    return CalibrationCurve(
      blocks: blocks.map {
        CalibrationCurve.Block(
          leastSimilar: inPolarity($0.low), mostSimilar: inPolarity($0.high), mated: $0.mated,
          nonMated: $0.nonMated)
      }, matedCount: matedCount, nonMatedCount: nonMatedCount)
  }
}
