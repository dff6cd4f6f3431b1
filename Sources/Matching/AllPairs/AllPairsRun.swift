import Biometrics
import Essentials

/// An all-pairs comparison, cut into units of work of which each is a pure function of its number.
struct AllPairsRun {
  /// Rows that are probes of one unit.
  static let unitRows = 1020

  let probes: Gallery
  let references: Gallery
  let rows: LabelledRows
  let settings: AllPairsSettings
  let kernels: Kernels
  /// The rows of each unit.
  let units: [Range<Int>]
  var metric: Metric { probes.metric }

  init(
    _ probes: Gallery, against other: Gallery?, _ settings: AllPairsSettings, level: SIMDLevel
  ) throws {
    if let other { try AllPairsRun.requireAlike(probes, other) }
    self.probes = probes
    references = other ?? probes
    self.settings = settings
    kernels = try Kernels(level)
    rows = try LabelledRows(probes, other)
    units = Parallel.blocks(probes.count, of: AllPairsRun.unitRows)
    for (gallery, labels) in [(probes, rows.probes), (references, rows.references)]
    where !labels.contains(where: { $0 >= 0 }) {
      throw Failure(
        .notMeasurable, "has no labelled template", file: gallery.path,
        remedy: "Import it with --labels")
    }
  }

  private static func requireAlike(_ probes: Gallery, _ other: Gallery) throws {
    for (what, mine, theirs) in [
      ("metric", probes.metric.rawValue, other.metric.rawValue),
      ("dimension", "\(probes.dimension)", "\(other.dimension)"),
    ] where mine != theirs {
      throw Failure(
        .mismatchedInput, "has \(what) \(theirs), \(probes.path) has \(mine)", file: other.path,
        remedy: "Compare galleries of one encoder")
    }
  }

  /// An empty tally.
  var empty: AllPairsTally {
    AllPairsTally(
      settings, metric: metric, isWithinGallery: rows.isWithin,
      origins: [probes.information.origin]
        + (rows.isWithin ? [] : [references.information.origin]), rows: probes.count)
  }

  /// Does unit number `number`.
  func unit(_ number: Int) throws -> AllPairsUnit {
    let labelled = units[number].filter { rows.probes[$0] >= 0 }
    var found = AllPairsUnit(counts: AllPairsCounts(settings, polarity: metric.polarity))
    countMated(labelled, &found)
    sampleBody(number, &found)
    try scan(labelled, &found)
    found.counts.trim()
    if settings.bestOfEveryRow { try findBest(labelled, &found) }
    return found
  }

  private func templates(_ range: [Int]) throws -> Templates {
    var values: [Float] = []
    for row in range { values += probes.template(row) }
    return try Templates(dimension: probes.dimension, values: values)
  }

  /// Scores of all mated pairs of the unit's rows.
  private func countMated(_ range: [Int], _ found: inout AllPairsUnit) {
    let polarity = metric.polarity
    for first in range {
      for second in rows.mates(first) {
        let score = score(first, Int(second))
        found.counts.matedPairs += 1
        found.counts.matedHistogram[settings.bin(score)] += 1
        if polarity.accepts(Double(score), at: Double(settings.tailThreshold)) {
          found.counts.matedAtThreshold += 1
        }
      }
      found.counts.nonMatedPairs += rows.nonMatedCount(first)
    }
  }

  /// Scores of the unit's part of the body's sample.
  private func sampleBody(_ number: Int, _ found: inout AllPairsUnit) {
    guard rows.orderedNonMatedPairs > 0 else { return }
    for item in stride(from: number, to: settings.bodySample, by: units.count) {
      found.counts.bodyHistogram[settings.bin(sample(item))] += 1
      found.counts.bodySampled += 1
    }
  }

  /// The score of random non-mated pair number `item`.
  func sample(_ item: Int) -> Float {
    var stream = RandomStream(seed: settings.seed, purpose: "all-pairs-body", item: item)
    let pair = rows.drawNonMated(&stream)
    return score(pair.probe, pair.reference)
  }

  /// The tail: the unit's rows as probes against the references that make a pair with them.
  private func scan(_ members: [Int], _ found: inout AllPairsUnit) throws {
    guard let lowest = members.first else { return }
    let batch = try ProbeSet(templates(members), gallery: references, level: kernels.level)
    let floor = metric.floor(beyond: settings.tailThreshold)
    let threshold = Double(settings.tailThreshold)
    let polarity = metric.polarity
    for (segment, firstRow) in zip(references.segments, references.firstRows) {
      // Within one gallery only what comes after a row is compared with it.
      let firstLocal = rows.isWithin ? max(0, lowest - firstRow) : 0
      if firstLocal >= segment.rows { continue }
      let item = ScreenItem(
        segment: 0, tiles: firstLocal / CodeLayout.tile..<CodeLayout.tiles(segment.rows),
        growing: false)
      for block in try ProbeBlock.blocks(batch, transform: segment.transform, threads: 1) {
        let screen = SegmentScreen(segment, block, kernels: kernels)
        var rescore = ExactRescore(segment, firstRow: firstRow, probes: batch, block: block)
        screen.floors = Array(repeating: floor, count: block.count)
        for tiles in item.steps {
          screen.scan(tiles) { pending in
            pending.removeAll { pair in
              !rows.isNonMated(
                members[block.indices[Int(pair.probe)]], firstRow + Int(pair.row))
            }
            _ = rescore.run(pending, floors: &screen.floors) { place, candidate in
              if polarity.accepts(Double(candidate.score), at: threshold) {
                found.addTail(
                  ScoredPair(
                    first: members[block.indices[place]], second: candidate.row,
                    score: candidate.score), settings, isWithin: rows.isWithin)
              }
              return floor
            }
          }
        }
        segment.releaseTemplates(item.rows)
      }
    }
  }

  /// The best non-mated candidate of the unit's rows that have none in the unit's tail.
  ///
  /// A row's tail within one gallery may lie in other units too; what is searched for then is found
  /// twice and changes nothing.
  private func findBest(_ members: [Int], _ found: inout AllPairsUnit) throws {
    let known = Set(found.best.map(\.row))
    var open = members.filter { !known.contains($0) }
    // Deeper until a stranger shows among the mates and the unlabelled.
    var top = 8
    while !open.isEmpty {
      let result = try references.search(
        try templates(open), top: top,
        options: SearchOptions(threads: 1, level: kernels.level))
      var left: [Int] = []
      for (row, candidates) in zip(open, result.candidates) {
        if let best = candidates.first(where: { rows.isStranger(row, $0.row) }) {
          found.best.append((row, best))
        } else if candidates.count < references.count {
          left.append(row)
        }
      }
      open = left
      top *= 8
    }
  }

  private func score(_ first: Int, _ second: Int) -> Float {
    probes.score(first, of: references, second, kernels: kernels)
  }
}
