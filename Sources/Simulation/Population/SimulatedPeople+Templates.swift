public import Essentials

extension SimulatedPeople {
  /// A capture with its template.
  public struct Capture: Sendable {
    /// The person's number.
    public let person: Int
    /// Which of the person's captures.
    public let index: Int
    /// The template, as the encoder would give it.
    public let template: [Float]
  }

  /// Coordinates of one capture of each of `numbers`, in their order.
  ///
  /// - Complexity: O(rank²) a capture.
  func coordinates(of numbers: [Int], capture: Int, condition: Int?) -> [[Float]] {
    var sampler = BatchSampler(self)
    var found: [Int: [Float]] = [:]
    for batch in PopulationBlock(self, Set(numbers).sorted()).batches {
      sampler.drawPeople(batch.numbers, families: batch.families, component: batch.component)
      sampler.drawCaptures(
        batch.numbers, noises: batch.noises,
        indices: [Int](repeating: capture, count: BatchSampler.lanes), component: batch.component,
        condition: condition)
      for place in 0..<batch.count { found[batch.numbers[place]] = sampler.capture(place) }
    }
    return numbers.map { found[$0] ?? [] }
  }

  /// Hands out `captures` captures of each person of `people` under a condition, in order of person
  /// and capture, leaving out those whose face is not found.
  ///
  /// - Parameters:
  ///   - people: the people's numbers.
  ///   - captures: how many shots of each.
  ///   - condition: a name of ``PopulationModel/conditionNames``.
  ///   - threads: how many threads draw; the result does not depend on it.
  ///   - progress: told of people.
  ///   - body: called for each capture, from one thread.
  /// - Throws: ``Failure`` for an unknown condition, and what `body` throws.
  /// - Complexity: O(people · captures · (rank² + rank · dimension)).
  public func forEachCapture(
    people: Range<Int>, captures: Int, condition: String, threads: Int,
    progress: any ProgressObserver = NoProgress(), _ body: (Capture) throws -> Void
  ) throws {
    let condition = try model.condition(condition)
    let blocks = Parallel.blocks(people.count, of: 512).map {
      $0.lowerBound + people.lowerBound..<$0.upperBound + people.lowerBound
    }
    var done = 0
    while done < blocks.count {
      let wave = blocks[done..<min(blocks.count, done + threads * 4)]
      let first = wave.startIndex
      let drawn = try Parallel.map(count: wave.count, threads: threads) { index in
        draw(wave[first + index], captures: captures, condition: condition)
      }
      for captures in drawn { for capture in captures { try body(capture) } }
      done = wave.endIndex
      progress.report(
        task: "simulate", done: wave.last.map { $0.upperBound - people.lowerBound } ?? 0,
        total: people.count, unit: "people")
    }
  }

  private func draw(_ people: Range<Int>, captures: Int, condition: Int?) -> [Capture] {
    var sampler = BatchSampler(self)
    var drawn = [Capture?](repeating: nil, count: people.count * captures)
    for batch in PopulationBlock(self, people).batches {
      sampler.drawPeople(batch.numbers, families: batch.families, component: batch.component)
      for index in 0..<captures {
        sampler.drawCaptures(
          batch.numbers, noises: batch.noises,
          indices: [Int](repeating: index, count: BatchSampler.lanes),
          component: batch.component, condition: condition)
        for place in 0..<batch.count {
          let person = batch.numbers[place]
          guard isDetected(person: person, capture: index, condition: condition) else { continue }
          drawn[(person - people.lowerBound) * captures + index] = Capture(
            person: person, index: index, template: model.template(sampler.capture(place)))
        }
      }
    }
    return drawn.compactMap { $0 }
  }
}

extension PopulationModel {
  /// The template with these coordinates.
  func template(_ coordinates: [Float]) -> [Float] {
    var template = centre.values
    for (row, value) in coordinates.enumerated() {
      for place in 0..<dimension {
        template[place] += value * basis.values[row * dimension + place]
      }
    }
    return template
  }
}
