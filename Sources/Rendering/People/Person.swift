import Essentials

/// A person who doesn't exist: all that stays the same from picture to picture.
public struct Person: Sendable {
  /// The number within the city, from 0.
  public let number: Int
  /// The pseudonym in manifests.
  public var name: String { "person-" + (number + 1).padded(4) }
  /// 0 woman to 1 man.
  let masculinity: Float
  /// 0 young adult to 1 old; nobody is a child.
  let age: Float
  /// Shares of the mesh's three ancestry shapes, summing to 1.
  let ancestry: Vector
  let muscle: Float
  let weight: Float
  /// Stature in metres.
  let stature: Float
  /// Weights of ``BodyModel/traits``, in their order.
  let traits: [Float]
  let face: FaceLook
  let hair: HairLook
  let glasses: GlassesLook?

  /// The person `number` of the population `seed`.
  init(number: Int, seed: UInt64, model: BodyModel) {
    var random = RandomStream(seed: seed, purpose: "person", item: number)
    self.number = number
    let man = random.chance(0.5)
    masculinity = Float(man ? random.uniform(in: 0.78..<1) : random.uniform(in: 0..<0.2))
    age = Float(random.uniform() * random.uniform(in: 0.7..<1))
    var parts = Vector(
      Float(random.exponential()), Float(random.exponential()), Float(random.exponential()))
    parts *= parts
    ancestry = parts / parts.sum()
    muscle = Float(random.uniform(in: 0.15..<0.9))
    weight = Float(random.uniform(in: 0.05..<0.95))
    let mean = man ? 1.76 : 1.64
    stature = Float(mean + 0.055 * max(-2, min(2, random.normal())))
    // Evenly within bounds: as different from one another as can be without caricatures.
    traits = model.traits.map { trait in
      1.06 * trait.spread * Float(3.squareRoot() * random.uniform(in: -1..<1))
    }
    let darkness = saturate(
      ancestry.x * 0.85 + ancestry.y * 0.38 + ancestry.z * 0.16 + 0.14 * Float(random.normal()))
    face = FaceLook(&random, man: man, age: age, darkness: darkness)
    hair = HairLook(&random, man: man, age: age, darkness: darkness, curly: ancestry.x)
    glasses = random.chance(0.12 + 0.2 * Double(age)) ? GlassesLook(&random) : nil
  }

  /// The person's vertices in metres, standing as the base mesh does, face at rest.
  func shape(_ model: BodyModel) -> [Vector] {
    var vertices = model.mesh.vertices
    let genders = [("female", 1 - masculinity), ("male", masculinity)]
    let ages = [("young", 1 - age), ("old", age)]
    let ancestries = [
      ("african", ancestry.x), ("asian", ancestry.y), ("caucasian", ancestry.z),
    ]
    let muscles = Person.halves(muscle, "muscle")
    let weights = Person.halves(weight, "weight")
    for (gender, genderShare) in genders {
      for (age, ageShare) in ages {
        let share = genderShare * ageShare
        for (name, part) in ancestries {
          model.ancestry["\(name)-\(gender)-\(age)"]?.apply(share * part, to: &vertices)
        }
        for (muscle, muscleShare) in muscles {
          for (weight, weightShare) in weights {
            model.build["\(gender)-\(age)-\(muscle)-\(weight)"]?.apply(
              share * muscleShare * weightShare, to: &vertices)
          }
        }
      }
    }
    for (trait, weight) in zip(model.traits, traits) { trait.apply(weight, to: &vertices) }
    let low = vertices[..<BaseMesh.bodyCount].reduce(Float(0)) { min($0, $1.y) }
    let high = vertices[..<BaseMesh.bodyCount].reduce(Float(0)) { max($0, $1.y) }
    let scale = stature / (high - low)
    for index in vertices.indices {
      vertices[index] = (vertices[index] - Vector(0, low, 0)) * scale
    }
    return vertices
  }

