#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import Biometrics
public import Statistics

/// How a score compares with the best stranger in a gallery of a given number of people.
public struct BestStranger: Sendable, Equatable, Codable {
  /// What the figures rest on.
  public enum Basis: String, Sendable, Codable {
    /// Searches of sub-galleries of this very size.
    case measured
    /// Between two sizes that were measured.
    case interpolated
    /// A model carried beyond the sizes that were measured.
    case extrapolated
  }

  /// How many people are enrolled.
  public let people: Int
  /// What the figures rest on.
  public let basis: Basis
  /// The share of searches for people not enrolled whose best candidate is at least as similar.
  public let share: Double
  /// The interval of ``share`` at 95 %.
  public let interval: Interval
  /// Whether the data end before this score, so that ``share`` is only a bound.
  public let isBound: Bool
  /// The score's percentile among best strangers: 100 (1 − share).
  public var percentile: Double { 100 * (1 - share) }
  /// The best stranger's score in half of such searches; nil where the data end before.
  public let medianScore: Double?
  /// The share that independence, 1 − F^N, would give: a reference known to be off.
  public let independentShare: Double
}

extension Calibration {
  /// How `score` compares with the best stranger among `people`; nil for more people than the
  /// calibration reaches (see ``largestGallery``).
  ///
  /// Between the sizes of the table ln(−ln(1 − share)) is taken as linear in ln N, which is exact
  /// for independent comparisons; below the smallest it starts from one stranger, the false match
  /// rate.
  public func bestStranger(_ score: Double, people: Int) -> BestStranger? {
    precondition(people > 0)
    let falseMatch = falseMatchRate(at: score)
    guard let last = bestStrangers.last, people <= last.people else { return nil }
    let upper = bestStrangers.first { $0.people >= people } ?? last
    let lower = bestStrangers.last { $0.people <= people }
    let high = upper.distribution.share(atLeastAsSimilarAs: score, polarity: polarity)
    let low =
      lower?.distribution.share(atLeastAsSimilarAs: score, polarity: polarity) ?? falseMatch
    let (start, end) = (log(Double(lower?.people ?? 1)), log(Double(upper.people)))
    let position = end > start ? (log(Double(people)) - start) / (end - start) : 1
    let between = { (left: Double, right: Double) in
      BestStranger.blend(left, right, position)
    }
    let basis: BestStranger.Basis =
      upper.isExtrapolated ? .extrapolated : upper.people == people ? .measured : .interpolated
    return BestStranger(
      people: people, basis: basis, share: between(low.value, high.value),
      interval: Interval(
        lower: between(low.interval.lower, high.interval.lower),
        upper: between(low.interval.upper, high.interval.upper), level: high.interval.level,
        method: high.interval.method),
      isBound: low.isBound || high.isBound, medianScore: medianBestStranger(people: people),
      independentShare: -expm1(Double(people) * log1p(-falseMatch.value)))
  }

  /// The largest number of people that ``bestStranger(_:people:)`` answers for.
  public var largestGallery: Int { bestStrangers.last?.people ?? 0 }

  /// The best stranger's score in half of the searches among `people`; nil where the data end.
  public func medianBestStranger(people: Int) -> Double? {
    bestStrangerScore(exceededBy: 0.5, people: people)
  }

  /// The score that the best stranger reaches in `share` of the searches among `people`.
  public func bestStrangerScore(exceededBy share: Double, people: Int) -> Double? {
    guard let last = bestStrangers.last, people <= last.people else { return nil }
    let upper = bestStrangers.first { $0.people >= people } ?? last
    let lower = bestStrangers.last { $0.people <= people }
    guard let high = upper.distribution.score(atShare: share) else { return nil }
    let low: Double?
    if let lower {
      low = lower.distribution.score(atShare: share)
    } else {
      low = nonMated.score(atShare: share)
    }
    guard let low else { return nil }
    let (start, end) = (log(Double(lower?.people ?? 1)), log(Double(upper.people)))
    let position = end > start ? (log(Double(people)) - start) / (end - start) : 1
    return low + position * (high - low)
  }
}

extension BestStranger {
  /// Between two shares, linear in ln(−ln(1 − share)).
  fileprivate static func blend(_ left: Double, _ right: Double, _ position: Double) -> Double {
    if position >= 1 || left == right { return right }
    let transform = { (p: Double) in log(-log1p(-min(1 - 1e-15, max(1e-300, p)))) }
    if left <= 0 || right <= 0 { return left + position * (right - left) }
    let value = transform(left) + position * (transform(right) - transform(left))
    return -expm1(-exp(value))
  }
}

extension Calibration {
  /// The score that ``mapping`` shows as `percent`, within (0, 100), by bisection.
  public func score(shownAs percent: Double) -> Double {
    precondition(percent > 0 && percent < 100)
    if let score = mapping.score(shownAs: percent) { return score }
    // A percentile's steps: between the ends of the tables, where it is monotone.
    let scores = (nonMated.points + mated.points).map(\.score).sorted()
    guard var low = scores.first, var high = scores.last else { return .nan }
    let rises = mapping.percent(high) > mapping.percent(low)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if (mapping.percent(middle) < percent) == rises { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The smallest number of people at which the median best stranger is at least as similar as
  /// `score`; nil beyond ``largestGallery``.
  public func people(whereMedianBestStrangerReaches score: Double) -> Int? {
    func reaches(_ people: Int) -> Bool {
      bestStranger(score, people: people).map { $0.share >= 0.5 } ?? false
    }
    guard reaches(largestGallery) else { return nil }
    var (low, high) = (0, largestGallery)
    while high - low > 1 {
      let middle = (low + high) / 2
      if reaches(middle) { high = middle } else { low = middle }
    }
    return high
  }
}
