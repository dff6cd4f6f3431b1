#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How a system turns a score into the percentage it shows.
///
/// A display convention, not a probability.
public enum ScoreMapping: Sendable, Equatable, Codable {
  /// 100 (1 + cosine) / 2.
  case halfCosine
  /// 100 max(0, cosine).
  case cosine
  /// 100 max(0, 1 − distance / zero): linear, 0 % at distance `zero` and beyond.
  case distance(zero: Double)
  /// 100 / (1 + e^−(intercept + slope · score)): a fitted posterior at some prior odds.
  case logistic(intercept: Double, slope: Double)
  /// The share of `reference` (ascending in similarity) that is less similar, ties counted half.
  case percentile(reference: [Double], polarity: Polarity)
  /// Linear between points (score, percent), flat beyond the ends; scores strictly ascending.
  case table([Point])

  /// A point of a ``table(_:)``.
  public struct Point: Sendable, Equatable, Codable {
    /// The score.
    public let score: Double
    /// The percentage shown there.
    public let percent: Double

    /// Makes it.
    public init(score: Double, percent: Double) {
      self.score = score
      self.percent = percent
    }
  }

  /// The name by which the command line and reports know it.
  public var name: String {
    switch self {
    case .halfCosine: "half-cosine"
    case .cosine: "cosine"
    case .distance: "distance"
    case .logistic: "logistic"
    case .percentile: "percentile"
    case .table: "table"
    }
  }

  /// The percentage shown for `score`, 0 to 100.
  ///
  /// - Complexity: O(1); O(log n) for a percentile or table.
  public func percent(_ score: Double) -> Double {
    switch self {
    case .halfCosine: 100 * min(1, max(0, (1 + score) / 2))
    case .cosine: 100 * min(1, max(0, score))
    case .distance(let zero): 100 * min(1, max(0, 1 - score / zero))
    case .logistic(let intercept, let slope): 100 / (1 + exp(-(intercept + slope * score)))
    case .percentile(let reference, let polarity):
      ScoreMapping.percentile(score, reference, polarity)
    case .table(let points): ScoreMapping.interpolate(score, points)
    }
  }

  /// A score that is shown as `percent`, within (0, 100); nil where none is, or where a percentile's
  /// steps leave it open.
  ///
  /// Of a table that is flat there, the first such score.
  ///
  /// - Complexity: O(1); O(n) for a table.
  public func score(shownAs percent: Double) -> Double? {
    precondition(percent > 0 && percent < 100)
    switch self {
    case .halfCosine: return percent / 50 - 1
    case .cosine: return percent / 100
    case .distance(let zero): return zero * (1 - percent / 100)
    case .logistic(let intercept, let slope):
      let share = percent / 100
      return (log(share) - log1p(-share) - intercept) / slope
    case .percentile: return nil
    case .table(let points):
      for (left, right) in zip(points, points.dropFirst()) {
        let (low, high) = (min(left.percent, right.percent), max(left.percent, right.percent))
        guard low <= percent && percent <= high else { continue }
        if left.percent == right.percent { return left.score }
        let share = (percent - left.percent) / (right.percent - left.percent)
        return left.score + share * (right.score - left.score)
      }
      return nil
    }
  }

  private static func percentile(
    _ score: Double, _ reference: [Double], _ polarity: Polarity
  ) -> Double {
    if reference.isEmpty { return .nan }
    let below = reference.partition { !polarity.prefers(score, over: $0) }
    let notAbove = reference.partition { polarity.prefers($0, over: score) }
    return 100 * (Double(below) + Double(notAbove - below) / 2) / Double(reference.count)
  }

  private static func interpolate(_ score: Double, _ points: [Point]) -> Double {
    guard let first = points.first, let last = points.last else { return .nan }
    if score <= first.score { return first.percent }
    if score >= last.score { return last.percent }
    var low = 0
    var high = points.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if points[middle].score <= score { low = middle } else { high = middle }
    }
    let (left, right) = (points[low], points[high])
    let share = (score - left.score) / (right.score - left.score)
    return left.percent + share * (right.percent - left.percent)
  }
}

extension [Double] {
  /// The first index whose element satisfies `predicate`, where those that do come last.
  fileprivate func partition(_ predicate: (Double) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if predicate(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
