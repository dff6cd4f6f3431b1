import Essentials

/// Smooth random numbers over space, the same everywhere: skin mottles, hair strands, stone, leaves.
struct Noise: Sendable {
  private static let size = 32
  private let lattice: [Float]

  init() {
    var random = RandomStream(seed: 20_261, purpose: "noise")
    lattice = (0..<Noise.size * Noise.size * Noise.size).map { _ in
      Float(random.uniform() * 2 - 1)
    }
  }

  /// A number in -1...1 that varies over a distance of about 1.
  @inline(__always)
  func callAsFunction(_ p: Vector) -> Float {
    let floor = Noise.floor(p)
    let t = p - floor
    let f = t * t * (Vector(repeating: 3) - 2 * t)
    let m = Int32(Noise.size - 1)
    let x0 = Int(Int32(floor.x) & m)
    let y0 = Int(Int32(floor.y) & m) * Noise.size
    let z0 = Int(Int32(floor.z) & m) * Noise.size * Noise.size
    let x1 = (x0 + 1) & Int(m)
    let y1 = (y0 + Noise.size) & (Noise.size * Noise.size - 1)
    let z1 = (z0 + Noise.size * Noise.size) & (Noise.size * Noise.size * Noise.size - 1)
    let a = mix(lattice[x0 + y0 + z0], lattice[x1 + y0 + z0], f.x)
    let b = mix(lattice[x0 + y1 + z0], lattice[x1 + y1 + z0], f.x)
    let c = mix(lattice[x0 + y0 + z1], lattice[x1 + y0 + z1], f.x)
    let d = mix(lattice[x0 + y1 + z1], lattice[x1 + y1 + z1], f.x)
    return mix(mix(a, b, f.y), mix(c, d, f.y), f.z)
  }

  /// Rounded down; without SSE 4.1 the library's rounding is a call for each component.
  @inline(__always)
  private static func floor(_ p: Vector) -> Vector {
    let whole = Vector(Float(Int32(p.x)), Float(Int32(p.y)), Float(Int32(p.z)))
    return whole.replacing(with: whole - 1, where: whole .> p)
  }

  /// Three octaves, about -1...1.
  func rough(_ p: Vector) -> Float {
    (self(p) + 0.5 * self(p * 2.03) + 0.25 * self(p * 4.1)) / 1.5
  }
}
