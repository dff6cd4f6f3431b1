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
      throw scenario.failure(
        .notMeasurable, "records.missing", summary: "nobody is left on the list",
        remedy: "Lower records.missing, or raise list.people")
    }
    self.people = people
    isMisnamed = misnamed
    coordinates = city.people.coordinates(of: people, capture: 1 << 40, condition: condition)
      .flatMap { $0 }
  }

  /// The unlikeness at or below which a face raises an alert.
  ///
  /// - Throws: ``Failure`` (`mismatchedInput`) where the scenario has no threshold.
  func limit() throws -> Float {
    guard let limit = city.limit else { throw city.scenario.thresholdMissing }
    return limit
  }

  /// The faces of `shard` against the list.
  ///
  /// - Throws: ``Failure`` (`mismatchedInput`) without a threshold.
  func run(shard: Shard, threads: Int, progress: any ProgressObserver) throws -> Tally {
    let limit = try limit()
    let all = Parallel.blocks(city.scenario.captures, of: WatchList.blockSize)
    let blocks = Array(all[shard.range(of: all.count)])
    let count = blocks.reduce(0) { $0 + $1.count }
    var tally = Tally()
    var done = 0
    while done < blocks.count {
      let wave = done..<min(blocks.count, done + threads * 8)
      let parts = try Parallel.map(count: wave.count, threads: threads) { index in
        pass(blocks[wave.lowerBound + index], limit: limit)
      }
      for part in parts { tally.merge(part, keeping: city.scenario.candidates) }
      done = wave.upperBound
      progress.report(
        task: "watch", done: min(count, done * WatchList.blockSize), total: count, unit: "faces")
    }
    return tally
  }

  private static let blockSize = 512

  /// The faces of these captures against the list.
  private func pass(_ captures: Range<Int>, limit: Float) -> Tally {
    var tally = Tally()
    var faces = PassingFaces(city)
    for capture in captures where !faces.add(capture, city.passage(capture)) {
      tally.notDetected += 1
    }
    faces.compare(with: coordinates, count: people.count) { faces, scores in
      for (lane, face) in faces.enumerated() {
        tally.take(best(lane, scores), face.capture, face.number, limit, self)
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
