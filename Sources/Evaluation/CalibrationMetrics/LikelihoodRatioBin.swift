#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import Biometrics
public import Statistics

/// How much likelier scores of one stretch are between one person's pictures than between two's.
public struct LikelihoodRatioBin: Sendable, Equatable, Codable {
  /// What is known of the ratio.
  public enum Bound: String, Sendable, Codable {
    /// Both kinds of comparisons score here: the ratio is measured.
    case measured
    /// No stranger scores here: the ratio is at least the lower end.
    case atLeast
    /// Nobody's own pictures score here: the ratio is at most the upper end.
    case atMost
  }

  /// The end of lesser similarity, itself outside; nil for the least similar stretch.
  public let lessSimilarEnd: Double?
  /// The end of greater similarity, itself inside.
  public let moreSimilarEnd: Double
  /// Mated comparisons that score here, of all of them.
  public let mated: Proportion
  /// Non-mated comparisons that score here, of all of them.
  public let nonMated: Proportion
  /// The share of mated over the share of non-mated comparisons; nil where either is 0.
  public let ratio: Double?
  /// The lower end of the interval; nil where there is none but 0.
  public let lower: Double?
  /// The upper end of the interval; nil where there is none.
  public let upper: Double?
  /// What is known of the ratio.
  public let bound: Bound
  /// How the intervals of the two shares were made, from which this one is.
  public let method: Interval.Method

  /// The ratio of two shares with an interval from theirs.
  ///
  /// The logarithm's distance to either end is the root of the squared distances of the two shares'
  /// logarithms (MOVER: Zou and Donner, Statistics in Medicine 27, 2008), which keeps whatever
  /// clustering their intervals know of. Where one share is 0, the quotient of the ends that are least
  /// favourable to the bound.
  init(
    lessSimilarEnd: Double?, moreSimilarEnd: Double, mated: MeasuredRate, nonMated: MeasuredRate
  ) {
    self.lessSimilarEnd = lessSimilarEnd
    self.moreSimilarEnd = moreSimilarEnd
    self.mated = mated.proportion
    self.nonMated = nonMated.proportion
    let (p, q) = (mated.interval, nonMated.interval)
    method = p.method == q.method || q.method == .identityConservative ? p.method : q.method
    if nonMated.proportion.events == 0 || mated.proportion.events == 0 {
      ratio = nil
      let isAbove = nonMated.proportion.events == 0 && mated.proportion.events > 0
      bound = isAbove ? .atLeast : .atMost
      lower = isAbove && q.upper > 0 ? p.lower / q.upper : nil
      upper = !isAbove && q.lower > 0 ? p.upper / q.lower : nil
      return
    }
    bound = .measured
    let centre = log(mated.rate / nonMated.rate)
    func distance(_ one: Double, _ other: Double) -> Double {
      (one * one + other * other).squareRoot()
    }
    let value = exp(centre)
    ratio = value
    lower =
      p.lower > 0 && q.upper > 0
      ? exp(centre - distance(log(mated.rate / p.lower), log(q.upper / nonMated.rate))) : nil
    upper =
      q.lower > 0 && p.upper > 0
      ? exp(centre + distance(log(p.upper / mated.rate), log(nonMated.rate / q.lower))) : nil
  }
}

extension ScoreDistribution {
  /// The ends of stretches of scores that hold about 1/`bins` of both classes each, every class
  /// weighted equally: oriented, ascending, the last one the most similar score of all.
  ///
  /// - Complexity: O(bins · log n).
  func equalStretches(_ bins: Int) -> [Double] {
    func weight(_ score: Double) -> Double {
      let rejected = rejected(at: inPolarity(score), .above)
      return
        (Double(rejected.mated) / Double(matedCount)
        + Double(rejected.nonMated) / Double(nonMatedCount)) / 2
    }
    let ends = extremes
    var stretches: [Double] = []
    for bin in 1..<max(1, bins) {
      // The least score that, with all below, makes up the share: halving over the floats.
      var low = UInt64(key: ends.least)
      var high = UInt64(key: ends.greatest)
      while low < high {
        let middle = low + (high - low) / 2
        if weight(middle.score) >= Double(bin) / Double(bins) {
          high = middle
        } else {
          low = middle + 1
        }
      }
      if low.score > stretches.last ?? -.infinity { stretches.append(low.score) }
    }
    if stretches.last != ends.greatest { stretches.append(ends.greatest) }
    return stretches
  }

  /// The least and the most similar score of both classes, oriented.
  var extremes: (least: Double, greatest: Double) {
    func ends<Key: ScoreKey>(_ classes: SortedClasses<Key>) -> (Double, Double) {
      (
        min(classes.mated[0], classes.nonMated[0]).score,
        max(
          classes.mated[classes.mated.count - 1], classes.nonMated[classes.nonMated.count - 1]
        ).score
      )
    }
    switch storage {
    case .single(let classes): return ends(classes)
    case .double(let classes): return ends(classes)
    }
  }

  /// Likelihood ratios by stretches of scores, from the least similar to the most similar.
  ///
  /// With `clustered`, which must hold the same comparisons, intervals are clustered by identity;
  /// else they are Wilson's.
  ///
  /// - Complexity: O(bins · log n), with `clustered` O(bins · n).
  func likelihoodRatios(
    bins: Int = 10, clustered: ClusteredComparisons?, level: Double
  ) -> [LikelihoodRatioBin] {
    var previous: Double?
    var before = (mated: 0, nonMated: 0)
    return equalStretches(bins).map { end in
      let below = rejected(at: inPolarity(end), .above)
      let lower = previous.map(\.nextUp) ?? -.greatestFiniteMagnitude
      let counts = (
        Proportion(events: below.mated - before.mated, trials: matedCount),
        Proportion(events: below.nonMated - before.nonMated, trials: nonMatedCount)
      )
      func independent(_ count: Proportion) -> MeasuredRate {
        MeasuredRate(
          proportion: count,
          interval: Proportion.wilson(
            rate: Double(count.events) / Double(count.trials), trials: Double(count.trials),
            level: level))
      }
      let bin = LikelihoodRatioBin(
        lessSimilarEnd: previous.map { inPolarity($0) }, moreSimilarEnd: inPolarity(end),
        mated: clustered?.matedShare(in: lower...end, level: level) ?? independent(counts.0),
        nonMated: clustered?.nonMatedShare(in: lower...end, level: level) ?? independent(counts.1))
      previous = end
      before = below
      return bin
    }
  }
}
