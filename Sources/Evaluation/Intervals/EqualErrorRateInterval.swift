public import Statistics

/// The interval of an equal error rate, from the bands of its two curves.
public enum EqualErrorRateInterval {
  /// From where the lower bands of FMR and FNMR cross to where their upper bands do.
  ///
  /// The bands are `falseMatch` and `falseNonMatch` at each threshold, with their level and method,
  /// which the result bears. Either crossing is found between steps of the curves, or to a
  /// ten-thousandth of the rate: by false position (Illinois), every third time by halving.
  ///
  /// - Parameters:
  ///   - thresholds: the range from least to most strict.
  ///   - guess: a threshold near the crossings, to begin at.
  ///   - falseMatch: the band of FMR at a threshold; falls with strictness.
  ///   - falseNonMatch: the band of FNMR at a threshold; rises with strictness.
  /// - Returns: the interval.
  /// - Complexity: about 20 calls of each band.
  public static func crossing(
    between thresholds: (leastStrict: Double, strictest: Double), near guess: Double? = nil,
    falseMatch: (Double) -> Interval, falseNonMatch: (Double) -> Interval
  ) -> Interval {
    var known: [Double: (Interval, Interval)] = [:]
    func bands(_ threshold: Double) -> (Interval, Interval) {
      if let bands = known[threshold] { return bands }
      let bands = (falseMatch(threshold), falseNonMatch(threshold))
      known[threshold] = bands
      return bands
    }
    func end(_ side: (Interval) -> Double) -> (rate: Double, threshold: Double) {
      func point(_ threshold: Double) -> Point {
        let (match, nonMatch) = bands(threshold)
        return Point(threshold: threshold, falseMatch: side(match), falseNonMatch: side(nonMatch))
      }
      return crossing(point(thresholds.leastStrict), point(thresholds.strictest), guess, point)
    }
    let (lower, upper) = (end(\.lower), end(\.upper))
    // At the crossings: at the ends of the range, where all are accepted, bands are made otherwise.
    let band = bands(upper.threshold).0
    return Interval(lower: lower.rate, upper: upper.rate, level: band.level, method: band.method)
  }

  /// Both rates at a threshold.
  private struct Point {
    let threshold: Double
    let falseMatch: Double
    let falseNonMatch: Double

    var gap: Double { falseMatch - falseNonMatch }
    var mean: Double { (falseMatch + falseNonMatch) / 2 }

    /// Whether both rates are those of `other`, to a ten-thousandth.
    func isLike(_ other: Point) -> Bool {
      func isNear(_ one: Double, _ two: Double) -> Bool { abs(one - two) <= 1e-4 * abs(two) }
      return isNear(falseMatch, other.falseMatch) && isNear(falseNonMatch, other.falseNonMatch)
    }
  }

  private static func crossing(
    _ leastStrict: Point, _ strictest: Point, _ guess: Double?, _ point: (Double) -> Point
  ) -> (rate: Double, threshold: Double) {
    // FMR lies above FNMR at `weak`, and not at `strict`.
    var (weak, strict) = (leastStrict, strictest)
    var (weakGap, strictGap) = (weak.gap, strict.gap)
    if var guess {
      // From the guess outward in growing steps, as long as the crossing is further out.
      var step = (strictest.threshold - leastStrict.threshold) / 128
      while guess > weak.threshold && guess < strict.threshold {
        let found = point(guess)
        let wasWeak = weak.threshold > leastStrict.threshold
        let wasStrict = strict.threshold < strictest.threshold
        if found.gap > 0 {
          (weak, weakGap) = (found, found.gap)
          if wasStrict { break }
          guess += step
        } else {
          (strict, strictGap) = (found, found.gap)
          if wasWeak { break }
          guess -= step
        }
        step *= 2
      }
    }
    var moved = 0
    for round in 1...90 where strictGap != 0 && !weak.isLike(strict) {
      let half = weak.threshold / 2 + strict.threshold / 2
      let share = weakGap / (weakGap - strictGap)
      var middle = weak.threshold + share * (strict.threshold - weak.threshold)
      if round % 3 == 0 || !(middle > weak.threshold && middle < strict.threshold) { middle = half }
      if middle == weak.threshold || middle == strict.threshold { break }
      let found = point(middle)
      if found.gap > 0 {
        if moved == 1 { strictGap /= 2 }
        (weak, weakGap, moved) = (found, found.gap, 1)
      } else {
        if moved == -1 { weakGap /= 2 }
        (strict, strictGap, moved) = (found, found.gap, -1)
      }
    }
    return (strict.mean, strict.threshold)
  }
}
