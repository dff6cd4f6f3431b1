import Essentials

extension ScoreMapping {
  /// How mappings are written on the command line.
  public static let grammar = "half-cosine, cosine, distance:ZERO, logistic:INTERCEPT,SLOPE"

  /// The mapping written as `text`; see ``grammar``.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) for anything else.
  public static func parse(_ text: String) throws -> ScoreMapping {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let numbers = parts.count == 2 ? parts[1].split(separator: ",").map { Double($0) } : []
    switch (parts[0], numbers.count) {
    case ("half-cosine", 0) where parts.count == 1: return .halfCosine
    case ("cosine", 0) where parts.count == 1: return .cosine
    case ("distance", 1):
      if let zero = numbers[0], zero > 0, zero.isFinite { return .distance(zero: zero) }
    case ("logistic", 2):
      if let intercept = numbers[0], let slope = numbers[1], intercept.isFinite, slope.isFinite,
        slope != 0
      {
        return .logistic(intercept: intercept, slope: slope)
      }
    default: break
    }
    throw Failure(
      .malformedInput, "\"\(text)\" is no mapping of scores to percentages",
      remedy: "Write one of: \(grammar)")
  }

  /// Whether the mapping makes sense for scores of `metric`.
  ///
  /// The cosine mappings want a cosine, the distance mapping a distance, a logistic any score in
  /// whose similar direction it rises.
  public func fits(_ metric: Metric) -> Bool {
    switch self {
    case .halfCosine, .cosine: metric == .cosine
    case .distance: metric == .euclidean
    case .logistic(_, let slope): (slope > 0) == (metric.polarity == .similarity)
    case .percentile(_, let polarity): polarity == metric.polarity
    case .table: true
    }
  }
}
