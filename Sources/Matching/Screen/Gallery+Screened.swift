import Biometrics
import Essentials

// Exact answers by certified screening.
extension Gallery {
  /// Blocks of 4,096 rows that one work item covers at most.
  private static let itemBlocks = 64

  func screenedSearch(_ probes: ProbeSet, top: Int, threads: Int) throws -> SearchResult {
    var best = Array(
      repeating: BestList(limit: top, polarity: metric.polarity), count: probes.count)
    var statistics = SearchStatistics()
    statistics.comparisons = probes.count * count
    for (number, segment) in segments.enumerated() {
      let blocks = try ProbeBlock.blocks(probes, transform: segment.transform, threads: threads)
      let tiles = CodeLayout.tiles(segment.rows)
      let tilesPerBlock = CodeLayout.block / CodeLayout.tile
      // The first block of rows alone, in growing steps: it sets the floors for all that follows.
      let first = ScreenItem(segment: number, tiles: 0..<min(tiles, tilesPerBlock), growing: true)
      // The rest in a cut that depends on the rows alone, so that statistics don't depend on threads.
      let rest = max(0, CodeLayout.blocks(segment.rows) - 1)
      let size = max(1, min(Gallery.itemBlocks, (rest + 3) / 4))
      let others = Parallel.blocks(rest, of: size).map { range in
        ScreenItem(
          segment: number,
          tiles: (range.lowerBound + 1)
            * tilesPerBlock..<min(
              tiles, (range.upperBound + 1) * tilesPerBlock), growing: false)
      }
      for items in [[first], others] where !items.isEmpty {
        let known = best
        let parts = try Parallel.map(count: items.count * blocks.count, threads: threads) {
          let block = blocks[$0 % blocks.count]
          return search(items[$0 / blocks.count], probes, block, from: known)
        }
        for (index, part) in parts.enumerated() {
          statistics += part.statistics
          for (place, list) in part.best.enumerated() {
            let probe = blocks[index % blocks.count].indices[place]
            for candidate in list.candidates { best[probe].insert(candidate) }
          }
        }
      }
    }
    return SearchResult(candidates: best.map(\.candidates), statistics: statistics)
  }

  /// The best candidates of one item's rows that are not worse than the known ones.
  private func search(
    _ item: ScreenItem, _ probes: ProbeSet, _ block: ProbeBlock, from known: [BestList]
  ) -> (best: [BestList], statistics: SearchStatistics) {
    let segment = segments[item.segment]
    let screen = SegmentScreen(segment, block, kernels: probes.kernels)
    var rescore = ExactRescore(
      segment, firstRow: firstRows[item.segment], probes: probes, block: block)
    let starting = block.indices.map { metric.floor(beyond: known[$0].last) }
    screen.floors = starting
    let empty = BestList(limit: known.first?.limit ?? 1, polarity: metric.polarity)
    var best = Array(repeating: empty, count: block.count)
    var statistics = SearchStatistics()
    for tiles in item.steps {
      screen.scan(tiles) { pending in
        statistics.scored += rescore.run(pending, floors: &screen.floors) { place, candidate in
          best[place].insert(candidate)
          return max(starting[place], metric.floor(beyond: best[place].last))
        }
      }
    }
    statistics.screened = screen.screened
    return (best, statistics)
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
    return (accepted, statistics)
  }
}

/// A run of tiles of one segment, as one thread takes it.
struct ScreenItem: Sendable {
  let segment: Int
  let tiles: Range<Int>
  /// Whether no floor is known yet, so that small steps come first.
  let growing: Bool

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
