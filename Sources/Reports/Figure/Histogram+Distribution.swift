public import Evaluation

extension Histogram {
  /// Both classes of `distribution` in the same `bins` bins, from the lowest score to the highest.
  ///
  /// - Complexity: O(n).
  public static func classes(
    of distribution: ScoreDistribution, bins: Int = 60
  ) -> (mated: Histogram, nonMated: Histogram) {
    precondition(bins > 0)
    var (low, high) = (Double.infinity, -Double.infinity)
    distribution.forEachStep { step in
      low = min(low, step.score)
      high = max(high, step.score)
    }
    // All scores equal: one bin of a width in proportion, so that the axis has one.
    let spread = high - low
    let width = spread > 0 ? spread / Double(bins) : max(abs(low), 1) / Double(bins)
    var (mated, nonMated) = ([Int](repeating: 0, count: bins), [Int](repeating: 0, count: bins))
    distribution.forEachStep { step in
      let bin = min(bins - 1, Int((step.score - low) / width))
      mated[bin] += step.mated
      nonMated[bin] += step.nonMated
    }
    return (
      Histogram(lower: low, binWidth: width, counts: mated),
      Histogram(lower: low, binWidth: width, counts: nonMated)
    )
  }
}
