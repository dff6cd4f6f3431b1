import Foundation

/// A flat piece of a place: a corner and two edges, in metres, and what it is made of.
struct Panel: Sendable {
  var corner: Vector
  var u: Vector
  var v: Vector
  var finish: Finish
}

/// What panels are made of; colours are linear.
enum Finish: Sendable {
  case plain(Vector, rough: Float)
  case slabs(Vector, size: Float, joint: Float)
  case bricks(Vector)
  case facade(Vector, glass: Vector, storey: Float, bay: Float)
  case shopfront(Vector, sign: Vector)
  case asphalt
  case grass
  case tiles(Vector, size: Float)
  case shelf(seed: Float)
  case poster(seed: Float)
  case train(Vector)
  case ceiling(lamp: Bool)
  case leaves(Vector)
  case bark
  case glow(Vector)
  case stripe(Vector)

  /// Whether it varies so little that one look at a pixel is enough.
  var isSmooth: Bool {
    switch self {
    case .plain, .asphalt, .grass, .leaves, .bark, .glow: true
    default: false
    }
  }

  var isCeiling: Bool {
    if case .ceiling = self { true } else { false }
  }
}

/// All panels of a place, built up by its parts.
struct Scenery: Sendable {
  private(set) var panels: [Panel] = []

  mutating func add(_ corner: Vector, _ u: Vector, _ v: Vector, _ finish: Finish) {
    panels.append(Panel(corner: corner, u: u, v: v, finish: finish))
  }

  /// A box from `low` to `high`; the underside is left out.
  mutating func addBox(_ low: Vector, _ high: Vector, _ finish: Finish, top: Finish? = nil) {
    let s = high - low
    let (x, y, z) = (Vector(s.x, 0, 0), Vector(0, s.y, 0), Vector(0, 0, s.z))
    add(low + z, x, y, finish)
    add(low + x, -x, y, finish)
    add(low + x + z, -z, y, finish)
    add(low, z, y, finish)
    add(low + y + z, x, -z, top ?? finish)
    add(low, x, z, finish)
  }

  /// An upright round post.
  mutating func addPost(_ base: Vector, radius: Float, height: Float, _ finish: Finish) {
    let sides = 14
    for side in 0..<sides {
      let a = Float(side) / Float(sides) * 2 * .pi
      let b = Float(side + 1) / Float(sides) * 2 * .pi
      let from = base + Vector(sin(a), 0, cos(a)) * radius
      let to = base + Vector(sin(b), 0, cos(b)) * radius
      add(from, to - from, Vector(0, height, 0), finish)
    }
  }
}
