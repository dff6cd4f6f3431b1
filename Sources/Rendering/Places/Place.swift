import Essentials
import Foundation

/// A kind of place that a camera watches.
public enum PlaceKind: String, Sendable, CaseIterable {
  /// A pavement between shops and a road.
  case street
  /// A platform.
  case station
  /// An aisle of a shop.
  case shop
}

/// A place: its scenery, and where in it people may stand.
///
/// The camera hangs above the origin and looks along -z; people come towards it.
struct Place: Sendable {
  let kind: PlaceKind
  let scenery: Scenery
  /// Half the width that people may use at any depth.
  let leftLimit: Float
  let rightLimit: Float

  /// A place of `kind`, its details drawn from `random`.
  init(_ kind: PlaceKind, _ random: inout RandomStream) {
    self.kind = kind
    switch kind {
    case .street: (scenery, leftLimit, rightLimit) = Place.street(&random)
    case .station: (scenery, leftLimit, rightLimit) = Place.station(&random)
    case .shop: (scenery, leftLimit, rightLimit) = Place.shop(&random)
    }
  }

  /// A plain wall, for portraits.
  static func studio(_ random: inout RandomStream) -> Place {
    var scene = Scenery()
    let tone = Float(random.uniform(in: 0.35..<0.6))
    scene.add(
      Vector(-4, 0, -3.2), Vector(8, 0, 0), Vector(0, 4, 0),
      .plain(Vector(tone, tone * 1.01, tone * 1.03), rough: 0.02))
    return Place(kind: .shop, scenery: scene, leftLimit: -1, rightLimit: 1)
  }

  private init(kind: PlaceKind, scenery: Scenery, leftLimit: Float, rightLimit: Float) {
    self.kind = kind
    self.scenery = scenery
    self.leftLimit = leftLimit
    self.rightLimit = rightLimit
  }

  private static func street(_ random: inout RandomStream) -> (Scenery, Float, Float) {
    var scene = Scenery()
    func uniform(_ low: Double, _ high: Double) -> Float { Float(random.uniform(in: low..<high)) }
    let walls = [
      Vector(0.42, 0.33, 0.22), Vector(0.5, 0.47, 0.4), Vector(0.3, 0.12, 0.08),
      Vector(0.36, 0.38, 0.38), Vector(0.46, 0.36, 0.32), Vector(0.25, 0.3, 0.33),
    ]
    func wall() -> Vector { walls[random.index(below: walls.count)] }
    let left = -uniform(1.9, 2.6)
    let kerb = uniform(2.0, 2.8)
    let glass = Vector(0.10, 0.14, 0.19)
    scene.add(
      Vector(left, 0, 2), Vector(kerb - left, 0, 0), Vector(0, 0, -60),
      .slabs(Vector(0.32, 0.31, 0.29), size: uniform(0.4, 0.7), joint: 0.012))
    scene.addBox(
      Vector(kerb, -0.14, -60), Vector(kerb + 0.16, 0.0, 2),
      .plain(Vector(0.36, 0.35, 0.33), rough: 0.1))
    scene.add(Vector(kerb + 0.16, -0.12, 2), Vector(7, 0, 0), Vector(0, 0, -60), .asphalt)
    for slot in 0..<12 {
      let z = -2 - Float(slot) * 4.5
      scene.add(
        Vector(kerb + 3.4, -0.115, z), Vector(0.14, 0, 0), Vector(0, 0, -2),
        .stripe(Vector(0.6, 0.6, 0.58)))
    }
    scene.add(
      Vector(kerb + 7.16, 0, 2), Vector(2.4, 0, 0), Vector(0, 0, -60),
      .slabs(Vector(0.32, 0.31, 0.29), size: 0.5, joint: 0.012))
    // The houses on this side, one after another, with shops below.
    var z: Float = 2
    while z > -48 {
      let wide = uniform(6, 9)
      let high = uniform(9, 14)
      scene.add(
        Vector(left, 0, z), Vector(0, 0, -wide), Vector(0, 3.4, 0),
        .shopfront(wall() * 0.7, sign: wall() * wall() * 2.2))
      scene.add(
        Vector(left, 3.4, z), Vector(0, 0, -wide), Vector(0, high, 0),
        .facade(wall(), glass: glass, storey: 3, bay: uniform(2.0, 2.8)))
      if random.chance(0.55) {
        // An awning.
        let cloth = wall() * 0.9
        scene.add(
          Vector(left, 2.75, z - 0.6), Vector(0, 0, -wide + 1.4), Vector(0.9, -0.35, 0),
          .plain(cloth, rough: 0.04))
      }
      z -= wide
    }
    z = 2
    while z > -48 {
      let wide = uniform(7, 11)
      scene.add(
        Vector(kerb + 9.5, 0, z - wide), Vector(0, 0, wide), Vector(0, uniform(10, 16), 0),
        random.chance(0.4)
          ? .bricks(wall() * Vector(0.8, 0.5, 0.4))
          : .facade(wall(), glass: glass, storey: 3.1, bay: uniform(2.2, 3)))
      z -= wide
    }
    // The street bends: a house closes the view.
    scene.add(
      Vector(left - 6, 0, -46), Vector(34, 0, 0), Vector(0, 15, 0),
      .facade(wall(), glass: glass, storey: 3.2, bay: 2.6))
    // Trees, lamp posts, bollards and parked cars along the kerb.
    for slot in 0..<6 {
      let at = -6.5 - Float(slot) * 7 - uniform(0, 2)
      addTree(&scene, Vector(kerb - 0.45, 0, at), &random)
      scene.addPost(
        Vector(kerb - 0.4, 0, at - 3.4), radius: 0.06, height: 5.5,
        .plain(Vector(0.06, 0.07, 0.07), rough: 0.1))
      scene.addBox(
        Vector(kerb - 0.55, 5.4, at - 3.55), Vector(kerb - 0.1, 5.55, at - 3.25),
        .glow(Vector(2.4, 1.8, 1.0)))
      addCar(&scene, Vector(kerb + 0.5, -0.12, at + 1.5 - uniform(0, 1)), &random)
    }
    for slot in 0..<8 {
      scene.addPost(
        Vector(kerb - 0.25, 0, -3.4 - Float(slot) * 1.9), radius: 0.055, height: 0.95,
        .plain(Vector(0.05, 0.05, 0.055), rough: 0.1))
    }
    return (scene, left + 0.35, kerb - 0.55)
  }

