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
    let area = areaUnderCurve
    let (m, n) = (Double(matedCount), Double(nonMatedCount))
    if area <= 0 || area >= 1 || m < 2 || n < 2 { return nil }
    var (matedBelow, nonMatedBelow) = (0, 0)
    var (matedSquares, nonMatedSquares) = (0.0, 0.0)
    forEachOriented { _, mated, nonMated in
      let placement = (Double(nonMatedBelow) + Double(nonMated) / 2) / n - area
      matedSquares += Double(mated) * placement * placement
      let mirror = 1 - (Double(matedBelow) + Double(mated) / 2) / m - area
      nonMatedSquares += Double(nonMated) * mirror * mirror
      matedBelow += mated
      nonMatedBelow += nonMated
    }
    let variance = matedSquares / (m - 1) / m + nonMatedSquares / (n - 1) / n
    if variance == 0 { return nil }
    return Proportion.wilson(
      rate: area, trials: area * (1 - area) / variance, level: level, method: .deLong)
  }
}
