public import Statistics

/// The interval of an equal error rate, from the bands of its two curves.
public enum EqualErrorRateInterval {
  /// From where the lower bands of FMR and FNMR cross to where their upper bands do.
  ///
  /// The bands are `falseMatch` and `falseNonMatch` at each threshold, with their level and method,
  /// which the result bears. Found by halving `thresholds`, the range from least to most strict.
  ///
  /// - Complexity: about 120 calls of each band.
  public static func crossing(
    between thresholds: (leastStrict: Double, strictest: Double),
    falseMatch: (Double) -> Interval, falseNonMatch: (Double) -> Interval
  ) -> Interval {
    func end(_ side: (Interval) -> Double) -> Double {
      var (weak, strict) = (thresholds.leastStrict, thresholds.strictest)
      for _ in 0..<60 {
        let middle = weak / 2 + strict / 2
        if middle == weak || middle == strict { break }
        if side(falseMatch(middle)) > side(falseNonMatch(middle)) {
          weak = middle
        } else {
          strict = middle
        }
      }
      return (side(falseMatch(strict)) + side(falseNonMatch(strict))) / 2
    }
    let sample = falseMatch(thresholds.leastStrict)
    return Interval(
      lower: end(\.lower), upper: end(\.upper), level: sample.level, method: sample.method)
  }
}
