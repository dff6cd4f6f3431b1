import Imaging

extension Exposure {
  /// The display values of `image`.
  init(_ image: RGBImage) {
    self.init(
      width: image.width, height: image.height,
      pixels: (0..<image.width * image.height).map { place in
        Vector(
          Float(image.bytes[3 * place]), Float(image.bytes[3 * place + 1]),
          Float(image.bytes[3 * place + 2]))
      })
  }

  /// Reduced by a factor of at most 1; each pixel is the mean of the area it covers.
  func reduced(by factor: Double) -> Exposure {
    let columns = Exposure.coverage(of: width, by: factor)
    let rows = Exposure.coverage(of: height, by: factor)
    var lines = [Vector](repeating: Vector(), count: columns.count * height)
    for y in 0..<height {
      for (x, parts) in columns.enumerated() {
        var sum = Vector()
        for (place, weight) in parts { sum += pixels[y * width + place] * weight }
        lines[y * columns.count + x] = sum
      }
    }
    var result = [Vector](repeating: Vector(), count: columns.count * rows.count)
    for (y, parts) in rows.enumerated() {
      for (place, weight) in parts {
        for x in columns.indices {
          result[y * columns.count + x] += lines[place * columns.count + x] * weight
        }
      }
    }
    return Exposure(width: columns.count, height: rows.count, pixels: result)
  }

  /// For each pixel of the reduced line, the pixels it covers with their weights, which add up to 1.
  private static func coverage(of count: Int, by factor: Double) -> [[(Int, Float)]] {
    let reduced = max(1, Int((Double(count) * factor).rounded()))
    let width = Double(count) / Double(reduced)
    return (0..<reduced).map { index in
      let (start, end) = (Double(index) * width, Double(index + 1) * width)
      return (Int(start)..<min(count, Int(end.rounded(.up)))).compactMap { place in
        let part = min(end, Double(place + 1)) - max(start, Double(place))
        return part > 1e-9 ? (place, Float(part / width)) : nil
      }
    }
  }

  /// Paints `cover` over `face`, with its edges rounded.
  mutating func paint(_ cover: Degradation.Cover, over face: Degradation.FaceBox) {
    // Shares of the box's height, from its top, and of its width, from its middle.
    let (top, bottom, half, color) =
      switch cover {
      case .mask: (0.48, 1.0, 0.47, Vector(168, 196, 214))
      case .sunglasses: (0.25, 0.47, 0.49, Vector(24, 24, 28))
      }
    let middle = (x: face.x + face.width / 2, y: face.y + (top + bottom) / 2 * face.height)
    let reach = (x: half * face.width, y: (bottom - top) / 2 * face.height)
    for y in 0..<height {
      let down = abs(Double(y) + 0.5 - middle.y) / reach.y
      if down >= 1 { continue }
      for x in 0..<width {
        let across = abs(Double(x) + 0.5 - middle.x) / reach.x
        // A rectangle whose corners are cut as an ellipse of the fourth power cuts them.
        let edge = across * across * across * across + down * down * down * down
        if edge < 1 { pixels[y * width + x] = color }
      }
    }
  }
}
