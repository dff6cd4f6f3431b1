#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
public import Biometrics

/// How much likelier a score is if the two faces are one person than if they are two.
///
/// A table of natural logarithms, never rising as similarity falls, linear between its points. It
/// ends where either kind of comparison runs out: beyond that the ratio is held at the last value
/// that the data support, and said to be a bound.
public struct LikelihoodRatioCurve: Sendable, Equatable, Codable {
  /// A point of the table.
  public struct Point: Sendable, Equatable, Codable {
    /// The score.
    public let score: Double
    /// ln LR there.
    public let logRatio: Double
    /// The lower end of its interval at 95 %.
    public let lower: Double
    /// The upper end of its interval at 95 %.
    public let upper: Double

    /// Makes it.
    public init(score: Double, logRatio: Double, lower: Double, upper: Double) {
      self.score = score
      self.logRatio = logRatio
      self.lower = lower
      self.upper = upper
    }
  }

  /// A likelihood ratio with its interval.
  public struct Ratio: Sendable, Equatable, Codable {
    /// The ratio; a bound where ``isBound``.
    public let value: Double
    /// The lower end of its interval at 95 %.
    public let lower: Double
    /// The upper end of its interval at 95 %.
    public let upper: Double
    /// Whether the score lies beyond the data, so that the ratio is only known to be at least
    /// (more similar) or at most (less similar) this.
    public let isBound: Bool
  }

  /// The table, from the most similar score to the least.
  public let points: [Point]

  /// Makes it; one point or more, scores strictly falling in similarity, ratios never rising.
  public init(points: [Point]) {
    self.points = points
  }

  /// The likelihood ratio at `score`.
  ///
  /// - Complexity: O(points).
  public func ratio(at score: Double, polarity: Polarity) -> Ratio {
    let (first, last) = (points[0], points[points.count - 1])
    if polarity.prefers(score, over: first.score) { return Ratio(first, isBound: true) }
    if polarity.prefers(last.score, over: score) { return Ratio(last, isBound: true) }
    var left = first
    for right in points.dropFirst() {
      if polarity.prefers(right.score, over: score) {
        left = right
        continue
      }
      let share = (score - left.score) / (right.score - left.score)
      let between = { (low: Double, high: Double) in low + share * (high - low) }
      return Ratio(
        Point(
          score: score, logRatio: between(left.logRatio, right.logRatio),
          lower: between(left.lower, right.lower), upper: between(left.upper, right.upper)),
        isBound: false)
    }
    return Ratio(last, isBound: false)
  }
}

extension LikelihoodRatioCurve.Ratio {
  init(_ point: LikelihoodRatioCurve.Point, isBound: Bool) {
    self.init(
      value: exp(point.logRatio), lower: exp(point.lower), upper: exp(point.upper),
      isBound: isBound)
  }
}
