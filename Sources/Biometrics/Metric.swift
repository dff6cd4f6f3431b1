/// How two templates are compared.
public enum Metric: String, Sendable, Codable, CaseIterable {
  /// The cosine of the angle between them, −1 to 1; higher is more similar.
  case cosine
  /// Their inner product; higher is more similar.
  case innerProduct = "inner-product"
  /// Their Euclidean distance, from 0; lower is more similar.
  case euclidean

  /// Which end of the scale is the similar one.
  public var polarity: Polarity { self == .euclidean ? .distance : .similarity }
}

/// Which end of a score's scale is the similar one.
public enum Polarity: String, Sendable, Codable, CaseIterable {
  /// Higher scores are more similar.
  case similarity
  /// Lower scores are more similar.
  case distance

  /// Whether `left` is strictly more similar than `right`.
  public func prefers(_ left: Double, over right: Double) -> Bool {
    self == .similarity ? left > right : left < right
  }

  /// Whether `score` is accepted at `threshold`: at least as similar as it.
  public func accepts(_ score: Double, at threshold: Double) -> Bool {
    self == .similarity ? score >= threshold : score <= threshold
  }
}
