import Biometrics
public import Essentials
import Foundation
import Synchronization

extension Gallery {
  /// Rows that are probes of one unit of work.
  private static let unitRows = 1020

  /// Compares every labelled template with every other.
  ///
  /// Each of the N(N−1)/2 pairs is decided by certified bounds or scored: mated pairs and the tail of
  /// non-mated ones are exact, the body of the non-mated distribution is a seeded sample. Templates
  /// whose subject is not known take no part. Memory is fixed but for one best candidate a row.
  ///
  /// - Parameters:
  ///   - settings: what is counted, and which shard of it.
  ///   - options: threads and instruction set; no option changes the tally.
  ///   - checkpoint: a file to which the tally is written now and then, and from which an earlier,
  ///     stopped run is continued; nil for none. It is removed at the end.
  ///   - progress: is told how far it is; it may stop the work by ending the process.
  /// - Returns: the tally, the same for any number of threads.
  /// - Throws: ``Failure`` (`notMeasurable` where fewer than two templates are labelled,
  ///   `mismatchedInput` where the checkpoint is of another comparison, `inputOutput`).
  /// - Complexity: O(N² d) byte multiplications.
  public func allPairs(
    _ settings: AllPairsSettings, options: SearchOptions = SearchOptions(),
    checkpoint: String? = nil, progress: any ProgressObserver = NoProgress()
  ) throws -> AllPairsTally {
    let subjects = try subjectNumbers().rows
    guard subjects.count(where: { $0 >= 0 }) > 1 else {
      throw Failure(
        .notMeasurable, "has fewer than two labelled templates", file: path,
        remedy: "Import it with --labels")
    }
    let kernels = try Kernels(options.level)
    let digest = try Digest.sha256(file: path + "/" + GalleryManifest.name)
    var state = try AllPairsState.resume(checkpoint, settings: settings, gallery: digest)
    if state == nil {
      var tally = AllPairsTally(settings, polarity: metric.polarity, rows: count)
      try countMated(&tally, subjects, kernels: kernels)
      try sampleBody(&tally, subjects, kernels: kernels, threads: options.threads)
      state = AllPairsState(gallery: digest, unitsDone: 0, tally: tally)
    }
    guard var state else { preconditionFailure("a state was just made") }
    let units = Parallel.blocks(count, of: Gallery.unitRows).enumerated()
      .filter { $0.offset % settings.shards == settings.shard }.map(\.element)
    let shared = Mutex(state.tally)
    var saved = ContinuousClock.now
    while state.unitsDone < units.count {
      let wave = units[state.unitsDone..<min(units.count, state.unitsDone + 2 * options.threads)]
      let first = wave.startIndex
      try Parallel.forEach(count: wave.count, threads: options.threads) {
        try scan(units[first + $0], subjects, kernels: kernels, into: shared)
      }
      state.unitsDone += wave.count
      progress.report(
        task: "all pairs", done: state.unitsDone, total: units.count, unit: "blocks of rows")
      if let checkpoint, ContinuousClock.now - saved > .seconds(20) {
        state.tally = shared.withLock { $0 }
        try state.write(checkpoint)
        saved = .now
      }
    }
    var tally = shared.withLock { $0 }
    tally.trim()
    if let checkpoint { try? FileManager.default.removeItem(atPath: checkpoint) }
    return tally
  }

  /// Finds the best non-mated candidate of the rows that have none in the tail.
  ///
  /// - Parameters:
  ///   - tally: the merged tally of all shards.
  ///   - options: threads and instruction set.
  ///   - progress: is told how far it is.
  /// - Returns: the tally with the best candidate of every labelled row that has a non-mated one.
  /// - Throws: ``Failure`` as a search does.
  public func bestNonMated(
    _ tally: AllPairsTally, options: SearchOptions = SearchOptions(),
    progress: any ProgressObserver = NoProgress()
  ) throws -> AllPairsTally {
    let subjects = try subjectNumbers().rows
    var tally = tally
    let unlabelled = subjects.count { $0 < 0 }
    var mates: [Int32: Int] = [:]
    for subject in subjects where subject >= 0 { mates[subject, default: 0] += 1 }
    // Rows with as many mates together: a search that deep must hold a non-mated one.
    var groups: [Int: [Int]] = [:]
    for row in 0..<count where subjects[row] >= 0 && tally.best[row] == nil {
      groups[mates[subjects[row], default: 1], default: []].append(row)
    }
    var done = 0
    let open = groups.values.reduce(0) { $0 + $1.count }
    for (size, rows) in groups.sorted(by: { $0.key < $1.key }) {
      for batch in Parallel.blocks(rows.count, of: 4096) {
        let members = rows[batch]
        let found = try search(
          try templates(Array(members)), top: size + 1 + unlabelled, options: options)
        for (row, candidates) in zip(members, found.candidates) {
          if let best = candidates.first(where: {
            subjects[$0.row] >= 0 && subjects[$0.row] != subjects[row]
          }) {
            tally.best[row] = best
          }
        }
        done += batch.count
        progress.report(task: "best non-mated", done: done, total: open, unit: "templates")
      }
    }
    return tally
  }

