import Biometrics
import Essentials

/// All comparisons of one source, counted by score and by the groups of their two people.
///
/// People are dealt into groups in turn; leaving out one group at a time (the jackknife) then tells
/// how far a figure depends on who happened to be there, which is what an interval must say when
/// each person takes part in many comparisons. Counts are whole numbers, so any order of work gives
/// the same table.
struct ScoreHistogram: Sendable {
  /// How many groups people are dealt into.
  static let groups = 20
  /// How many bins of equal width there are.
  static let bins = 1024

  /// The ends of the bins' range.
  let range: ClosedRange<Double>
  /// Which end of the scale is the similar one.
  let polarity: Polarity
  /// Non-mated comparisons: a row of bins for each pair of groups, at ``pair(_:_:)``.
  private(set) var nonMated: [[Int]]
  /// Mated comparisons: bin and count of each, by person, in the order of people.
  private(set) var mated: [[Int: Int]]
  /// People with a non-mated comparison.
  private(set) var people: Int

  /// Counts all comparisons of `rows`; within a gallery each pair once.
  ///
  /// - Throws: ``Failure`` (`notMeasurable` with one score only; what `rows` throws).
  init(
    _ rows: some ComparisonRows, threads: Int, progress: any ProgressObserver = NoProgress()
  ) throws {
    let range = try ScoreHistogram.range(of: rows, threads: threads)
    let blocks = rows.blocks
    // Sharing one table a thread would make the layout depend on threads; a few tables, merged by
    // addition, do not: whole numbers add to the same sum in any order.
    let parts = Parallel.blocks(blocks.count, of: max(1, (blocks.count + 15) / 16))
    let tally = Tally("counting comparisons", total: rows.probes.count, progress)
    let counted = try Parallel.map(count: parts.count, threads: threads) { part in
      var table = ScoreHistogram(range: range, polarity: rows.polarity, subjects: rows.subjects)
      for block in parts[part] {
        try table.count(rows, blocks[block])
        tally.add(blocks[block].count)
      }
      return table
    }
    self.init(range: range, polarity: rows.polarity, subjects: rows.subjects)
    for table in counted { add(table) }
    people = Set(rows.probes).union(rows.references).count
  }

  private init(range: ClosedRange<Double>, polarity: Polarity, subjects: Int) {
    self.range = range
    self.polarity = polarity
    let pairs = ScoreHistogram.groups * (ScoreHistogram.groups + 1) / 2
    nonMated = Array(repeating: Array(repeating: 0, count: ScoreHistogram.bins), count: pairs)
    mated = Array(repeating: [:], count: subjects)
    people = 0
  }

  /// Where the table of groups `left` and `right` stands.
  static func pair(_ left: Int, _ right: Int) -> Int {
    let (low, high) = (min(left, right), max(left, right))
    return high * (high + 1) / 2 + low
  }

  /// The bin of `score`, 0 being the most similar.
  func bin(_ score: Double) -> Int {
    let share = (score - range.lowerBound) / (range.upperBound - range.lowerBound)
    let index = min(ScoreHistogram.bins - 1, Int(share * Double(ScoreHistogram.bins)))
    return polarity == .distance ? index : ScoreHistogram.bins - 1 - index
  }

  /// The score at the edge after the `bins` most similar bins.
  func edge(after bins: Int) -> Double {
    let share = Double(bins) / Double(ScoreHistogram.bins)
    let width = range.upperBound - range.lowerBound
    return polarity == .distance
      ? range.lowerBound + share * width : range.upperBound - share * width
  }

  private mutating func count(_ rows: some ComparisonRows, _ block: Range<Int>) throws {
    let scores = try rows.scores(probes: block)
    let columns = rows.references.count
    for probe in block {
      let person = rows.probes[probe]
      let base = (probe - block.lowerBound) * columns
      let own = rows.ownReference(of: probe)
      for reference in (rows.isWithinGallery ? probe + 1 : 0)..<columns where reference != own {
        let bin = bin(Double(scores[base + reference]))
        let other = rows.references[reference]
        if other == person {
          mated[person][bin, default: 0] += 1
        } else {
          let pair = ScoreHistogram.pair(
            person % ScoreHistogram.groups, other % ScoreHistogram.groups)
          nonMated[pair][bin] += 1
        }
      }
    }
  }

  private mutating func add(_ other: ScoreHistogram) {
    for pair in nonMated.indices {
      for bin in 0..<ScoreHistogram.bins { nonMated[pair][bin] += other.nonMated[pair][bin] }
    }
    for person in mated.indices {
      mated[person].merge(other.mated[person], uniquingKeysWith: +)
    }
  }

  private static func range(of rows: some ComparisonRows, threads: Int) throws
    -> ClosedRange<Double>
  {
    let blocks = rows.blocks
    let ends = try Parallel.map(count: blocks.count, threads: threads) { block in
      var low = Float.infinity
      var high = -Float.infinity
      let scores = try rows.scores(probes: blocks[block])
      let columns = rows.references.count
      for probe in blocks[block] {
        let base = (probe - blocks[block].lowerBound) * columns
        let own = rows.ownReference(of: probe)
        for reference in 0..<columns where reference != own {
          let score = scores[base + reference]
          low = min(low, score)
          high = max(high, score)
        }
      }
      return (low, high)
    }
    let low = ends.map(\.0).min() ?? 0
    let high = ends.map(\.1).max() ?? 0
    guard low < high else {
      throw Failure(
        .notMeasurable, "all comparisons have one score, so nothing can be told apart",
        remedy: "Check that the templates are those of different pictures")
    }
    return Double(low)...Double(high)
  }
}
