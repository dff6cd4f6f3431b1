/// Some templates of a segment, by which it is chosen how all of them are coded.
///
/// They are spread evenly over the rows, so that the choice is a function of the templates alone.
struct TemplateSample: Sendable {
  /// Templates in the segment.
  let total: Int
  /// Numbers a template has.
  let dimension: Int
  /// The templates of ``rows(of:dimension:)``, one after the other.
  let values: [Float]
  /// What each is multiplied by before it is compared; empty where that is 1.
  let inverseNorms: [Double]

  /// How many there are.
  var count: Int { values.count / dimension }

  /// The rows that the sample of a segment of `total` rows holds: 8192, and of long templates fewer, so
  /// that a sample takes 64 MiB at most.
  static func rows(of total: Int, dimension: Int) -> [Int] {
    let count = min(total, 8192, max(1, (1 << 24) / dimension))
    return (0..<count).map { $0 * total / count }
  }

  /// Copies template number `index` of the sample, scaled.
  func scaled(_ index: Int, into numbers: inout [Double]) {
    let scale = inverseNorms.isEmpty ? 1 : inverseNorms[index]
    for place in 0..<dimension {
      numbers[place] = Double(values[index * dimension + place]) * scale
    }
  }
}
