/// A rectangle of samples: the nearest triangle in each, and how near.
///
/// Screen positions are (x, y, 1 / depth); a larger third value is nearer.
struct Layer {
  let x: Int
  let y: Int
  let width: Int
  let height: Int
  var nearness: [Float]
  var triangle: [Int32]

  /// An empty rectangle with its corner at (`x`, `y`).
  init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
    nearness = Array(repeating: 0, count: width * height)
    triangle = Array(repeating: -1, count: width * height)
  }

  /// Draws `triangles` over `screen` positions, the nearest winning; ties go to the first drawn.
  ///
  /// Triangles with a corner behind the camera (third value not above 0) are left out.
  /// - Complexity: O(triangles + covered samples).
  mutating func draw(
    _ triangles: [SIMD3<Int32>], screen: [Vector], cullBack: Bool, numbering first: Int32 = 0
  ) {
    let offset = Vector(Float(x), Float(y), 0)
    let right = Float(width)
    let bottom = Float(height)
    for index in triangles.indices {
      let corner = triangles[index]
      let a = screen[Int(corner.x)] - offset
      let b = screen[Int(corner.y)] - offset
      let c = screen[Int(corner.z)] - offset
      if a.z <= 0 || b.z <= 0 || c.z <= 0 { continue }
      let area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
      // Front faces run anticlockwise in space, so clockwise with y downward: area below 0.
      if area == 0 || (cullBack && area > 0) { continue }
      let low = pointwiseMin(a, pointwiseMin(b, c))
      let high = pointwiseMax(a, pointwiseMax(b, c))
      if high.x < 0 || high.y < 0 || low.x >= right || low.y >= bottom { continue }
      let x0 = Int(max(0, (low.x - 0.5).rounded(.up)))
      let x1 = Int(min(right - 1, (high.x - 0.5).rounded(.down)))
      let y0 = Int(max(0, (low.y - 0.5).rounded(.up)))
      let y1 = Int(min(bottom - 1, (high.y - 0.5).rounded(.down)))
      if x0 > x1 || y0 > y1 { continue }
      let scale = 1 / area
      let stepX = Vector(b.y - c.y, c.y - a.y, a.y - b.y) * scale
      let stepY = Vector(c.x - b.x, a.x - c.x, b.x - a.x) * scale
      let startX = Float(x0) + 0.5
      let startY = Float(y0) + 0.5
      var row = Vector(
        ((b.x - startX) * (c.y - startY) - (b.y - startY) * (c.x - startX)) * scale,
        ((c.x - startX) * (a.y - startY) - (c.y - startY) * (a.x - startX)) * scale,
        ((a.x - startX) * (b.y - startY) - (a.y - startY) * (b.x - startX)) * scale)
      let z = Vector(a.z, b.z, c.z)
      for sampleY in y0...y1 {
        var share = row
        var at = sampleY * width + x0
        var wasInside = false
        for _ in x0...x1 {
          if share.x >= 0 && share.y >= 0 && share.z >= 0 {
            wasInside = true
            let near = (share * z).sum()
            if near > nearness[at] {
              nearness[at] = near
              triangle[at] = first + Int32(index)
            }
          } else if wasInside {
            break  // Each share only rises or only falls along a row.
          }
          share += stepX
          at += 1
        }
        row += stepY
      }
    }
  }

  /// The shares of the corners of a triangle at screen point (`px`, `py`), right for perspective.
  @inline(__always)
  static func shares(_ a: Vector, _ b: Vector, _ c: Vector, _ px: Float, _ py: Float) -> Vector {
    let area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
    let flat =
      Vector(
        (b.x - px) * (c.y - py) - (b.y - py) * (c.x - px),
        (c.x - px) * (a.y - py) - (c.y - py) * (a.x - px),
        (a.x - px) * (b.y - py) - (a.y - py) * (b.x - px)) / area
    // At a triangle's edge rounding or the pixel's centre may lie a little outside: hold it inside.
    let held = pointwiseMax(flat, Vector())
    let deep = held * Vector(a.z, b.z, c.z)
    return deep / deep.sum()
  }
}
