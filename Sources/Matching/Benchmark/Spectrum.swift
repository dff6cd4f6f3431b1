import Essentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How synthetic templates are distributed.
public enum Spectrum: String, Sendable, CaseIterable, Codable {
  /// Independent directions of unit length: the hardest case.
  case random
  /// As face encoders distribute them: a large mean and few effective dimensions.
  ///
  /// Variances fall as e^(−i/20) over 128 dimensions (stretched for others), so a quarter of the
  /// dimensions hold 80 % of the variance and half of them 96 %, as measured on dlib templates of
  /// photographs; the axes are mixed by two sign-and-Hadamard rounds.
  case face

  /// `count` templates of `dimension` numbers, the first being number `first` of `seed`.
  public func templates(
    _ range: Range<Int>, dimension: Int, seed: UInt64, threads: Int
  ) throws -> Templates {
    let parts = try Parallel.map(count: range.count, threads: threads) {
      template(range.lowerBound + $0, dimension: dimension, seed: seed)
    }
    return try Templates(dimension: dimension, values: Array(parts.joined()))
  }

  private func template(_ index: Int, dimension d: Int, seed: UInt64) -> [Float] {
    var stream = RandomStream(seed: seed, purpose: "benchmark", item: index)
    var values = (0..<d).map { _ in stream.normal() }
    switch self {
    case .random:
      let norm = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return values.map { Float($0 / norm) }
    case .face:
      let stretch = 20 * Double(d) / 128
      for index in 0..<d { values[index] *= exp(-Double(index) / stretch / 2) }
      var signs = RandomStream(seed: 1, purpose: "benchmark-signs")
      for _ in 0..<2 {
        for index in 0..<d where signs.chance(0.5) { values[index] = -values[index] }
        Spectrum.mix(&values)
      }
      // The spread of dlib's templates: half a squared distance of 0.82², and a mean of length 1.3.
      let scale = (0.336 / stretch).squareRoot()
      let mean = 1.3 / Double(d).squareRoot()
      return values.map { Float($0 * scale + mean) }
    }
  }

  /// An orthogonal mix: Hadamard rounds over the powers of two below the length, from both ends.
  private static func mix(_ values: inout [Double]) {
    let d = values.count
    var size = 1
    while 2 * size <= d { size *= 2 }
    for start in Set([0, d - size]).sorted() {
      var half = 1
      while half < size {
        for base in stride(from: start, to: start + size, by: 2 * half) {
          for index in base..<base + half {
            let (a, b) = (values[index], values[index + half])
            values[index] = (a + b) * 0.5.squareRoot()
            values[index + half] = (a - b) * 0.5.squareRoot()
          }
        }
        half *= 2
      }
    }
  }
}