  private static func halves(_ value: Float, _ name: String) -> [(String, Float)] {
    value < 0.5
      ? [("min" + name, 1 - 2 * value), ("average" + name, 2 * value)]
      : [("average" + name, 2 - 2 * value), ("max" + name, 2 * value - 1)]
  }
}

/// Skin, eyes, brows and beard of a person; colours are linear red, green, blue.
struct FaceLook: Sendable {
  var skin: Vector
  var lips: Vector
  var redness: Float
  var freckles: Float
  var mottle: Float
  var underEyes: Float
  var wrinkles: Float
  var iris: Vector
  var brow: BrowLook
  /// How dense the beard is, 0 none to 1 full.
  var beard: Float
  /// Which parts the beard covers: moustache, chin, cheeks.
  var beardParts: Vector
  /// Small dark spots, in decimetres of the base mesh, with their radius.
  var moles: [SIMD4<Float>]
  /// Where this person's noise lies, so that no two skins are mottled alike.
  var offset: Vector

  init(_ random: inout RandomStream, man: Bool, age: Float, darkness: Float) {
    func uniform(_ low: Double, _ high: Double) -> Float { Float(random.uniform(in: low..<high)) }
    // Between pale, olive and dark brown, roughly as measured skin reflectances lie.
    let pale = Vector(0.62, 0.395, 0.30)
    let olive = Vector(0.43, 0.245, 0.15)
    let dark = Vector(0.115, 0.055, 0.034)
    var skin =
      darkness < 0.5 ? mix(pale, olive, darkness * 2) : mix(olive, dark, darkness * 2 - 1)
    skin *= Vector(uniform(0.91, 1.09), uniform(0.94, 1.06), uniform(0.9, 1.1))
    self.skin = skin
    lips = mix(skin * Vector(0.86, 0.55, 0.56), Vector(0.38, 0.09, 0.1), man ? 0 : uniform(0, 0.55))
    redness = uniform(0.1, 1.4) * (1 - 0.5 * darkness)
    freckles = random.chance(0.3) ? uniform(0.2, 1) * (1 - darkness) : 0
    mottle = uniform(0.4, 1.2)
    underEyes = uniform(0, 1)
    wrinkles = age * uniform(0.5, 1.3)
    let irises = [
      Vector(0.10, 0.05, 0.025), Vector(0.05, 0.028, 0.018), Vector(0.13, 0.22, 0.33),
      Vector(0.16, 0.2, 0.11), Vector(0.2, 0.23, 0.25), Vector(0.18, 0.1, 0.04),
    ]
    iris = darkness > 0.42 ? irises[random.index(below: 2)] : irises[random.index(below: 6)]
    brow = BrowLook(&random, man: man)
    let bearded = man && random.chance(0.5)
    beard = bearded ? uniform(0.25, 1) : man ? uniform(0.03, 0.2) : 0
    beardParts = Vector(
      random.chance(0.85) ? 1 : 0, random.chance(0.9) ? 1 : 0.1, random.chance(0.65) ? 1 : 0.12)
    if !bearded { beardParts = Vector(1, 1, 1) }
    moles = (0..<random.index(below: 4)).map { _ in
      SIMD4(uniform(-0.6, 0.6), uniform(6.4, 7.9), 1.3, uniform(0.012, 0.03))
    }
    offset = Vector(uniform(0, 30), uniform(0, 30), uniform(0, 30))
  }
}

/// The eyebrows: where they lie and how strong they are, in decimetres of the base mesh.
struct BrowLook: Sendable {
  var inner: Float
  var outer: Float
  var height: Float
  var arch: Float
  var tilt: Float
  var thickness: Float
  var density: Float

  init(_ random: inout RandomStream, man: Bool) {
    func uniform(_ low: Double, _ high: Double) -> Float { Float(random.uniform(in: low..<high)) }
    inner = uniform(0.08, 0.19)
    outer = uniform(0.47, 0.63)
    height = uniform(-0.03, 0.05)
    arch = uniform(0, 0.09)
    tilt = uniform(-0.09, 0.03)
    thickness = man ? uniform(0.03, 0.085) : uniform(0.018, 0.06)
    density = man ? uniform(0.4, 1) : uniform(0.3, 0.95)
  }
}

