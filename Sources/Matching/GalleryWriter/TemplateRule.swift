import Biometrics
import Essentials

/// Which templates can be compared under a metric.
struct TemplateRule {
  let metric: Metric
  let kernels: Kernels

  /// The largest norm under which no score overflows float32.
  ///
  /// An inner product is at most the product of two norms, a distance at most their sum.
  static func largestNorm(_ metric: Metric) -> Double {
    switch metric {
    case .cosine: Double(Float.greatestFiniteMagnitude)
    case .innerProduct: 0x1p63
    case .euclidean: Double(Float.greatestFiniteMagnitude) / 4
    }
  }

  /// What each of `templates` is multiplied by before it is compared; none where that is 1.
  ///
  /// - Throws: ``Failure`` as ``norm(_:row:)`` does; the first of them is row `firstRow`.
  func inverseNorms(_ templates: [Float], dimension: Int, firstRow: Int) throws -> [Double] {
    let count = templates.count / dimension
    let norms = try unsafe templates.withUnsafeBufferPointer { values in
      try (0..<count).map { index in
        let place = index * dimension
        return try unsafe norm(
          UnsafeBufferPointer(rebasing: values[place..<place + dimension]), row: firstRow + index)
      }
    }
    return metric == .cosine ? norms.map { 1 / $0 } : []
  }

  /// The norm of `template`: the square root of its product with itself (16 lanes).
  ///
  /// - Throws: ``Failure`` (`malformedInput`) naming `row` where a number is not finite, the norm is
  ///   too large, or the metric is cosine and it is zero.
  func norm(_ template: UnsafeBufferPointer<Float>, row: Int) throws -> Double {
    guard let start = template.baseAddress else {
      preconditionFailure("a template is empty")
    }
    let norm = unsafe kernels.dot(start, start, template.count).squareRoot()
    if norm <= TemplateRule.largestNorm(metric) && (norm > 0 || metric != .cosine) { return norm }
    let reason =
      if !norm.isFinite {
        "holds a number that is not finite as a float32"
      } else if norm == 0 {
        "is zero, so it has no angle to any other"
      } else {
        "is longer than \(TemplateRule.largestNorm(metric)), so its scores would overflow"
      }
    throw Failure(
      .malformedInput, "a template \(reason)", place: "row \(row)",
      remedy: "Remove the row or encode the face again")
  }
}
