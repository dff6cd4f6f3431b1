/// A range of people, sorted by component and cut into batches.
struct PopulationBlock {
  /// People of one component, at most sixteen.
  struct Batch {
    let component: Int
    /// Sixteen numbers: the last is repeated where there are fewer people.
    var numbers: [Int]
    var families: [UInt64?]
    var noises: [Float]
    /// How many are meant.
    let count: Int
  }

  let batches: [Batch]

  /// The people of these numbers.
  init(_ population: SimulatedPeople, _ numbers: some Sequence<Int>) {
    var members = [[(Int, SimulatedPeople.Person)]](
      repeating: [], count: population.model.components.count)
    for number in numbers {
      let person = population.person(number)
      members[person.component].append((number, person))
    }
    var batches: [Batch] = []
    for (component, people) in members.enumerated() {
      var start = 0
      while start < people.count {
        let end = min(people.count, start + BatchSampler.lanes)
        let places = (0..<BatchSampler.lanes).map { people[min(start + $0, end - 1)] }
        batches.append(
          Batch(
            component: component, numbers: places.map(\.0), families: places.map(\.1.family),
            noises: places.map(\.1.noise), count: end - start))
        start = end
      }
    }
    self.batches = batches
  }
}
