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

  /// The gains of red, green and blue that take `share` (0...1) of the light's tint out of a
  /// picture, as a camera's white balance does; they keep the brightness of a white wall.
  func balance(_ share: Float) -> Vector {
    let white = ambient(Vector(0, 0, 1)) + keyColour * 0.5
    let grey = dot(white, Vector(0.25, 0.6, 0.15))
    guard grey > 0 else { return Vector(repeating: 1) }
    return 1 / mix(Vector(repeating: 1), white / grey, share)
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
  private let bias: Float
  private let radius: Float
  /// Where the map is looked up around a point, in its samples.
  private let tapsX: SIMD8<Float>
  private let tapsY: SIMD8<Float>

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
    let reach = max(0.8, light.softness * scale)
    tapsX = SIMD8(0, 0.9, -0.35, -0.8, 0.3, 0.45, -0.5, 0.1) * reach
    tapsY = SIMD8(0, 0.2, 0.85, -0.45, -0.9, 0.5, 0.2, -0.45) * reach
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

  /// The share of the main light that reaches `point`, 0 to 1.
  @inline(__always)
  func light(at point: Vector) -> Float {
    let v = point - centre
    let x = (dot(v, side) + radius) * scale
    let y = (radius - dot(v, up)) * scale
    let limit = Float(ShadowMap.size)
    guard x >= 0, y >= 0, x < limit, y < limit else { return 1 }
    let depth = dot(v, towards) + 100 + bias
    let columns = tapsX + x
    let rows = tapsY + y
    var lit = 0
    for tap in 0..<8 {
      let column = Int(Int32(max(0, min(limit - 1, columns[tap]))))
      let row = Int(Int32(max(0, min(limit - 1, rows[tap]))))
      if nearness[row * ShadowMap.size + column] <= depth { lit += 1 }
    }
    return Float(lit) / 8
  }
}
