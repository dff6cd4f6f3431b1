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
    var faces = PassingFaces(city)
    for capture in captures {
      let passage = city.passage(capture)
      // A face that is not found meets nobody.
      if !probes.contains(passage.person) { _ = faces.add(capture, passage) }
    }
    faces.compare(with: flat, count: probes.count) { faces, scores in
      for (lane, face) in faces.enumerated() {
        let fate = face.fate
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
    return meetings
  }
}
