import Essentials

/// Faces of captures that are to be drawn and compared, sorted by group of people and condition, so
/// that sixteen of a kind are drawn at a time.
struct PassingFaces {
  /// The face of a capture.
  struct Face {
    let capture: Int
    /// The number of the person.
    let number: Int
    /// What becomes of the record: see ``SimulatedCity/Passage/fate``.
    let fate: Double
    let person: SimulatedPeople.Person
  }

  private let city: SimulatedCity
  /// By condition, and by component within it.
  private var groups: [[Face]]

  init(_ city: SimulatedCity) {
    self.city = city
    groups = Array(
      repeating: [], count: city.model.components.count * (city.model.conditions.count + 1))
  }

  /// Adds the face of `capture`, of which `passage` is known.
  ///
  /// - Returns: whether the detector found the face; one that it did not find is not added.
  mutating func add(_ capture: Int, _ passage: SimulatedCity.Passage) -> Bool {
    let condition = city.condition(capture)
    guard
      city.people.isDetected(person: passage.person, capture: capture, condition: condition)
    else { return false }
    let person = city.people.person(passage.person)
    let group = (condition.map { $0 + 1 } ?? 0) * city.model.components.count + person.component
    groups[group].append(
      Face(capture: capture, number: passage.person, fate: passage.fate, person: person))
    return true
  }

  /// Draws the faces and compares each with `count` probes, given in coordinates one after the other.
  ///
  /// - Parameters:
  ///   - probes: the probes.
  ///   - count: how many there are.
  ///   - body: called with at most sixteen faces and how unlike they are to the probes: face l and
  ///     probe p at [16 p + l].
  /// - Complexity: O(faces · (rank² + probes · rank)).
  func compare(
    with probes: [Float], count: Int, _ body: (_ faces: ArraySlice<Face>, _ scores: [Float]) -> Void
  ) {
    var sampler = BatchSampler(city.people)
    var scores = [Float](repeating: 0, count: count * BatchSampler.lanes)
    for (group, faces) in groups.enumerated() where !faces.isEmpty {
      let (place, component) = group.quotientAndRemainder(
        dividingBy: city.model.components.count)
      for start in stride(from: 0, to: faces.count, by: BatchSampler.lanes) {
        let end = min(faces.count, start + BatchSampler.lanes)
        let lanes = (0..<BatchSampler.lanes).map { faces[min(start + $0, end - 1)] }
        let numbers = lanes.map(\.number)
        sampler.drawPeople(numbers, families: lanes.map(\.person.family), component: component)
        sampler.drawCaptures(
          numbers, noises: lanes.map(\.person.noise), indices: lanes.map(\.capture),
          component: component, condition: place == 0 ? nil : place - 1)
        sampler.compare(probes, count: count, into: &scores)
        body(faces[start..<end], scores)
      }
    }
  }
}
