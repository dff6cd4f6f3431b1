#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import Statistics

/// How similar the best stranger of a search is at one gallery size.
public struct BestStrangerSummary: Sendable, Equatable, Codable {
  /// The score that half of the searches reach; nil where the thresholds end before.
  public let median: Double?
  /// The interval of ``median`` at 95 %, less similar end first; nil where the thresholds end before.
  public let medianInterval: [Double]?
  /// The score that a quarter of the searches reach.
  public let upperQuartile: Double?
  /// The score that three quarters of the searches reach.
  public let lowerQuartile: Double?
  /// The score that one search in twenty reaches.
  public let strongest5Percent: Double?

  /// Reads it off the rates at thresholds, from the most similar to the least.
  init(_ rates: [(threshold: Double, rate: ThresholdScaling.Rate)]) {
    let scores = rates.map(\.threshold)
    let shares = Isotonic.nonDecreasing(rates.map(\.rate.share))
    let lowers = Isotonic.nonDecreasing(rates.map(\.rate.interval.lower))
    let uppers = Isotonic.nonDecreasing(rates.map(\.rate.interval.upper))
    let score = { (share: Double, values: [Double]) in
      BestStrangerSummary.crossing(share, scores, values)
    }
    median = score(0.5, shares)
    if let less = score(0.5, lowers), let more = score(0.5, uppers) {
      medianInterval = [less, more]
    } else {
      medianInterval = nil
    }
    upperQuartile = score(0.25, shares)
    lowerQuartile = score(0.75, shares)
    strongest5Percent = score(0.05, shares)
  }

  /// Where never-falling `values` pass `share`, linear in their logit; nil outside.
  static func crossing(_ share: Double, _ scores: [Double], _ values: [Double]) -> Double? {
    guard let index = values.firstIndex(where: { $0 >= share }), index > 0 else { return nil }
    let clamp = { (p: Double) in logit(min(1 - 1e-12, max(1e-12, p))) }
    let (left, right) = (clamp(values[index - 1]), clamp(values[index]))
    let position = right > left ? (clamp(share) - left) / (right - left) : 1
    return scores[index - 1] + position * (scores[index] - scores[index - 1])
  }
}
