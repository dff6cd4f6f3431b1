import Biometrics
import Essentials

/// One look-up of all probes, streaming over everything captured; nothing is kept but the answers.
struct LookUpRun {
  let city: SimulatedCity
  let probes: [Probe]
  /// The probes' coordinates, one after the other.
  private let coordinates: [Float]
  /// Strangers up to this unlikeness are counted.
  private let reach: Float

  /// Who is looked for.
  struct Probe: Sendable, Codable, Equatable {
    let person: Int
    let isPresent: Bool
    /// Their captures that are stored, by number, with their unlikeness.
    var mates: [Hit]

    /// Whether it can be looked for among so many captures.
    func isOf(captures: Int) -> Bool {
      (0..<1 << 32).contains(person) && mates.allSatisfy { $0.isOf(captures: captures) }
    }
  }

  /// The width of a bin of scores.
  static let binWidth = 0.005
  static let binCount = 400
  static let blockSize = 8192

  init(_ city: SimulatedCity, threads: Int, progress: any ProgressObserver) throws {
    self.city = city
    let scenario = city.scenario
    let reference = try city.model.condition(scenario.referenceCondition)
    var probes: [Probe] = []
    var present: [Int: Int] = [:]
    var draw = RandomStream(seed: city.people.seed, purpose: "simulated-probes")
    var attempts = 0
    while probes.count < scenario.presentProbes && attempts < 1000 * (scenario.presentProbes + 1) {
      attempts += 1
      // Somebody of whom a capture is stored.
      let capture = draw.index(below: scenario.captures)
      let passage = city.passage(capture)
      if present[passage.person] != nil || city.recordError(passage.fate) == .missing { continue }
      guard
        city.people.isDetected(
          person: passage.person, capture: capture, condition: city.condition(capture))
      else { continue }
      present[passage.person] = probes.count
      probes.append(Probe(person: passage.person, isPresent: true, mates: []))
    }
    guard probes.count == scenario.presentProbes else {
      throw scenario.failure(
        .notMeasurable, "probes.present", "cameras.count", "records.missing",
        summary:
          "only \(probes.count == 1 ? "one person was" : "\(probes.count) different people were") captured, and \(scenario.presentProbes) are to be looked for",
        remedy:
          "Lower probes.present or records.missing, or raise cameras.count or population.people")
    }
    for number in 0..<scenario.absentProbes {
      probes.append(Probe(person: scenario.people + number, isPresent: false, mates: []))
    }
    // A probe is a shot of its own, beyond all captures.
    let vectors = city.people.coordinates(
      of: probes.map(\.person), capture: 1 << 40, condition: reference)
    coordinates = vectors.flatMap { $0 }
    if !present.isEmpty {
      let mates = try LookUpRun.mates(city, present, threads: threads, progress: progress)
      for (index, probe) in mates {
        let hit = Hit(
          unlikeness: city.model.unlikeness(
            vectors[probe],
            city.coordinates(
              person: probes[probe].person, capture: index, condition: city.condition(index))),
          capture: index, person: probes[probe].person)
        probes[probe].mates.append(hit)
      }
      for probe in probes.indices { probes[probe].mates.sort(by: Hit.precedes) }
    }
    self.probes = probes
    reach = ([city.limit] + city.countedLimits).compactMap { $0 }.max() ?? 0
  }

  /// The stored captures of the people in `present`, with the index of their probe.
  private static func mates(
    _ city: SimulatedCity, _ present: [Int: Int], threads: Int, progress: any ProgressObserver
  ) throws -> [(capture: Int, probe: Int)] {
    let blocks = Parallel.blocks(city.scenario.captures, of: 1 << 18)
    return try Parallel.map(count: blocks.count, threads: threads) { block in
      var found: [(capture: Int, probe: Int)] = []
      for capture in blocks[block] {
        let passage = city.passage(capture)
        guard let probe = present[passage.person], city.recordError(passage.fate) != .missing,
          city.people.isDetected(
            person: passage.person, capture: capture, condition: city.condition(capture))
        else { continue }
        found.append((capture, probe))
      }
      return found
    }.flatMap { $0 }
  }

