import Biometrics
import Essentials

// Exact answers by certified screening.
extension Gallery {
  /// Pairs a probe that are kept before they are looked at, once there are floors.
  private static let patience = 4

  func screenedSearch(_ probes: ProbeSet, top: Int, threads: Int) throws -> SearchResult {
    var best = Array(
      repeating: BestList(limit: top, polarity: metric.polarity), count: probes.count)
    var statistics = SearchStatistics()
    statistics.comparisons = probes.count * count
    for (number, segment) in segments.enumerated() where probes.count > 0 {
      let blocks = try ProbeBlock.blocks(probes, transform: segment.transform, threads: threads)
      let waves = ScreenItem.waves(
        segment: number, rows: segment.rows, probeBlocks: blocks.count,
        entries: top * probes.count)
      for items in waves {
        let known = best
        let parts = try Parallel.map(count: items.count * blocks.count, threads: threads) {
          let block = blocks[$0 % blocks.count]
          return search(items[$0 / blocks.count], probes, block, from: known)
        }
        for (index, part) in parts.enumerated() {
          statistics += part.statistics
          for (place, list) in part.best.enumerated() {
            let probe = blocks[index % blocks.count].indices[place]
            for candidate in list { best[probe].insert(candidate) }
          }
        }
      }
    }
    return SearchResult(candidates: best.map(\.candidates), statistics: statistics)
  }

  /// The candidates among one item's rows that are better than the last of the known ones.
  private func search(
    _ item: ScreenItem, _ probes: ProbeSet, _ block: ProbeBlock, from known: [BestList]
  ) -> (best: [[Candidate]], statistics: SearchStatistics) {
    let segment = segments[item.segment]
    let screen = SegmentScreen(segment, block, kernels: probes.kernels)
    var rescore = ExactRescore(
      segment, firstRow: firstRows[item.segment], probes: probes, block: block)
    var best = block.indices.map { known[$0] }
    screen.floors = best.map { metric.floor(beyond: $0.last) }
    var statistics = SearchStatistics()
    func look(_ pending: inout [PendingPair]) {
      statistics.scored += rescore.run(pending, floors: &screen.floors) { place, candidate in
        best[place].insert(candidate)
        return metric.floor(beyond: best[place].last)
      }
    }
    let patience = item.growing ? 1 : Gallery.patience * block.count
    for tiles in item.steps { screen.scan(tiles, patience: patience, look: look) }
    screen.finish(look: look)
    statistics.screened = screen.screened
    segment.releaseTemplates(item.rows)
    let first = firstRows[item.segment]
    let rows = first + item.rows.lowerBound..<first + item.rows.upperBound
    return (best.map { $0.candidates.filter { rows.contains($0.row) } }, statistics)
  }

  func screenedRange(_ probes: ProbeSet, threshold: Float, threads: Int) throws -> SearchResult {
    var accepted = Array(repeating: [Candidate](), count: probes.count)
    var statistics = SearchStatistics()
    statistics.comparisons = probes.count * count
    let floor = metric.floor(beyond: threshold)
    for (number, segment) in segments.enumerated() {
      let blocks = try ProbeBlock.blocks(probes, transform: segment.transform, threads: threads)
      let tilesPerItem = CodeLayout.block / CodeLayout.tile * 16
      let items = Parallel.blocks(CodeLayout.tiles(segment.rows), of: tilesPerItem).map {
        ScreenItem(segment: number, tiles: $0, growing: false)
      }
      let parts = try Parallel.map(count: items.count * blocks.count, threads: threads) {
        let block = blocks[$0 % blocks.count]
        return range(items[$0 / blocks.count], probes, block, floor: floor, threshold: threshold)
      }
      for (index, part) in parts.enumerated() {
        statistics += part.statistics
        for (place, list) in part.accepted.enumerated() {
          accepted[blocks[index % blocks.count].indices[place]] += list
        }
      }
    }
    let polarity = metric.polarity
    return SearchResult(
      candidates: accepted.map { $0.sorted(by: polarity.ranks) }, statistics: statistics)
  }