/// The hair: its colour, cut and line.
struct HairLook: Sendable {
  enum Style: CaseIterable, Sendable { case bald, cropped, short, full, curly, bob, long, bun }
  var style: Style
  var colour: Vector
  /// How far the hairline has receded at the temples and the front, 0 to 1.
  var receding: Float
  /// Thickness in metres on top and at the sides.
  var top: Float
  var side: Float
  /// Where the parting is, -1 to 1.
  var parting: Float
  /// The height, in decimetres of the base mesh, at which long hair ends.
  var end: Float
  var fringe: Float
  var offset: Vector

  init(_ random: inout RandomStream, man: Bool, age: Float, darkness: Float, curly: Float) {
    func uniform(_ low: Double, _ high: Double) -> Float { Float(random.uniform(in: low..<high)) }
    let men: [Style] = [.bald, .cropped, .cropped, .short, .short, .short, .full, .full]
    let women: [Style] = [.short, .full, .bob, .bob, .long, .long, .long, .bun, .bun]
    var style = man ? men[random.index(below: men.count)] : women[random.index(below: women.count)]
    if curly > 0.55 && style != .bald && style != .cropped && random.chance(0.6) { style = .curly }
    self.style = style
    let colours = [
      Vector(0.012, 0.010, 0.009), Vector(0.03, 0.019, 0.012), Vector(0.075, 0.042, 0.022),
      Vector(0.16, 0.095, 0.05), Vector(0.36, 0.25, 0.125), Vector(0.22, 0.075, 0.03),
    ]
    var colour = colours[random.index(below: darkness > 0.4 ? 2 : colours.count)]
    if age > 0.45 { colour = mix(colour, Vector(0.4, 0.39, 0.38), min(1, (age - 0.4) * 2)) }
    if !man && random.chance(0.08) { colour = Vector(0.25, 0.02, 0.03) }
    self.colour = colour * uniform(0.8, 1.2)
    receding = man ? uniform(0, 0.5) + age * 0.5 : uniform(0, 0.15)
    switch style {
    case .bald: (top, side) = (0.001, 0.001)
    case .cropped: (top, side) = (uniform(0.004, 0.01), uniform(0.002, 0.006))
    case .short: (top, side) = (uniform(0.010, 0.024), uniform(0.007, 0.013))
    case .full: (top, side) = (uniform(0.02, 0.034), uniform(0.016, 0.026))
    case .curly: (top, side) = (uniform(0.018, 0.04), uniform(0.018, 0.036))
    case .bob, .long: (top, side) = (uniform(0.016, 0.03), uniform(0.014, 0.024))
    case .bun: (top, side) = (uniform(0.01, 0.016), uniform(0.008, 0.012))
    }
    parting = uniform(-0.8, 0.8)
    end = style == .bob ? uniform(5.9, 6.6) : uniform(4.2, 5.7)
    fringe = random.chance(man ? 0.15 : 0.3) ? uniform(0.3, 0.9) : 0
    offset = Vector(uniform(0, 30), uniform(0, 30), uniform(0, 30))
  }
}

/// A person's glasses.
struct GlassesLook: Sendable {
  var colour: Vector
  var width: Float
  var height: Float
  /// 2 is round, larger is squarer.
  var squareness: Float
  var thickness: Float

  init(_ random: inout RandomStream) {
    func uniform(_ low: Double, _ high: Double) -> Float { Float(random.uniform(in: low..<high)) }
    let colours = [
      Vector(0.01, 0.01, 0.012), Vector(0.06, 0.025, 0.012), Vector(0.3, 0.3, 0.31),
      Vector(0.15, 0.02, 0.02), Vector(0.02, 0.03, 0.08),
    ]
    colour = colours[random.index(below: colours.count)]
    width = uniform(0.023, 0.028)
    height = uniform(0.016, 0.022)
    squareness = uniform(2, 4.5)
    thickness = uniform(0.0009, 0.0019)
  }
}