  /// What the captures of `shard` give.
  func run(shard: Shard, threads: Int, progress: any ProgressObserver) throws -> Part {
    let all = Parallel.blocks(city.scenario.captures, of: LookUpRun.blockSize)
    let blocks = Array(all[shard.range(of: all.count)])
    let count = blocks.reduce(0) { $0 + $1.count }
    let keep = city.scenario.candidates
    var whole = Part(probes: probes.count, limits: city.countedLimits.count)
    var done = 0
    // In waves, so that no more than a wave's parts are held.
    while done < blocks.count {
      let wave = done..<min(blocks.count, done + threads * 16)
      let parts = try Parallel.map(count: wave.count, threads: threads) { index in
        part(blocks[wave.lowerBound + index])
      }
      for part in parts { whole.merge(part, keeping: keep) }
      done = wave.upperBound
      progress.report(
        task: "look up", done: min(count, done * LookUpRun.blockSize), total: count,
        unit: "captures")
    }
    return whole
  }

  /// What these captures give.
  private func part(_ captures: Range<Int>) -> Part {
    var part = Part(probes: probes.count, limits: city.countedLimits.count)
    var faces = PassingFaces(city)
    for capture in captures {
      let passage = city.passage(capture)
      if city.recordError(passage.fate) == .missing {
        part.lost += 1
      } else if faces.add(capture, passage) {
        part.stored += 1
      } else {
        part.notDetected += 1
      }
    }
    var collector = Collector(self, part)
    faces.compare(with: coordinates, count: probes.count) { collector.take($0, $1) }
    return collector.part
  }

  /// Keeps of the comparisons of a block what counts.
  private struct Collector {
    private(set) var part: Part
    private let run: LookUpRun
    private let keep: Int
    private let limits: [Float]
    /// Beyond this unlikeness a probe's comparison matters to nothing.
    private var bounds: [Float]

    init(_ run: LookUpRun, _ part: Part) {
      self.run = run
      self.part = part
      keep = run.city.scenario.candidates
      limits = run.city.countedLimits
      bounds = [Float](repeating: .infinity, count: run.probes.count)
    }

    mutating func take(_ faces: ArraySlice<PassingFaces.Face>, _ scores: [Float]) {
      for (lane, face) in faces.enumerated() {
        let isSampled = face.capture.isMultiple(of: 10)
        if isSampled { part.sampled += 1 }
        for probe in bounds.indices {
          let unlikeness = scores[probe * BatchSampler.lanes + lane]
          if unlikeness > bounds[probe] && !isSampled { continue }
          if face.number == run.probes[probe].person { continue }
          if isSampled {
            let score = run.city.model.score(unlikeness: unlikeness)
            let distance = run.city.model.metric == .euclidean ? score : 1 - score
            part.sample[probe][
              min(LookUpRun.binCount - 1, max(0, Int(distance / LookUpRun.binWidth)))] += 1
          }
          for (index, limit) in limits.enumerated() where unlikeness <= limit {
            part.below[probe][index] += 1
          }
          if let mate = run.probes[probe].mates.first, unlikeness < mate.unlikeness {
            part.ahead[probe] += 1
          }
          insert(
            Hit(unlikeness: unlikeness, capture: face.capture, person: face.number), probe)
        }
      }
    }

    private mutating func insert(_ hit: Hit, _ probe: Int) {
      if part.best[probe].count == keep {
        guard let last = part.best[probe].last, Hit.precedes(hit, last) else { return }
        part.best[probe].removeLast()
      }
      let place = part.best[probe].firstIndex { Hit.precedes(hit, $0) } ?? part.best[probe].count
      part.best[probe].insert(hit, at: place)
      if part.best[probe].count == keep, let last = part.best[probe].last {
        let mate = run.probes[probe].mates.first?.unlikeness ?? 0
        bounds[probe] = max(last.unlikeness, run.reach, mate)
      }
    }
  }
}

extension SimulatedCity {
  /// The unlikeness at which each mapping shows the scenario's percentage, where that follows from
  /// the score alone, and the threshold, where there is one.
  var countedLimits: [Float] {
    mappings.compactMap { mapping in
      mapping.score(shownAs: scenario.percentage, metric: model.metric).map {
        model.unlikeness(score: $0)
      }
    } + [limit].compactMap { $0 }
  }
}
