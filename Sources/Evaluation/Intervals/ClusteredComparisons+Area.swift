import Essentials
import Statistics

extension ClusteredComparisons {
  /// The interval of the area under the ROC curve, clustered by identity.
  ///
  /// The area is a mean over pairs of one mated and one non-mated comparison, so each comparison
  /// weighs by its placement: the share of the other class on the wrong side of it (DeLong and others,
  /// Biometrics 44, 1988; for clusters Obuchowski, Biometrics 53, 1997). Residuals of placements are
  /// summed by subject, and over pairs of subjects as for ``falseMatchRate(at:accepting:level:)``:
  /// comparisons that share a subject are dependent, mated ones with non-mated ones too. The variance is
  /// not taken below DeLong's for independent comparisons, where there is one. Wilson's form with the
  /// effective sample size keeps the interval within 0 and 1.
  ///
  /// With nothing out of order, or everything: Clopper–Pearson over the sets of three people of which
  /// one gives a mated comparison and two a non-mated one, that share nobody. Nil where all scores are
  /// equal: there is then no variance to go by.
  ///
  /// - Parameters:
  ///   - distribution: the distribution of the same comparisons.
  ///   - independentVariance: DeLong's variance of the area; nil where it can't be estimated.
  ///   - level: the confidence level.
  ///   - threads: how many threads work; the result does not depend on it.
  /// - Returns: the interval.
  /// - Throws: nothing of its own.
  /// - Complexity: O(non-mated + mated · log n).
  func areaUnderCurveInterval(
    _ distribution: ScoreDistribution, independentVariance: Double?, level: Double, threads: Int
  ) throws -> Interval? {
    let (m, n) = (Double(distribution.matedCount), Double(distribution.nonMatedCount))
    let ranks = ScoreRanks(sorted: mated.flatMap { scores[$0.range] }.sorted())
    let blocks = Parallel.blocks(nonMated.count, of: 4096)
    // Twice the number of the other class out of order with each comparison, ties counting half.
    let byPair = try Parallel.map(count: blocks.count, threads: threads) { block in
      nonMated[blocks[block]].map { pair in
        pair.range.reduce(0) { $0 + ranks.doubled(scores[$1]) }
      }
    }
    let ofNonMated = Array(byPair.joined())
    let total = ofNonMated.reduce(0, +)
    if total == 0 || Double(total) == 2 * m * n {
      let sets = min(matedSubjectCount, subjectCount / 3)
      let exact = Proportion(events: total == 0 ? sets : 0, trials: sets)
        .clopperPearson(level: level)
      return Interval(
        lower: exact?.lower ?? 0, upper: exact?.upper ?? 1, level: level,
        method: .identityConservative)
    }
    let wrong = Double(total) / (2 * m * n)
    var bySubject = [Double](
      repeating: 0,
      count: 1 + max(mated.map(\.second).max() ?? 0, nonMated.map(\.second).max() ?? 0))
    var (ofPairs, ofBothSubjects) = (0.0, 0.0)
    for pair in mated {
      let doubled = pair.range.reduce(0) { sum, index in
        let score = distribution.inPolarity(scores[index])
        // Below, and below or tied.
        return sum + 2 * distribution.nonMatedCount
          - distribution.rejected(at: score, .atOrAbove).nonMated
          - distribution.rejected(at: score, .above).nonMated
      }
      let residual = (Double(doubled) / (2 * n) - wrong * Double(pair.range.count)) / m
      bySubject[pair.first] += residual
      ofPairs += residual * residual
    }
    for (pair, doubled) in zip(nonMated, ofNonMated) {
      let residual = (Double(doubled) / (2 * m) - wrong * Double(pair.range.count)) / n
      bySubject[pair.first] += residual
      bySubject[pair.second] += residual
      ofPairs += residual * residual
      ofBothSubjects += residual * residual
    }
    // A pair of subjects was counted with each of the two.
    let dyadic = bySubject.reduce(0) { $0 + $1 * $1 } - ofBothSubjects
    let factor = Double(subjectCount) / Double(subjectCount - 1)
    var variance = max(dyadic * factor, independentVariance ?? 0)
    // Too few comparisons for either: that of people and pairs of people, each by itself.
    if variance <= 1e-12 * ofPairs { variance = ofPairs * factor }
    guard variance > 0 else { return nil }
    return Proportion.wilson(
      rate: 1 - wrong, trials: (1 - wrong) * wrong / variance, level: level,
      method: .identityClustered)
  }
}

/// Ranks among ascending scores, by a table of where each stretch of them begins.
struct ScoreRanks: Sendable {
  private let sorted: [Double]
  /// How many scores lie in stretches before each.
  private let starts: [Int32]
  private let scale: Double

  /// Takes `sorted`, ascending and finite, at least one and fewer than 2³¹.
  ///
  /// - Complexity: O(scores).
  init(sorted: [Double]) {
    let stretches = max(1, min(1 << 16, sorted.count))
    let width = sorted[sorted.count - 1] - sorted[0]
    let scale = Double(stretches) / width
    // Ends that lie too far apart or too near for a division leave one stretch, searched by halving.
    self.scale = width.isFinite && scale.isFinite ? scale : 0
    self.sorted = sorted
    var starts = [Int32](repeating: 0, count: stretches + 1)
    for score in sorted {
      starts[1 + ScoreRanks.stretch(score - sorted[0], self.scale, of: stretches)] += 1
    }
    for index in 1...stretches { starts[index] += starts[index - 1] }
    self.starts = starts
  }

  private static func stretch(_ distance: Double, _ scale: Double, of count: Int) -> Int {
    // Rising with the score, so that stretches are in the order of scores.
    scale == 0 ? 0 : min(count - 1, Int(distance * scale))
  }

  /// Twice the number of scores below `score`, and once those equal to it.
  ///
  /// - Complexity: O(1) for scores spread evenly; O(log n) at worst.
  func doubled(_ score: Double) -> Int {
    if score < sorted[0] { return 0 }
    if score > sorted[sorted.count - 1] { return 2 * sorted.count }
    let stretch = ScoreRanks.stretch(score - sorted[0], scale, of: starts.count - 1)
    let (first, end) = (Int(starts[stretch]), Int(starts[stretch + 1]))
    func count(where isBelow: (Double) -> Bool) -> Int {
      var (low, high) = (first, end)
      while low < high {
        let middle = (low + high) / 2
        if isBelow(sorted[middle]) { low = middle + 1 } else { high = middle }
      }
      return low
    }
    return count { $0 < score } + count { $0 <= score }
  }
}
