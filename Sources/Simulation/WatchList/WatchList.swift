import Essentials

/// The people on a list, with the arithmetic of one face against all of them.
struct WatchList {
  private let city: SimulatedCity
  /// The numbers of the simulated people on the list, in order.
  private let people: [Int]
  private let coordinates: [Float]
  /// Whether the record of each carries another's name.
  private let isMisnamed: [Bool]

  /// How many are on it.
  var count: Int { people.count }

  /// A face that raised an alert.
  struct Alert: Sendable {
    let unlikeness: Float
    let capture: Int
    let person: Int
    let listed: Int
  }

  /// Counts of a range of faces.
  struct Tally: Sendable {
    var notDetected = 0
    /// Faces of people not on the list.
    var strangers = 0
    /// Faces of people on it.
    var listed = 0
    var falseAlerts = 0
    var trueAlerts = 0
    var mistaken = 0
    var misnamed = 0
    var alerts: [Alert] = []

    mutating func merge(_ other: Tally, keeping count: Int) {
      notDetected += other.notDetected
      strangers += other.strangers
      listed += other.listed
      falseAlerts += other.falseAlerts
      trueAlerts += other.trueAlerts
      mistaken += other.mistaken
      misnamed += other.misnamed
      alerts += other.alerts
      alerts.sort { ($0.unlikeness, $0.capture) < ($1.unlikeness, $1.capture) }
      alerts.removeLast(max(0, alerts.count - count))
    }
  }

  init(_ city: SimulatedCity) throws {
    self.city = city
    let scenario = city.scenario
    let condition = try city.model.condition(scenario.referenceCondition)
    // Those who pass are the first of the population; the others live elsewhere.
    let numbers =
      Array(0..<scenario.listedPassing)
      + (0..<scenario.listed - scenario.listedPassing).map { scenario.people + $0 }
    var people: [Int] = []
    var misnamed: [Bool] = []
    for number in numbers {
      var random = RandomStream(
        seed: city.people.seed, stream: Streams.number("simulated-listing", number))
      let error = city.recordError(random.openUniform())
      if error == .missing { continue }
      people.append(number)
      misnamed.append(error == .mislabelled)
    }
    guard !people.isEmpty else {
      throw Failure(
        .notMeasurable, "nobody is left on the list", remedy: "Lower records.missing")
    }
    self.people = people
    isMisnamed = misnamed
    coordinates = city.people.coordinates(of: people, capture: 1 << 40, condition: condition)
      .flatMap { $0 }
  }

  /// The faces of these captures against the list.
  func pass(_ captures: Range<Int>, limit: Float) -> Tally {
    var tally = Tally()
    let components = city.model.components.count
    var groups = [[(Int, Int, SimulatedPeople.Person)]](
      repeating: [], count: components * (city.model.conditions.count + 1))
    for capture in captures {
      let number = city.passage(capture).person
      let condition = city.condition(capture)
      guard city.people.isDetected(person: number, capture: capture, condition: condition) else {
        tally.notDetected += 1
        continue
      }
      let person = city.people.person(number)
      groups[(condition.map { $0 + 1 } ?? 0) * components + person.component].append(
        (capture, number, person))
    }
    var sampler = BatchSampler(city.people)
    var scores = [Float](repeating: 0, count: people.count * BatchSampler.lanes)
    for (group, faces) in groups.enumerated() where !faces.isEmpty {
      let condition = group / components - 1
      for start in stride(from: 0, to: faces.count, by: BatchSampler.lanes) {
        let end = min(faces.count, start + BatchSampler.lanes)
        let lanes = (0..<BatchSampler.lanes).map { faces[min(start + $0, end - 1)] }
        sampler.drawPeople(
          lanes.map(\.1), families: lanes.map(\.2.family), component: group % components)
        sampler.drawCaptures(
          lanes.map(\.1), noises: lanes.map(\.2.noise), indices: lanes.map(\.0),
          component: group % components, condition: condition < 0 ? nil : condition)
        sampler.compare(coordinates, count: people.count, into: &scores)
        for lane in 0..<end - start {
          tally.take(best(lane, scores), lanes[lane].0, lanes[lane].1, limit, self)
        }
      }
    }
    return tally
  }

  /// The most alike on the list, the first of equals.
  private func best(_ lane: Int, _ scores: [Float]) -> (place: Int, unlikeness: Float) {
    var best = (place: 0, unlikeness: Float.infinity)
    for place in people.indices {
      let unlikeness = scores[place * BatchSampler.lanes + lane]
      if unlikeness < best.unlikeness { best = (place, unlikeness) }
    }
    return best
  }
}

extension WatchList.Tally {
  fileprivate mutating func take(
    _ best: (place: Int, unlikeness: Float), _ capture: Int, _ person: Int, _ limit: Float,
    _ list: WatchList
  ) {
    let isListed = list.contains(person)
    if isListed { listed += 1 } else { strangers += 1 }
    guard best.unlikeness <= limit else { return }
    let found = list.person(best.place)
    if found == person {
      trueAlerts += 1
      if list.isMisnamed(best.place) { misnamed += 1 }
    } else if isListed {
      mistaken += 1
    } else {
      falseAlerts += 1
    }
    alerts.append(
      .init(unlikeness: best.unlikeness, capture: capture, person: person, listed: found))
  }
}

extension WatchList {
  fileprivate func person(_ place: Int) -> Int { people[place] }
  fileprivate func isMisnamed(_ place: Int) -> Bool { isMisnamed[place] }

  /// Whether the person of this number is on the list, by binary search.
  fileprivate func contains(_ person: Int) -> Bool {
    var low = 0
    var high = people.count
    while low < high {
      let middle = (low + high) / 2
      if people[middle] < person { low = middle + 1 } else { high = middle }
    }
    return low < people.count && people[low] == person
  }
}