  private func templates(_ rows: some Collection<Int>) throws -> Templates {
    var values: [Float] = []
    values.reserveCapacity(rows.count * dimension)
    for row in rows { values += template(row) }
    return try Templates(dimension: dimension, values: values)
  }

  /// One unit: rows `unit` as probes against themselves and all rows after them.
  private func scan(
    _ unit: Range<Int>, _ subjects: [Int32], kernels: Kernels,
    into shared: borrowing Mutex<AllPairsTally>
  ) throws {
    let probes = try ProbeSet(try templates(unit), gallery: self, level: kernels.level)
    let threshold = shared.withLock { $0.settings.tailThreshold }
    let floor = metric.floor(beyond: threshold)
    let polarity = metric.polarity
    let (firstSegment, firstLocal) = locate(unit.lowerBound)
    guard let start = segments.firstIndex(where: { $0 === firstSegment }) else { return }
    // Labelled rows after each probe that are not its mates: the pairs that this unit decides.
    var scored = 0
    for number in start..<segments.count {
      let segment = segments[number]
      let firstTile = number == start ? firstLocal / CodeLayout.tile : 0
      let item = ScreenItem(
        segment: number, tiles: firstTile..<CodeLayout.tiles(segment.rows), growing: false)
      for block in try ProbeBlock.blocks(probes, transform: segment.transform, threads: 1) {
        let screen = SegmentScreen(segment, block, kernels: kernels)
        var rescore = ExactRescore(
          segment, firstRow: firstRows[number], probes: probes, block: block)
        screen.floors = Array(repeating: floor, count: block.count)
        for tiles in item.steps {
          screen.scan(tiles) { pending in
            pending.removeAll { pair in
              let row = firstRows[number] + Int(pair.row)
              let probe = unit.lowerBound + block.indices[Int(pair.probe)]
              return row <= probe || subjects[row] < 0 || subjects[probe] < 0
                || subjects[row] == subjects[probe]
            }
            var found: [ScoredPair] = []
            scored += rescore.run(pending, floors: &screen.floors) { place, candidate in
              if polarity.accepts(Double(candidate.score), at: Double(threshold)) {
                found.append(
                  ScoredPair(
                    first: unit.lowerBound + block.indices[place], second: candidate.row,
                    score: candidate.score))
              }
              return floor
            }
            if !found.isEmpty {
              shared.withLock { tally in for pair in found { tally.addTail(pair) } }
            }
          }
        }
      }
    }
    let decided = nonMatedPairs(unit, subjects)
    shared.withLock { tally in
      tally.nonMatedPairs += decided
      tally.scored += scored
    }
  }

  /// Non-mated pairs whose lower row is in `unit`.
  private func nonMatedPairs(_ unit: Range<Int>, _ subjects: [Int32]) -> Int {
    var labelled = 0
    var bySubject: [Int32: Int] = [:]
    for row in unit where subjects[row] >= 0 { bySubject[subjects[row]] = 0 }
    for row in unit.upperBound..<max(unit.upperBound, count) where subjects[row] >= 0 {
      labelled += 1
      if let known = bySubject[subjects[row]] { bySubject[subjects[row]] = known + 1 }
    }
    var pairs = 0
    for row in unit.reversed() where subjects[row] >= 0 {
      pairs += labelled - bySubject[subjects[row], default: 0]
      labelled += 1
      bySubject[subjects[row], default: 0] += 1
    }
    return pairs
  }

