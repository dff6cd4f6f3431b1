import Biometrics
import Essentials
import Evaluation

/// A scenario made ready to run: who passes which camera when, and how scores are shown.
///
/// Everything about a capture follows from its number, below ``Scenario/captures``.
struct SimulatedCity: Sendable {
  let scenario: Scenario
  private(set) var people: SimulatedPeople
  let mappings: [ShownMapping]
  /// The unlikeness at or below which a score counts as a match; nil without a threshold.
  let limit: Float?
  /// The condition of each camera in turn: camera c has that of c mod 1000.
  private var cameraConditions: [Int?]
  private let passage = Streams.base("simulated-passage")

  /// Who passes, and what becomes of the record.
  struct Passage {
    let person: Int
    /// 0…1, to be compared with the shares of record errors.
    let fate: Double
    /// 0…1 of the hours of the day.
    let time: Double
  }

  /// What is wrong with a record.
  enum RecordError: String, Sendable, Codable { case missing, duplicated, mislabelled }

  init(_ scenario: Scenario, seed: UInt64) throws {
    try scenario.validate()
    self.scenario = scenario
    let model = try PopulationModel.named(scenario.model)
    people = SimulatedPeople(
      model: model, seed: seed,
      kinship: .init(share: scenario.relatives, resemblance: scenario.resemblance))
    _ = try model.condition(scenario.referenceCondition)
    mappings = try scenario.mappings.map { try ShownMapping($0, model: model) }
    limit = try scenario.limit(model)
    var places: [Int?] = []
    var sum = 0.0
    for (name, share) in scenario.conditions.sorted(by: { $0.key < $1.key }) {
      let condition = try model.condition(name)
      sum += share
      while Double(places.count) < (sum * 1000).rounded() && places.count < 1000 {
        places.append(condition)
      }
    }
    // Neighbouring cameras differ: 617 and 1000 have no common factor.
    cameraConditions = (0..<1000).map { places[min(places.count - 1, $0 * 617 % 1000)] }
  }

  var model: PopulationModel { people.model }

  func camera(_ capture: Int) -> Int { capture / (scenario.facesPerCamera * scenario.days) }

  func condition(_ capture: Int) -> Int? { cameraConditions[camera(capture) % 1000] }

  func passage(_ capture: Int) -> Passage {
    let words = Philox.block(key: people.seed, counter: (low: UInt64(capture), high: passage))
    let bits = UInt64(words.0) | UInt64(words.1) << 32
    return Passage(
      person: Int(bits.multipliedFullWidth(by: UInt64(scenario.people)).high),
      fate: (Double(words.2) + 0.5) * 0x1p-32, time: (Double(words.3) + 0.5) * 0x1p-32)
  }

  func recordError(_ fate: Double) -> RecordError? {
    var sum = scenario.missing
    if fate < sum { return .missing }
    sum += scenario.duplicated
    if fate < sum { return .duplicated }
    return fate < sum + scenario.mislabelled ? .mislabelled : nil
  }

  /// Where and when a capture was taken, as its record says.
  func record(_ capture: Int) -> CaptureRecordText {
    let passage = passage(capture)
    var place = capture
    let error = recordError(passage.fate)
    if error == .mislabelled {
      // The record of some other capture.
      var random = RandomStream(
        seed: people.seed, stream: Streams.base("simulated-label") ^ UInt64(capture))
      place = random.index(below: scenario.captures)
    }
    let camera = camera(place)
    let day = place % (scenario.facesPerCamera * scenario.days) / scenario.facesPerCamera
    let span = scenario.hours[1] - scenario.hours[0] + 1
    let minute = scenario.hours[0] * 60 + Int(self.passage(place).time * Double(span * 60))
    return CaptureRecordText(
      camera: camera, place: "\(scenario.places[camera % scenario.places.count]) \(camera)",
      day: day + 1, minute: minute, error: error)
  }

  /// What the conditions in use rest on, where that is not degraded shots of real people.
  var conditionLimits: [String] {
    let used = Set(scenario.conditions.filter { $0.value > 0 }.keys)
      .union([scenario.referenceCondition])
    return model.conditions.filter { used.contains($0.name) }.compactMap { condition in
      condition.basis.map { "Condition \(condition.name): \($0)" }
    }
  }

  /// Coordinates of captures by person, number and condition, one by one.
  func coordinates(person: Int, capture: Int, condition: Int?) -> [Float] {
    people.coordinates(of: [person], capture: capture, condition: condition)[0]
  }
}

/// What a record says of a capture.
struct CaptureRecordText {
  let camera: Int
  let place: String
  let day: Int
  let minute: Int
  let error: SimulatedCity.RecordError?

  var time: String {
    let (hour, minute) = minute.quotientAndRemainder(dividingBy: 60)
    return "day \(day), \(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
  }
}

extension SimulatedCity {
  /// The same city, in which cameras with a condition of these kinds take clean pictures.
  func withoutConditions(_ kinds: Set<PopulationModel.Condition.Kind>) -> SimulatedCity {
    var other = self
    other.cameraConditions = cameraConditions.map { index in
      index.flatMap { kinds.contains(model.conditions[$0].kind ?? .picture) ? nil : $0 }
    }
    return other
  }

  /// The same city whose people do not come in groups.
  func withoutGroups() -> SimulatedCity {
    var other = self
    other.people = SimulatedPeople(
      model: model.withoutGroups(), seed: people.seed, kinship: people.kinship)
    return other
  }
}
