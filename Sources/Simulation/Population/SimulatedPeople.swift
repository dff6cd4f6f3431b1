import Essentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A population of any size, none of it stored: person and capture are functions of seed and number.
///
/// Person 7 of seed 1 is the same whatever else is drawn, under whatever condition, on any thread.
/// Captures under different conditions are different shots.
public struct SimulatedPeople: Sendable {
  /// The model they are drawn from.
  public let model: PopulationModel
  /// The seed.
  public let seed: UInt64
  /// Relatives among them.
  public let kinship: Kinship
  /// The cumulative shares of ``PopulationModel/components``.
  private let cumulative: [Double]

  /// Relatives: pairs of people (2i, 2i + 1) whose faces have a part in common.
  ///
  /// Assumed, not fitted: photographs of relatives were not among the data.
  public struct Kinship: Sendable, Equatable, Codable {
    /// The share of people who have their relative in the population, 0…1.
    public var share: Double
    /// The share of the variance between people that relatives have in common: about 0.5 for
    /// siblings, near 1 for identical twins.
    public var resemblance: Double

    /// Makes it; no relatives when not given.
    public init(share: Double = 0, resemblance: Double = 0.5) {
      self.share = share
      self.resemblance = resemblance
    }
  }

  /// Who a person is before any capture.
  struct Person {
    /// The group, an index into ``PopulationModel/components``.
    let component: Int
    /// The person's factor on within-person noise.
    let noise: Float
    /// What this person shares with a relative: the number of the family; nil without one.
    let family: UInt64?
  }

  /// Makes it.
  public init(model: PopulationModel, seed: UInt64, kinship: Kinship = Kinship()) {
    self.model = model
    self.seed = seed
    self.kinship = kinship
    var sum = 0.0
    cumulative = model.components.map {
      sum += $0.share
      return sum
    }
  }

  /// The person of this number.
  func person(_ number: Int) -> Person {
    var random = RandomStream(seed: seed, stream: Streams.person | UInt64(number))
    let place = random.uniform() * cumulative[cumulative.count - 1]
    let spread = model.personSpread
    let noise = exp(spread * random.normal() - spread * spread)
    var component = cumulative.firstIndex { place < $0 } ?? 0
    var family: UInt64?
    if kinship.share > 0 {
      var pair = RandomStream(seed: seed, stream: Streams.family | UInt64(number / 2))
      if pair.chance(kinship.share) {
        family = UInt64(number / 2)
        let place = pair.uniform() * cumulative[cumulative.count - 1]
        component = cumulative.firstIndex { place < $0 } ?? 0
      }
    }
    let scale = model.components[component].withinScale.squareRoot()
    return Person(
      component: component, noise: Float(noise * scale * model.withinGain), family: family)
  }

  /// The group of the person of this number, an index into ``PopulationModel/components``.
  public func group(_ number: Int) -> Int { person(number).component }

  /// Whether the detector finds the face in this capture.
  public func isDetected(person: Int, capture: Int, condition: Int?) -> Bool {
    guard let condition else { return true }
    let rate = model.conditions[condition].detectionRate
    if rate >= 1 { return true }
    var random = RandomStream(
      seed: seed &+ UInt64(capture) &* 0x9E37_79B9_7F4A_7C15,
      stream: Streams.detection | UInt64(person))
    return random.chance(rate)
  }
}

/// Stream numbers for purposes and people, as ``RandomStream/init(seed:purpose:item:)`` makes them.
enum Streams {
  static let person = base("simulated-person")
  static let family = base("simulated-family")
  static let detection = base("simulated-detection")

  /// The stream of `purpose` for `item`, which has 32 bits.
  static func number(_ purpose: String, _ item: Int) -> UInt64 {
    precondition(item >= 0 && item < 1 << 32, "a simulation has at most 2³² people")
    return base(purpose) | UInt64(item)
  }

  /// The upper half of the stream numbers of `purpose`.
  static func base(_ purpose: String) -> UInt64 {
    var hash: UInt32 = 2_166_136_261
    for byte in purpose.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return UInt64(hash) << 32
  }
}