  /// Scores of all mated pairs of the shard's subjects.
  private func countMated(
    _ tally: inout AllPairsTally, _ subjects: [Int32], kernels: Kernels
  ) throws {
    var groups: [Int32: [Int]] = [:]
    for (row, subject) in subjects.enumerated() where subject >= 0 {
      if Int(subject) % tally.settings.shards == tally.settings.shard {
        groups[subject, default: []].append(row)
      }
    }
    for subject in groups.keys.sorted() {
      let rows = groups[subject, default: []]
      for (place, second) in rows.enumerated() {
        for first in rows[..<place] {
          let score = pairScore(first, second, kernels: kernels)
          tally.matedPairs += 1
          tally.matedHistogram[tally.settings.bin(score)] += 1
          if tally.polarity.accepts(Double(score), at: Double(tally.settings.tailThreshold)) {
            tally.matedAtThreshold += 1
          }
        }
      }
    }
  }

  /// Scores of the shard's part of the body's sample.
  private func sampleBody(
    _ tally: inout AllPairsTally, _ subjects: [Int32], kernels: Kernels, threads: Int
  ) throws {
    let labelled = subjects.indices.filter { subjects[$0] >= 0 }
    guard Set(labelled.map { subjects[$0] }).count > 1 else { return }
    let settings = tally.settings
    let items = stride(from: settings.shard, to: settings.bodySample, by: settings.shards).map {
      $0
    }
    let blocks = Parallel.blocks(items.count, of: 4096)
    let parts = try Parallel.map(count: blocks.count, threads: threads) { block in
      var histogram = [Int](repeating: 0, count: settings.bins)
      for item in items[blocks[block]] {
        var stream = RandomStream(seed: settings.seed, purpose: "all-pairs-body", item: item)
        var (first, second) = (0, 0)
        repeat {
          first = labelled[stream.index(below: labelled.count)]
          second = labelled[stream.index(below: labelled.count)]
        } while subjects[first] == subjects[second]
        let score = pairScore(min(first, second), max(first, second), kernels: kernels)
        histogram[settings.bin(score)] += 1
      }
      return histogram
    }
    for part in parts {
      for (bin, number) in part.enumerated() { tally.bodyHistogram[bin] += number }
    }
    tally.bodySampled += items.count
  }

  /// The score of two rows.
  ///
  /// - Complexity: O(``dimension``)
  public func score(_ first: Int, _ second: Int) throws -> Float {
    pairScore(first, second, kernels: try Kernels(.best))
  }

  private func pairScore(_ first: Int, _ second: Int, kernels: Kernels) -> Float {
    let (a, rowA) = locate(first)
    let (b, rowB) = locate(second)
    let scorer = Scorer(metric: metric, kernels: kernels, dimension: dimension)
    let (normsA, normsB) = unsafe (a.inverseNorms, b.inverseNorms)
    guard let x = unsafe a.templates.baseAddress, let y = unsafe b.templates.baseAddress else {
      preconditionFailure("a row has numbers")
    }
    let inverse = metric == .cosine ? unsafe (normsA[rowA], normsB[rowB]) : (1, 1)
    return unsafe scorer.score(
      x + rowA * dimension, y + rowB * dimension, inverseNorms: (inverse.0, inverse.1))
  }
}

/// What a stopped comparison continues from.
private struct AllPairsState: Codable {
  var gallery: String
  var unitsDone: Int
  var tally: AllPairsTally

  static func resume(_ path: String?, settings: AllPairsSettings, gallery: String) throws
    -> AllPairsState?
  {
    guard let path, FileManager.default.fileExists(atPath: path) else { return nil }
    guard let data = FileManager.default.contents(atPath: path),
      let state = try? JSONDecoder().decode(AllPairsState.self, from: data)
    else {
      throw Failure(
        .malformedInput, "is no checkpoint", file: path, remedy: "Remove it, or name another")
    }
    guard state.gallery == gallery, state.tally.settings == settings else {
      throw Failure(
        .mismatchedInput, "is the checkpoint of another comparison", file: path,
        remedy: "Remove it, or name another")
    }
    return state
  }

  func write(_ path: String) throws {
    let file = try OutputFile(path: path, replacing: true, mode: 0o600)
    try file.write(try JSONEncoder().encode(self))
    try file.commit()
  }
}
