import Biometrics

extension PopulationModel {
  /// The score at an unlikeness: a squared distance, or 1 − cosine.
  func score(unlikeness: Float) -> Double {
    metric == .euclidean ? Double(unlikeness).squareRoot() : 1 - Double(unlikeness)
  }

  /// The unlikeness at a score; the inverse of ``score(unlikeness:)``.
  ///
  /// A distance below 0, which a mapping may ask for where no face comes so near, is an unlikeness
  /// below 0: none is reached.
  func unlikeness(score: Double) -> Float {
    metric == .euclidean ? Float(score * abs(score)) : Float(1 - score)
  }

  /// How unlike two templates are, in coordinates.
  func unlikeness(_ left: [Float], _ right: [Float]) -> Float {
    var sum: Float = 0
    if metric == .euclidean {
      for (x, y) in zip(left, right) { sum += (x - y) * (x - y) }
      return sum
    }
    for (x, y) in zip(left, right) { sum += x * y }
    return 1 - sum
  }

  /// The cosine of two templates given in coordinates, as a mapping by cosine would see it.
  func cosine(_ left: [Float], _ right: [Float]) -> Double {
    let (x, y) = (template(left), template(right))
    var (product, lengthX, lengthY) = (0.0, 0.0, 0.0)
    for place in x.indices {
      product += Double(x[place]) * Double(y[place])
      lengthX += Double(x[place]) * Double(x[place])
      lengthY += Double(y[place]) * Double(y[place])
    }
    return product / (lengthX * lengthY).squareRoot()
  }
}
