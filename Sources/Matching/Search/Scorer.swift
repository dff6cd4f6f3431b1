import Biometrics

/// The one definition of a score.
///
/// Products and differences of float32 are taken in double and summed in 16 lanes (lane = i mod 16),
/// halved 8, 4, 2, 1.
/// - Inner product: that sum, rounded once to float32.
/// - Cosine: the sum times the product of the two inverse norms, in double; rounded once.
/// - Euclidean: the square root of the sum of squared differences, rounded once.
///
/// A zero is positive. Every instruction set gives the same bits.
@safe struct Scorer {
  let metric: Metric
  let kernels: Kernels
  let dimension: Int

  /// The score of a template against a probe; the inverse norms are used for cosine only.
  @inline(__always)
  func score(
    _ template: UnsafePointer<Float>, _ probe: UnsafePointer<Float>,
    inverseNorms: (template: Double, probe: Double)
  ) -> Float {
    let sum =
      switch metric {
      case .innerProduct: unsafe kernels.dot(template, probe, dimension)
      case .cosine:
        unsafe kernels.dot(template, probe, dimension)
          * (inverseNorms.template * inverseNorms.probe)
      case .euclidean: unsafe kernels.squareDistance(template, probe, dimension).squareRoot()
      }
    let score = Float(sum)
    return score == 0 ? 0 : score
  }
}
