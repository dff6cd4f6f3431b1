import Biometrics
import Essentials

/// Chooses, by measurement on a sample, how a segment's templates are centred and turned.
struct TransformChoice {
  let source: TemplateSource
  let metric: Metric
  let kernels: Kernels
  let threads: Int

  /// Rows looked at; spread evenly, so that the choice is a function of the templates alone.
  static let sample = 16_384

  /// The transform to use.
  func transform() throws -> Transform {
    let d = source.dimension
    let centre = self.centre()
    return Transform(centre: centre, rotation: [], orthogonality: 0, headDimensions: d)
  }

  /// The sampled rows.
  var rows: [Int] {
    let count = min(source.rows, TransformChoice.sample)
    return (0..<count).map { $0 * source.rows / count }
  }

  /// The sample's mean, where taking it away makes templates shorter by a tenth or more; else zero.
  func centre() -> [Double] {
    let d = source.dimension
    var mean = [Double](repeating: 0, count: d)
    var values = mean
    var square = 0.0
    let rows = rows
    for row in rows {
      source.scaled(row, into: &values)
      for index in 0..<d {
        mean[index] += values[index]
        square += values[index] * values[index]
      }
    }
    let zero = [Double](repeating: 0, count: d)
    if rows.count < 2 || !square.isFinite { return zero }
    var along = 0.0
    for index in 0..<d {
      mean[index] = Double(Float(mean[index] / Double(rows.count)))
      along += mean[index] * mean[index]
    }
    // Σ‖x − μ‖² = Σ‖x‖² − n‖μ‖².
    return along * Double(rows.count) > 0.19 * square ? mean : zero
  }
}