  private static func addTree(_ scene: inout Scenery, _ base: Vector, _ random: inout RandomStream)
  {
    scene.addPost(base, radius: 0.12, height: 3.2, .bark)
    let tone = Vector(0.07, 0.14, 0.035) * Float(random.uniform(in: 0.7..<1.3))
    for _ in 0..<420 {
      let way = normalized(
        Vector(Float(random.normal()), Float(random.normal()) * 0.8, Float(random.normal())))
      let centre =
        base + Vector(0, 4.1, 0) + way * Float(random.uniform(in: 0.4..<1.5)) * Vector(1, 0.9, 1)
      let a = normalized(
        Vector(Float(random.normal()), Float(random.normal()), Float(random.normal())))
      let b = normalized(cross(a, way))
      scene.add(centre, a * 0.26, b * 0.22, .leaves(tone))
    }
  }

  private static func addCar(_ scene: inout Scenery, _ at: Vector, _ random: inout RandomStream) {
    let paints = [
      Vector(0.02, 0.02, 0.025), Vector(0.45, 0.45, 0.46), Vector(0.25, 0.02, 0.02),
      Vector(0.03, 0.07, 0.2), Vector(0.6, 0.6, 0.6), Vector(0.08, 0.1, 0.09),
    ]
    let paint = Finish.plain(paints[random.index(below: paints.count)], rough: 0.03)
    let dark = Finish.plain(Vector(0.03, 0.035, 0.04), rough: 0.05)
    scene.addBox(at + Vector(0, 0.28, -4.2), at + Vector(1.75, 0.86, 0), paint)
    // The cabin: glass all round under a painted roof.
    let low = at + Vector(0.12, 0.86, -3.4)
    let high = at + Vector(1.63, 1.42, -0.9)
    scene.addBox(low, high, dark, top: paint)
    scene.addBox(
      Vector(low.x - 0.01, high.y - 0.05, low.z), Vector(high.x + 0.01, high.y, high.z), paint)
    for z in [-3.45, -0.75] as [Float] {
      scene.addBox(at + Vector(-0.02, 0, z - 0.3), at + Vector(1.77, 0.58, z + 0.3), dark)
    }
    scene.add(
      at + Vector(0.1, 0.55, 0.005), Vector(0.3, 0, 0), Vector(0, 0.14, 0),
      .glow(Vector(0.5, 0.5, 0.45)))
    scene.add(
      at + Vector(1.35, 0.55, 0.005), Vector(0.3, 0, 0), Vector(0, 0.14, 0),
      .glow(Vector(0.5, 0.5, 0.45)))
  }

