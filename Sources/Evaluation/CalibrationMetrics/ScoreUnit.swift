#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a score's number means.
public enum ScoreUnit: String, Sendable, Codable, CaseIterable {
  /// Nothing but an order: no cost of calibration can be computed.
  case raw
  /// The natural logarithm of a likelihood ratio.
  case naturalLogLikelihoodRatio = "ln-lr"
  /// The decimal logarithm of a likelihood ratio.
  case decimalLogLikelihoodRatio = "log10-lr"

  /// The factor from the score to the natural logarithm of the likelihood ratio; nil for raw.
  public var toNaturalLogarithm: Double? {
    switch self {
    case .raw: nil
    case .naturalLogLikelihoodRatio: 1
    case .decimalLogLikelihoodRatio: log(10)
    }
  }
}
