import Essentials

/// What a person wears on one day; colours are linear red, green, blue.
struct Clothes: Sendable {
  enum Top: CaseIterable, Sendable { case shirt, jumper, jacket, coat, hood }
  enum Pattern: CaseIterable, Sendable { case plain, stripes, checks, mottled }
  var top: Top
  var pattern: Pattern
  var colour: Vector
  var second: Vector
  var shirt: Vector
  var trousers: Vector
  var shoes: Vector
  var hat: Vector?
  var cap: Bool
  var scarf: Vector?
  var collar: Float

  init(_ random: inout RandomStream) {
    let cloths = [
      Vector(0.02, 0.022, 0.028), Vector(0.05, 0.055, 0.065), Vector(0.02, 0.035, 0.09),
      Vector(0.16, 0.16, 0.17), Vector(0.30, 0.03, 0.03), Vector(0.03, 0.09, 0.05),
      Vector(0.32, 0.24, 0.14), Vector(0.55, 0.53, 0.5), Vector(0.08, 0.16, 0.28),
      Vector(0.10, 0.055, 0.03), Vector(0.42, 0.17, 0.04), Vector(0.22, 0.05, 0.13),
      Vector(0.35, 0.4, 0.12), Vector(0.12, 0.13, 0.08),
    ]
    func cloth() -> Vector { cloths[random.index(below: cloths.count)] }
    top = Top.allCases[random.index(below: Top.allCases.count)]
    pattern = random.chance(0.5) ? .plain : Pattern.allCases[random.index(below: 4)]
    colour = cloth()
    second = cloth()
    shirt = random.chance(0.5) ? Vector(0.6, 0.6, 0.6) : cloth()
    trousers = cloths[[0, 1, 2, 3, 6, 9][random.index(below: 6)]]
    shoes = cloths[[0, 1, 9, 7][random.index(below: 4)]]
    hat = random.chance(0.06) ? cloth() : nil
    cap = random.chance(0.4)
    scarf = random.chance(0.1) ? cloth() : nil
    collar = Float(random.uniform(in: 0.2..<1))
  }

  /// How far `rest` (decimetres) is above the line where cloth ends and the neck begins.
  ///
  /// A ring about the base of the neck, low at the front; the shoulders lie below it.
  static func aboveNeckline(_ rest: Vector) -> Float {
    rest.y - 5.48 - 0.4 * smoothstep(0.5, -0.2, rest.z) - 0.4 * smoothstep(0.55, 0.95, abs(rest.x))
  }

  /// How far `rest` (decimetres) is beyond the wrist, along the forearm of the base mesh.
  static func beyondWrist(_ rest: Vector) -> Float {
    dot(Vector(abs(rest.x), rest.y, rest.z) - Vector(4.31, 2.45, 1.76), Vector(0.521, -0.459, 0.72))
  }

  /// Where sleeves end beyond the wrist, in decimetres.
  static let cuff: Float = 0.2
  /// The height of the hem over the trousers, in decimetres of the base mesh.
  static let hem: Float = 1.02

  /// How far a collar or scarf reaches up from the neckline, in decimetres.
  var collarHeight: Float {
    if scarf != nil { return 0.65 }
    return top == .jumper || top == .shirt ? 0.24 : 0.4
  }

  /// How far the cloth stands off the body at `rest` (decimetres), in metres.
  func thickness(_ rest: Vector) -> Float {
    let torso: Float =
      switch top {
      case .shirt: 0.006
      case .jumper, .hood: 0.013
      case .jacket: 0.017
      case .coat: 0.022
      }
    // Thinner towards the neck, so that it closes there.
    return torso * smoothstep(5.75, 5.2, rest.y + 0.12 * abs(rest.x))
  }
}