  private static func station(_ random: inout RandomStream) -> (Scenery, Float, Float) {
    var scene = Scenery()
    func uniform(_ low: Double, _ high: Double) -> Float { Float(random.uniform(in: low..<high)) }
    let left = -uniform(2.4, 3.4)
    let edge = uniform(2.2, 3.0)
    let tints = [
      Vector(0.5, 0.5, 0.46), Vector(0.28, 0.36, 0.4), Vector(0.46, 0.38, 0.26),
      Vector(0.24, 0.35, 0.28),
    ]
    let tint = tints[random.index(below: tints.count)]
    let floor = Vector(0.3, 0.3, 0.3) * uniform(0.8, 1.2)
    scene.add(
      Vector(left, 0, 2), Vector(edge - left, 0, 0), Vector(0, 0, -45), .tiles(floor, size: 0.5))
    scene.add(
      Vector(edge - 0.62, 0.004, 2), Vector(0.14, 0, 0), Vector(0, 0, -45),
      .stripe(Vector(0.62, 0.47, 0.05)))
    scene.addBox(
      Vector(edge, -1.1, -45), Vector(edge + 0.12, -0.01, 2),
      .plain(Vector(0.2, 0.2, 0.2), rough: 0.2))
    scene.add(
      Vector(edge, -1.1, 2), Vector(4, 0, 0), Vector(0, 0, -45),
      .plain(Vector(0.07, 0.065, 0.06), rough: 0.5))
    scene.add(
      Vector(left, 0, 2), Vector(0, 0, -45), Vector(0, 3.9, 0), .tiles(tint, size: 0.22))
    scene.add(
      Vector(left + 0.005, 2.5, 2), Vector(0, 0, -45), Vector(0, 0.3, 0),
      .stripe(tints[random.index(below: tints.count)] * Vector(0.5, 0.3, 0.3)))
    for slot in 0..<9 {
      let z = -3.2 - Float(slot) * 3.4
      scene.add(
        Vector(left + 0.02, 0.75, z), Vector(0, 0, -1.2), Vector(0, 1.8, 0),
        .poster(seed: uniform(0, 30)))
      // Benches between the posters.
      if slot % 2 == 1 {
        scene.addBox(
          Vector(left + 0.1, 0.4, z - 2.9), Vector(left + 0.52, 0.46, z - 1.5),
          .plain(Vector(0.25, 0.14, 0.07), rough: 0.2))
        scene.addBox(
          Vector(left + 0.2, 0, z - 2.7), Vector(left + 0.4, 0.4, z - 2.6),
          .plain(Vector(0.1, 0.1, 0.1), rough: 0.1))
      }
    }
    scene.add(
      Vector(left, 3.9, -43), Vector(edge - left + 4, 0, 0), Vector(0, 0, 45), .ceiling(lamp: true))
    for slot in 0..<5 {
      let z = -7.5 - Float(slot) * 6
      scene.addPost(
        Vector(edge - 1.1, 0, z), radius: 0.19, height: 3.9, .tiles(tint * 0.9, size: 0.11))
    }
    if random.chance(0.6) {
      let paint = [Vector(0.08, 0.14, 0.35), Vector(0.45, 0.45, 0.47), Vector(0.35, 0.05, 0.05)]
      scene.add(
        Vector(edge + 0.14, -0.2, -38 - uniform(0, 4)), Vector(0, 0, 38), Vector(0, 2.9, 0),
        .train(paint[random.index(below: 3)]))
    } else {
      scene.add(
        Vector(edge + 3.6, -1.1, -43), Vector(0, 0, 45), Vector(0, 5, 0),
        .tiles(tint * 0.8, size: 0.3))
    }
    scene.add(
      Vector(left, -1.1, -38), Vector(edge - left + 4, 0, 0), Vector(0, 5, 0),
      .tiles(tint * 0.7, size: 0.3))
    // A hanging sign with two lines and a disc.
    let z: Float = -8 - uniform(0, 2)
    scene.addBox(
      Vector(-0.9, 2.75, z), Vector(1.3, 3.15, z + 0.1), .plain(Vector(0.03, 0.05, 0.18), rough: 0))
    for (index, wide) in [0.95, 0.6].enumerated() {
      scene.add(
        Vector(-0.35, 3.0 - Float(index) * 0.15, z + 0.105), Vector(Float(wide), 0, 0),
        Vector(0, 0.06, 0), .glow(Vector(0.75, 0.75, 0.7)))
    }
    scene.add(
      Vector(-0.78, 2.83, z + 0.105), Vector(0.24, 0, 0), Vector(0, 0.24, 0),
      .glow(Vector(0.8, 0.6, 0.1)))
    return (scene, left + 0.7, edge - 1.3)
  }

