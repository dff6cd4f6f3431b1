public import Statistics

extension ScoreDistribution {
  /// The area under the ROC curve: P(a mated score is more similar than a non-mated one), ties half.
  ///
  /// The count of ordered pairs is exact up to 2⁶² pairs (two thousand million of each class).
  ///
  /// - Complexity: O(n).
  public var areaUnderCurve: Double {
    var doubled = 0
    var below = 0
    forEachOriented { _, mated, nonMated in
      doubled += mated * (2 * below + nonMated)
      below += nonMated
    }
    return Double(doubled) / (2 * Double(matedCount) * Double(nonMatedCount))
  }

  /// DeLong's interval of the area under the curve, which takes all comparisons for independent.
  ///
  /// Biometrics 44 (1988): the variances of the two classes' placement values. Wilson's form with the
  /// effective sample size keeps it within 0 and 1. Nil where the area is 0 or 1, a class has one
  /// comparison or all scores are equal: there is then no variance to go by.
  ///
  /// - Complexity: O(n).
  public func areaUnderCurveInterval(level: Double = 0.95) -> Interval? {
    areaAndInterval(level: level).interval
  }

  /// The area, DeLong's variance of it and the interval by that, in one pass.
  func areaAndInterval(
    level: Double
  ) -> (area: Double, variance: Double?, interval: Interval?) {
    let (m, n) = (Double(matedCount), Double(nonMatedCount))
    var (doubled, matedBelow, nonMatedBelow) = (0, 0, 0)
    // Placement values about 1, where those of a good system lie: the squares then lose nothing.
    var (matedSquares, nonMatedSquares) = (0.0, 0.0)
    forEachOriented { _, mated, nonMated in
      let ahead = 2 * nonMatedBelow + nonMated
      doubled += mated * ahead
      if mated > 0 {
        let placement = Double(ahead) / (2 * n) - 1
        matedSquares += Double(mated) * placement * placement
      }
      if nonMated > 0 {
        let mirror = -Double(2 * matedBelow + mated) / (2 * m)
        nonMatedSquares += Double(nonMated) * mirror * mirror
      }
      matedBelow += mated
      nonMatedBelow += nonMated
    }
    let area = Double(doubled) / (2 * m * n)
    if area <= 0 || area >= 1 || m < 2 || n < 2 { return (area, nil, nil) }
    // Σ(v − v̄)² = Σ(v − 1)² − count · (v̄ − 1)², and both means are the area.
    let offset = (area - 1) * (area - 1)
    let variance =
      max(0, matedSquares - m * offset) / (m - 1) / m
      + max(0, nonMatedSquares - n * offset) / (n - 1) / n
    if variance <= 0 { return (area, nil, nil) }
    return (
      area, variance,
      Proportion.wilson(
        rate: area, trials: area * (1 - area) / variance, level: level, method: .deLong)
    )
  }
}