  private func range(
    _ item: ScreenItem, _ probes: ProbeSet, _ block: ProbeBlock, floor: Double, threshold: Float
  ) -> (accepted: [[Candidate]], statistics: SearchStatistics) {
    let segment = segments[item.segment]
    let screen = SegmentScreen(segment, block, kernels: probes.kernels)
    var rescore = ExactRescore(
      segment, firstRow: firstRows[item.segment], probes: probes, block: block)
    screen.floors = Array(repeating: floor, count: block.count)
    var accepted = Array(repeating: [Candidate](), count: block.count)
    var statistics = SearchStatistics()
    let polarity = metric.polarity
    for tiles in item.steps {
      screen.scan(tiles) { pending in
        statistics.scored += rescore.run(pending, floors: &screen.floors) { place, candidate in
          if polarity.accepts(Double(candidate.score), at: Double(threshold)) {
            accepted[place].append(candidate)
          }
          return floor
        }
      }
    }
    statistics.screened = screen.screened
    segment.releaseTemplates(item.rows)
    return (accepted, statistics)
  }
}

/// A run of tiles of one segment, as one thread takes it.
struct ScreenItem: Sendable {
  let segment: Int
  let tiles: Range<Int>
  /// Whether no floor is known yet, so that small steps come first.
  let growing: Bool

  /// Its rows in the segment; the last tile may reach beyond it.
  var rows: Range<Int> {
    tiles.lowerBound * CodeLayout.tile..<tiles.upperBound * CodeLayout.tile
  }

  /// The items of a search over a segment of `rows`, in waves of which each starts from what the ones
  /// before have found.
  ///
  /// The first wave is one block, in growing steps; each further one reaches four times as far, so
  /// that hardly a row is met with floors that are far too low. A wave is cut into items by the rows
  /// and probes alone: what a search counts does not depend on threads. `entries` is how many
  /// candidates all lists hold together.
  static func waves(segment: Int, rows: Int, probeBlocks: Int, entries: Int) -> [[ScreenItem]] {
    let blocks = CodeLayout.blocks(rows)
    let tiles = CodeLayout.tiles(rows)
    let tilesPerBlock = CodeLayout.block / CodeLayout.tile
    // Enough items to keep many threads at work, and no more: each keeps lists of its own.
    let most = max(1, (1 << 25) / max(1, entries))
    let parts = min(most, max(1, max(16, min(256, blocks / 16)) / probeBlocks))
    var waves: [[ScreenItem]] = []
    var start = 0
    while start < blocks {
      let end = min(blocks, max(1, 4 * start))
      let size = (end - start + parts - 1) / parts
      waves.append(
        Parallel.blocks(end - start, of: size).map { range in
          let first = (start + range.lowerBound) * tilesPerBlock
          let last = min(tiles, (start + range.upperBound) * tilesPerBlock)
          return ScreenItem(segment: segment, tiles: first..<last, growing: start == 0)
        })
      start = end
    }
    return waves
  }

  /// The tiles in steps that lie in one block each.
  var steps: [Range<Int>] {
    let tilesPerBlock = CodeLayout.block / CodeLayout.tile
    var steps: [Range<Int>] = []
    var start = tiles.lowerBound
    var size = growing ? 2 : tilesPerBlock
    while start < tiles.upperBound {
      let end = min(tiles.upperBound, start + size, (start / tilesPerBlock + 1) * tilesPerBlock)
      steps.append(start..<end)
      if steps.count > 1 { size = min(tilesPerBlock, 2 * size) }
      start = end
    }
    return steps
  }
}

extension Metric {
  /// The greatest S (see ``Transform``) with which a pair is surely less similar than `score`.
  ///
  /// Rounding to float32 keeps order, so a pair whose S is at most that of the neighbouring float32
  /// on the far side can't reach `score`, not even as a tie.
  func floor(beyond score: Float?) -> Double {
    guard let score else { return -.infinity }
    if self != .euclidean { return Double(score.nextDown) }
    let next = Double(score.nextUp)
    return -next * next / 2
  }
}
