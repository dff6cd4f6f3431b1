import Essentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What each probe meets under one combination of the causes that change pictures.
struct AnatomyMaterial: Sendable {
  /// What one probe meets.
  struct Meeting: Sendable {
    /// Captures of strangers that could be shown, with the fate of their record.
    var hits: [Hit] = []
    /// The best stranger among all captures, and among one in a hundred.
    var best: [Float] = [.infinity, .infinity]
    /// The best of three captures of the person, which are stored where the person was captured.
    var mate: Float = .infinity
  }

  /// A stranger's capture.
  struct Hit: Sendable {
    let unlikeness: Float
    let error: SimulatedCity.RecordError?
    /// Whether it is one of the hundredth part.
    let isSampled: Bool
  }

  let meetings: [Meeting]

  /// Draws it.
  ///
  /// - Parameters:
  ///   - city: the scenario, with the causes off that change pictures.
  ///   - captures: how many captures of it are searched.
  ///   - probes: how many probes.
  ///   - limit: hits beyond this unlikeness are not kept.
  ///   - threads: how many threads draw.
  /// - Throws: ``Failure`` for a condition that the model does not know.
  init(_ city: SimulatedCity, captures: Int, probes: Int, limit: Float, threads: Int) throws {
    let model = city.model
    let people = city.people
    let reference = try model.condition(city.scenario.referenceCondition)
    // People of the city whose own captures are left out, so that their relatives pass as anyone does.
    let numbers = (0..<probes).map { ($0 * (city.scenario.people / probes)) }
    let absent = Set(numbers)
    let vectors = people.coordinates(of: numbers, capture: 1 << 40, condition: reference)
    let flat = vectors.flatMap { $0 }
    // The cameras of the sample, spread over those of the scenario.
    let stride = max(1, city.scenario.captures / captures)
    let blocks = Parallel.blocks(captures, of: 1024)
    let parts = try Parallel.map(count: blocks.count, threads: threads) { index in
      AnatomyMaterial.meet(
        city, blocks[index].map { ($0 * stride) % city.scenario.captures }, absent, flat, limit)
    }
    var meetings = [Meeting](repeating: Meeting(), count: probes)
    for part in parts {
      for probe in meetings.indices {
        meetings[probe].hits += part[probe].hits
        for size in 0..<2 {
          meetings[probe].best[size] = min(meetings[probe].best[size], part[probe].best[size])
        }
      }
    }
    for shot in 0..<3 {
      // Each of the three from a camera of the city.
      let condition = city.condition(shot * stride * 7 % city.scenario.captures)
      let mates = people.coordinates(of: numbers, capture: 1 << 30 + shot, condition: condition)
      for probe in meetings.indices {
        meetings[probe].mate = min(
          meetings[probe].mate, model.unlikeness(vectors[probe], mates[probe]))
      }
    }
    self.meetings = meetings
  }

  private static func meet(
    _ city: SimulatedCity, _ captures: [Int], _ probes: Set<Int>, _ flat: [Float], _ limit: Float
  ) -> [Meeting] {
    var meetings = [Meeting](repeating: Meeting(), count: probes.count)
    let components = city.model.components.count
    var groups = [[(Int, Int, SimulatedPeople.Person, Double)]](
      repeating: [], count: components * (city.model.conditions.count + 1))
    for capture in captures {
      let passage = city.passage(capture)
      let condition = city.condition(capture)
      let number = passage.person
      guard !probes.contains(number),
        city.people.isDetected(person: number, capture: capture, condition: condition)
      else { continue }
      let person = city.people.person(number)
      groups[(condition.map { $0 + 1 } ?? 0) * components + person.component].append(
        (capture, number, person, passage.fate))
    }
    var sampler = BatchSampler(city.people)
    var scores = [Float](repeating: 0, count: probes.count * BatchSampler.lanes)
    for (group, tasks) in groups.enumerated() where !tasks.isEmpty {
      let condition = group / components - 1
      for start in stride(from: 0, to: tasks.count, by: BatchSampler.lanes) {
        let end = min(tasks.count, start + BatchSampler.lanes)
        let lanes = (0..<BatchSampler.lanes).map { tasks[min(start + $0, end - 1)] }
        sampler.drawPeople(
          lanes.map(\.1), families: lanes.map(\.2.family), component: group % components)
        sampler.drawCaptures(
          lanes.map(\.1), noises: lanes.map(\.2.noise), indices: lanes.map(\.0),
          component: group % components, condition: condition < 0 ? nil : condition)
        sampler.compare(flat, count: probes.count, into: &scores)
        for lane in 0..<end - start {
          let fate = lanes[lane].3
          // A hundredth part that has nothing to do with cameras or people.
          let isSampled = fate * 1e4 - (fate * 1e4).rounded(.down) < 0.01
          for probe in meetings.indices {
            let unlikeness = scores[probe * BatchSampler.lanes + lane]
            meetings[probe].best[0] = min(meetings[probe].best[0], unlikeness)
            if isSampled { meetings[probe].best[1] = min(meetings[probe].best[1], unlikeness) }
            if unlikeness <= limit {
              meetings[probe].hits.append(
                Hit(unlikeness: unlikeness, error: city.recordError(fate), isSampled: isSampled))
            }
          }
        }
      }
    }
    return meetings
  }
}
