import Imaging

extension RGBImage {
  /// A rectangle of the picture, in pixels that need not be whole and may reach over its edge.
  struct Region: Sendable, Equatable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
  }

  /// `region` of this picture at `width` × `height` pixels; what lies outside is mid grey.
  ///
  /// Each pixel is the mean of n × n bilinear samples, n the whole number of source pixels that it
  /// covers along one side (1 where the picture is enlarged).
  ///
  /// - Complexity: O(pixels of the result · n²).
  func resampled(_ region: Region, width: Int, height: Int) -> RGBImage {
    var result = RGBImage(width: width, height: height)
    let (stepX, stepY) = (region.width / Double(width), region.height / Double(height))
    let samples = max(1, Int(max(stepX, stepY).rounded(.up)))
    let count = Double(samples * samples)
    for y in 0..<height {
      for x in 0..<width {
        var sum = SIMD3<Double>.zero
        for down in 0..<samples {
          for across in 0..<samples {
            let at = (
              x: region.x + (Double(x) + (Double(across) + 0.5) / Double(samples)) * stepX,
              y: region.y + (Double(y) + (Double(down) + 0.5) / Double(samples)) * stepY
            )
            sum += sample(at.x - 0.5, at.y - 0.5)
          }
        }
        let mean = (sum / count).rounded(.toNearestOrAwayFromZero)
        result[x, y] = (UInt8(mean.x), UInt8(mean.y), UInt8(mean.z))
      }
    }
    return result
  }

  private func sample(_ x: Double, _ y: Double) -> SIMD3<Double> {
    let (left, top) = (x.rounded(.down), y.rounded(.down))
    let (u, v) = (x - left, y - top)
    let (column, row) = (Int(left), Int(top))
    let upper = value(column, row) * (1 - u) + value(column + 1, row) * u
    let lower = value(column, row + 1) * (1 - u) + value(column + 1, row + 1) * u
    return upper * (1 - v) + lower * v
  }

  /// The pixel there; beside the picture its edge for one pixel, so that no seam shows, then grey.
  private func value(_ x: Int, _ y: Int) -> SIMD3<Double> {
    guard x >= -1, y >= -1, x <= width, y <= height else { return SIMD3(repeating: 128) }
    let pixel = self[min(width - 1, max(0, x)), min(height - 1, max(0, y))]
    return SIMD3(Double(pixel.red), Double(pixel.green), Double(pixel.blue))
  }
}
