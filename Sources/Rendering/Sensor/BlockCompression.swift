import Foundation

/// What JPEG does to a picture: 8 × 8 cosine transforms, rounded to steps, and back.
///
/// The loss is JPEG's (ITU-T T.81, Annex K tables, the usual quality scale); no file is made, so
/// there is no entropy coder.
struct BlockCompression {
  /// The step of each coefficient, by row of the block.
  let luma: [SIMD8<Float>]
  let chroma: [SIMD8<Float>]
  private let basis: [SIMD8<Float>]
  private let inverse: [SIMD8<Float>]

  private static let lumaTable: [Float] = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
    92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
  ]
  private static let chromaTable: [Float] = [
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  ]

  /// Of `quality` 1 to 100.
  init(quality: Int) {
    let scale = quality < 50 ? 5000 / Float(quality) : 200 - 2 * Float(quality)
    func steps(_ table: [Float]) -> [SIMD8<Float>] {
      (0..<8).map { row in
        var steps = SIMD8<Float>()
        for column in 0..<8 {
          steps[column] = max(
            1, min(255, ((table[row * 8 + column] * scale + 50) / 100).rounded(.down)))
        }
        return steps
      }
    }
    luma = steps(BlockCompression.lumaTable)
    chroma = steps(BlockCompression.chromaTable)
    var basis: [SIMD8<Float>] = []
    for frequency in 0..<8 {
      var row = SIMD8<Float>()
      for at in 0..<8 {
        let size = frequency == 0 ? Float(0.125).squareRoot() : 0.5
        row[at] = size * cos((2 * Float(at) + 1) * Float(frequency) * .pi / 16)
      }
      basis.append(row)
    }
    self.basis = basis
    inverse = BlockCompression.transposed(basis)
  }

  /// Sends a plane of values about 0 through transform, rounding and back.
  func pass(_ plane: inout [Float], _ width: Int, _ height: Int, _ steps: [SIMD8<Float>]) {
    // Blocks are transformed columns first, which leaves them transposed at the rounding.
    let turned = Square(BlockCompression.transposed(steps))
    let (basis, inverse) = (Square(basis), Square(inverse))
    for top in stride(from: 0, to: height, by: 8) {
      for left in stride(from: 0, to: width, by: 8) {
        var block = Square()
        for y in 0..<8 {
          let row = min(top + y, height - 1) * width
          if left + 8 <= width {
            for x in 0..<8 { block[y][x] = plane[row + left + x] }
          } else {
            for x in 0..<8 { block[y][x] = plane[row + min(left + x, width - 1)] }
          }
        }
        block = basis.times(block).transposed()
        block = basis.times(block)
        for row in 0..<8 { block[row] = rounded(block[row] / turned[row]) * turned[row] }
        block = inverse.times(block).transposed()
        block = inverse.times(block)
        for y in 0..<min(8, height - top) {
          let row = (top + y) * width + left
          for x in 0..<min(8, width - left) { plane[row + x] = block[y][x] }
        }
      }
    }
  }

  /// To the nearest whole number, halves to even: adding and taking off a number whose last place is
  /// 1 does it for all of the values here, without a call of the library for each.
  @inline(__always)
  private func rounded(_ values: SIMD8<Float>) -> SIMD8<Float> {
    let large = SIMD8<Float>(repeating: 0x1.8p23)
    return (values + large) - large
  }

  private static func transposed(_ block: [SIMD8<Float>]) -> [SIMD8<Float>] {
    (0..<8).map { row in
      var result = SIMD8<Float>()
      for column in 0..<8 { result[column] = block[column][row] }
      return result
    }
  }
}
