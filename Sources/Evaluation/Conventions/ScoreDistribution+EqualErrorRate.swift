extension ScoreDistribution {
  /// The equal error rate by each convention; give the `hull` where it is at hand already.
  ///
  /// - Complexity: O(n).
  public func equalErrorRate(hull: CalibrationCurve? = nil) -> EqualErrorRate {
    let walk = walkToCrossing()
    let (low, high) = (walk.rates(walk.before), walk.rates(walk.after))
    let interval = walk.fvc2000Midpoint
    let bob = walk.bobChoice
    let hull = hull ?? calibrationCurve()
    return EqualErrorRate(
      bob: bob.rate, bobThreshold: inPolarity(bob.threshold), fvc2000: interval,
      pyeer: walk.isPastAllScores ? 1 : interval, rocch: hull.equalErrorRate,
      sklearn: walk.sklearn, isoLower: max(low.fnmr, high.fmr), isoUpper: min(low.fmr, high.fnmr),
      threshold: inPolarity(walk.after.score))
  }

  private func walkToCrossing() -> CrossingWalk {
    let (m, n) = (matedCount, nonMatedCount)
    var walk = CrossingWalk(mated: m, nonMated: n)
    var current = CrossingWalk.Point(score: .nan, below: .nan, matches: n, misses: 0)
    var isCrossed = false
    // scikit-learn leaves out a point whose step is that of the next weaker one, but not the ends.
    var previous = (mated: -1, nonMated: -1)
    var leftOut: CrossingWalk.Point?
    forEachOriented { score, mated, nonMated in
      current.below = current.score
      current.score = score
      if !isCrossed {
        if current.matches * m <= current.misses * n {
          walk.after = current
          isCrossed = true
        } else {
          walk.before = current
        }
      }
      if previous == (mated, nonMated) {
        leftOut = current
      } else {
        walk.offerToSklearn(current)
        leftOut = nil
      }
      previous = (mated, nonMated)
      current.misses += mated
      current.matches -= nonMated
    }
    if let leftOut { walk.offerToSklearn(leftOut) }
    current.below = current.score
    current.score = next(after: current.score)
    walk.offerToSklearn(current)
    if !isCrossed {
      walk.after = current
      walk.isPastAllScores = true
    }
    return walk
  }

  /// The next greater score that the storage can hold.
  private func next(after score: Double) -> Double {
    switch storage {
    case .single: Double(Float(score).nextUp)
    case .double: score.nextUp
    }
  }
}

/// The two neighbouring thresholds between which FMR falls below FNMR.
private struct CrossingWalk {
  /// Both error counts, accepting at or above `score`; `below` is the next weaker score.
  struct Point {
    var score: Double
    var below: Double
    var matches: Int
    var misses: Int
  }

  let mated: Int
  let nonMated: Int
  /// The last point with FMR > FNMR: there is one, since the first has FMR 1 and FNMR 0.
  var before: Point
  /// The first point with FMR ≤ FNMR: past the greatest score, if not earlier.
  var after: Point
  /// Whether ``after`` lies past the greatest score.
  var isPastAllScores = false
  private var nearest = (difference: Double.infinity, fmr: 1.0)

  init(mated: Int, nonMated: Int) {
    self.mated = mated
    self.nonMated = nonMated
    before = Point(score: .nan, below: .nan, matches: nonMated, misses: 0)
    after = before
  }

  func rates(_ point: Point) -> (fmr: Double, fnmr: Double) {
    (Double(point.matches) / Double(nonMated), Double(point.misses) / Double(mated))
  }

  var sklearn: Double { nearest.fmr }

  /// Of equal differences scikit-learn's argmin takes the strictest: here the last one offered.
  mutating func offerToSklearn(_ point: Point) {
    let fmr = Double(point.matches) / Double(nonMated)
    let fnmr = 1 - Double(mated - point.misses) / Double(mated)
    if abs(fnmr - fmr) <= nearest.difference { nearest = (abs(fnmr - fmr), fmr) }
  }

  /// At equality the rate itself, else the midpoint at whichever side has the smaller sum.
  var fvc2000Midpoint: Double {
    let (low, high) = (rates(before), rates(after))
    if after.matches * mated == after.misses * nonMated { return high.fmr }
    return low.fmr + low.fnmr <= high.fmr + high.fnmr
      ? (low.fnmr + low.fmr) / 2 : (high.fnmr + high.fmr) / 2
  }

  /// The point nearest to equality, in whole numbers.
  var bobChoice: (rate: Double, threshold: Double) {
    func gap(_ point: Point) -> Int { abs(point.matches * mated - point.misses * nonMated) }
    let isUsedUp = after.matches == 0 || after.misses == mated
    let takesAfter = isUsedUp ? gap(after) < gap(before) : gap(after) <= gap(before)
    let chosen = takesAfter ? after : before
    let (fmr, fnmr) = rates(chosen)
    return (
      (fmr + fnmr) / 2,
      chosen.below.isNaN ? chosen.score : chosen.below / 2 + chosen.score / 2
    )
  }
}
