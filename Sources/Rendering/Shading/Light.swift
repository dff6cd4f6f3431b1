/// The light of a scene at one time; colours are linear radiance, 1 about a white wall by day.
struct Light: Sendable {
  /// From above (the sky, the ceiling) and from below (bounced).
  var above: Vector
  var below: Vector
  /// The main light: where it comes from, its colour, and how soft its shadows are (metres).
  var key: Vector
  var keyColour: Vector
  var softness: Float
  /// A weaker light without shadows.
  var fill: Vector
  var fillColour: Vector
  /// What is seen of the sky itself.
  var sky: Vector
  var horizon: Vector
  /// How brightly lamps and lit windows shine.
  var lamps: Float

  @inline(__always)
  func ambient(_ normal: Vector) -> Vector {
    mix(below, above, normal.y * 0.5 + 0.5) + fillColour * (0.5 + 0.5 * dot(normal, fill))
  }
}

/// What the main light reaches: the nearest surfaces seen from it.
struct ShadowMap: Sendable {
  private static let size = 1024
  private let side: Vector
  private let up: Vector
  private let towards: Vector
  private let centre: Vector
  private let scale: Float
  private let nearness: [Float]
  private let reach: Float
  private let bias: Float
  private let radius: Float

  /// Draws `parts` (vertices and their triangles) as seen along `light`'s key.
  ///
  /// What lies outside the box from `low` to `high` counts as lit.
  init(
    _ parts: [(vertices: [Vector], triangles: [SIMD3<Int32>])], light: Light, low: Vector,
    high: Vector
  ) {
    let centre = (low + high) / 2
    self.centre = centre
    let radius = length(high - low) / 2 + 0.05
    self.radius = radius
    let towards = normalized(light.key)
    let side = normalized(cross(abs(towards.y) > 0.95 ? Vector(1, 0, 0) : Vector(0, 1, 0), towards))
    let up = cross(towards, side)
    let scale = Float(ShadowMap.size) / (2 * radius)
    (self.towards, self.side, self.up, self.scale) = (towards, side, up, scale)
    reach = max(0.8, light.softness * scale)
    bias = 0.006 + 1.5 / scale
    var layer = Layer(x: 0, y: 0, width: ShadowMap.size, height: ShadowMap.size)
    for part in parts {
      let screen = part.vertices.map { vertex -> Vector in
        let v = vertex - centre
        return Vector(
          (dot(v, side) + radius) * scale, (radius - dot(v, up)) * scale,
          dot(v, towards) + 100)
      }
      layer.draw(part.triangles, screen: screen, cullBack: false)
    }
    nearness = layer.nearness
  }

  private static let taps: [SIMD2<Float>] = [
    SIMD2(0, 0), SIMD2(0.9, 0.2), SIMD2(-0.35, 0.85), SIMD2(-0.8, -0.45), SIMD2(0.3, -0.9),
    SIMD2(0.45, 0.5), SIMD2(-0.5, 0.2), SIMD2(0.1, -0.45),
  ]

  /// The share of the main light that reaches `point`, 0 to 1.
  @inline(__always)
  func light(at point: Vector) -> Float {
    let v = point - centre
    let x = (dot(v, side) + radius) * scale
    let y = (radius - dot(v, up)) * scale
    let limit = Float(ShadowMap.size)
    guard x >= 0, y >= 0, x < limit, y < limit else { return 1 }
    let depth = dot(v, towards) + 100 + bias
    var lit: Float = 0
    for tap in ShadowMap.taps {
      let column = Int(max(0, min(limit - 1, x + tap.x * reach)))
      let row = Int(max(0, min(limit - 1, y + tap.y * reach)))
      if nearness[row * ShadowMap.size + column] <= depth { lit += 1 }
    }
    return lit / Float(ShadowMap.taps.count)
  }
}