  private static func shop(_ random: inout RandomStream) -> (Scenery, Float, Float) {
    var scene = Scenery()
    func uniform(_ low: Double, _ high: Double) -> Float { Float(random.uniform(in: low..<high)) }
    let half = uniform(1.5, 1.9)
    let floor = [Vector(0.52, 0.5, 0.46), Vector(0.4, 0.4, 0.4), Vector(0.45, 0.36, 0.26)][
      random.index(below: 3)]
    scene.add(Vector(-6, 0, 2), Vector(12, 0, 0), Vector(0, 0, -22), .tiles(floor, size: 0.45))
    scene.add(Vector(-6, 3.1, -20), Vector(12, 0, 0), Vector(0, 0, 22), .ceiling(lamp: true))
    let high = uniform(1.75, 2.15)
    let steel = Vector(0.4, 0.4, 0.4)
    for side in [-1, 1] as [Float] {
      var z: Float = -1.5
      while z > -13 {
        let long = uniform(3.2, 4.2)
        let x = side * half
        let seed = uniform(0, 30)
        if side < 0 {
          scene.add(Vector(x, 0.05, z), Vector(0, 0, -long), Vector(0, high, 0), .shelf(seed: seed))
        } else {
          scene.add(
            Vector(x, 0.05, z - long), Vector(0, 0, long), Vector(0, high, 0), .shelf(seed: seed))
        }
        scene.addBox(
          Vector(min(x, x + side * 0.45), 0, z - 0.04),
          Vector(max(x, x + side * 0.45), high + 0.1, z),
          .plain(steel, rough: 0.03))
        scene.add(
          Vector(min(x, x + side * 0.45), high + 0.05, z), Vector(0.45, 0, 0), Vector(0, 0, -long),
          .plain(steel, rough: 0.03))
        z -= long
      }
      scene.add(
        Vector(side * 6, 0, side < 0 ? 2 : -20), Vector(0, 0, side < 0 ? -22 : 22),
        Vector(0, 3.1, 0), .plain(Vector(0.5, 0.48, 0.42), rough: 0.03))
    }
    scene.add(Vector(-6, 0, -17), Vector(12, 0, 0), Vector(0, 3.1, 0), .shelf(seed: uniform(0, 30)))
    scene.add(
      Vector(-6, 2.2, -16.98), Vector(12, 0, 0), Vector(0, 0.9, 0),
      .plain(Vector(uniform(0.05, 0.4), uniform(0.1, 0.35), uniform(0.08, 0.3)), rough: 0.03))
    // The aisle's sign.
    let z: Float = -7.5
    let paint = Vector(uniform(0.03, 0.35), uniform(0.05, 0.3), uniform(0.05, 0.35))
    scene.addBox(Vector(-0.5, 2.45, z), Vector(0.5, 2.85, z + 0.04), .plain(paint, rough: 0))
    for (index, wide) in [0.62, 0.45, 0.55].enumerated() {
      scene.add(
        Vector(-0.38, 2.73 - Float(index) * 0.1, z + 0.045), Vector(Float(wide), 0, 0),
        Vector(0, 0.045, 0), .plain(Vector(0.7, 0.7, 0.68), rough: 0))
    }
    return (scene, -half + 0.4, half - 0.4)
  }
}
