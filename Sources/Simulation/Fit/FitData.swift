import Essentials
import Matching

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Templates of a gallery in coordinates, by person: what a population model is fitted on.
struct FitData: Sendable {
  let dimension: Int
  let rank: Int
  /// The mean template, each person weighted equally; zero for templates of length 1.
  let centre: [Double]
  /// Orthonormal rows.
  let basis: [Double]
  /// Coordinates, one row a template.
  private(set) var rows: [[Double]]
  /// The rows of each person.
  let people: [[Int]]
  /// The weight of each row: one over the number of the person's.
  let weights: [Double]

  /// Takes the templates of the given people.
  ///
  /// - Throws: ``Failure`` (`notMeasurable`) where they are too few to fit anything on.
  init(_ templates: [[Float]], people: [[Int]], isNormalised: Bool) throws {
    let several = people.count { $0.count > 1 }
    guard people.count >= 200, several >= 50 else {
      throw Failure(
        .notMeasurable,
        "\(people.count) people, \(several) of them with two templates or more, are too few to fit a population on",
        remedy: "Give 200 people at least, of whom 50 with two templates or more")
    }
    let kept = people.flatMap { $0 }
    dimension = templates[kept[0]].count
    var place: [Int: Int] = [:]
    for (index, row) in kept.enumerated() { place[row] = index }
    self.people = people.map { $0.map { place[$0] ?? 0 } }
    var weights = [Double](repeating: 0, count: kept.count)
    for person in self.people { for row in person { weights[row] = 1 / Double(person.count) } }
    self.weights = weights
    var centre = [Double](repeating: 0, count: dimension)
    // Directions are taken from the origin: their length has a meaning there only.
    for (index, row) in kept.enumerated() where !isNormalised {
      for axis in 0..<dimension {
        centre[axis] += weights[index] * Double(templates[row][axis]) / Double(people.count)
      }
    }
    let centred = kept.map { row in
      (0..<centre.count).map { Double(templates[row][$0]) - centre[$0] }
    }
    let covariance = Moments.scatter(
      centred, weights: weights.map { $0 / Double(people.count) }, centre: nil)
    guard let eigen = SymmetricEigen(Moments.mirrored(covariance, dimension), size: dimension)
    else {
      throw Failure(
        .notMeasurable, "the templates' covariance has no eigenvectors that could be found",
        remedy: "Check the templates with: lookalike gallery verify")
    }
    let total = eigen.values.reduce(0) { $0 + max(0, $1) }
    // What carries less than a ten millionth of the variance is not the encoder's.
    rank = min(128, max(2, eigen.values.count { $0 > 1e-7 * total }))
    self.centre = centre
    let basis = Array(eigen.vectors.prefix(rank * dimension))
    self.basis = basis
    rows = []
    rows = kept.map { coordinates(templates[$0]) }
  }

  /// The coordinates of a template.
  func coordinates(_ template: [Float]) -> [Double] {
    let centred = (0..<dimension).map { Double(template[$0]) - centre[$0] }
    return (0..<rank).map { axis in
      var sum = 0.0
      for place in 0..<dimension { sum += basis[axis * dimension + place] * centred[place] }
      return sum
    }
  }
}

/// Second moments, lower triangles packed row by row.
enum Moments {
  /// Σ w (x − c)(x − c)ᵀ as a lower triangle; rows without weight are passed over.
  static func scatter(
    _ rows: [[Double]], weights: [Double], centre: [Double]?
  ) -> [Double] {
    let size = rows.first?.count ?? 0
    var sum = [Double](repeating: 0, count: size * (size + 1) / 2)
    for (row, weight) in zip(rows, weights) where weight > 1e-9 {
      var x = row
      if let centre { for axis in 0..<size { x[axis] -= centre[axis] } }
      let span = x.span
      var target = sum.mutableSpan
      var place = 0
      for i in 0..<size {
        let scaled = weight * span[i]
        for j in 0...i {
          target[place] += scaled * span[j]
          place += 1
        }
      }
    }
    return sum
  }

  /// The trace of a packed lower triangle.
  static func trace(_ packed: [Double], _ size: Int) -> Double {
    var sum = 0.0
    for axis in 0..<size { sum += packed[axis * (axis + 1) / 2 + axis] }
    return sum
  }

  /// The full symmetric matrix of a packed lower triangle.
  static func mirrored(_ packed: [Double], _ size: Int) -> [Double] {
    var full = [Double](repeating: 0, count: size * size)
    var place = 0
    for i in 0..<size {
      for j in 0...i {
        full[i * size + j] = packed[place]
        full[j * size + i] = packed[place]
        place += 1
      }
    }
    return full
  }

  /// The nearest matrix, by eigenvalues, that has none below `floor`.
  static func positive(_ packed: [Double], _ size: Int, floor: Double) -> [Double] {
    guard let eigen = SymmetricEigen(mirrored(packed, size), size: size) else { return packed }
    var result = [Double](repeating: 0, count: packed.count)
    for (index, value) in eigen.values.enumerated() {
      let value = max(value, floor)
      let vector = Array(eigen.vectors[index * size..<(index + 1) * size])
      var place = 0
      for i in 0..<size {
        for j in 0...i {
          result[place] += value * vector[i] * vector[j]
          place += 1
        }
      }
    }
    return result
  }

  /// The packed lower Cholesky factor of a packed lower triangle.
  static func cholesky(_ packed: [Double], _ size: Int) -> [Double] {
    var factor = packed
    for i in 0..<size {
      let row = i * (i + 1) / 2
      for j in 0...i {
        let other = j * (j + 1) / 2
        var sum = packed[row + j]
        for k in 0..<j { sum -= factor[row + k] * factor[other + k] }
        if i == j {
          factor[row + j] = max(sum, 1e-14).squareRoot()
        } else {
          factor[row + j] = sum / factor[other + j]
        }
      }
    }
    return factor
  }
}
