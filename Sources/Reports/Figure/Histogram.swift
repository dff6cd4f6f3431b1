/// Counts of numbers in bins of equal width.
public struct Histogram: Sendable, Equatable {
  /// The lower edge of the first bin.
  public let lower: Double
  /// The width of each bin; above 0.
  public let binWidth: Double
  /// The counts, from the lowest bin up.
  public let counts: [Int]

  /// Makes it from counts.
  public init(lower: Double, binWidth: Double, counts: [Int]) {
    precondition(binWidth > 0 && lower.isFinite)
    self.lower = lower
    self.binWidth = binWidth
    self.counts = counts
  }

  /// Counts `scores` in `bins` bins over `range`; scores beyond it fall into the first or last bin.
  public init(_ scores: [Double], in range: ClosedRange<Double>, bins: Int) {
    precondition(bins > 0 && range.upperBound > range.lowerBound)
    let width = (range.upperBound - range.lowerBound) / Double(bins)
    var counts = [Int](repeating: 0, count: bins)
    for score in scores where score.isFinite {
      // Clamped before the conversion, which traps on what an Int can't hold.
      let place = ((score - range.lowerBound) / width).rounded(.down)
      counts[Int(min(max(place, 0), Double(bins - 1)))] += 1
    }
    self.init(lower: range.lowerBound, binWidth: width, counts: counts)
  }

  /// How many scores were counted.
  public var total: Int { counts.reduce(0, +) }

  /// The edges of bin `index`.
  func edges(_ index: Int) -> (lower: Double, upper: Double) {
    (lower + Double(index) * binWidth, lower + Double(index + 1) * binWidth)
  }

  /// The filled bins as boxes whose height is the share of all scores in the bin.
  func boxes() -> [Plot.Box] {
    counts.indices.filter { counts[$0] > 0 }.map { index in
      let (lower, upper) = edges(index)
      return Plot.Box(x: lower...upper, y: 0...Double(counts[index]) / Double(total))
    }
  }

  /// The outline of the bins, for telling apart two histograms that overlap.
  func outline() -> [Plot.Point] {
    var points: [Plot.Point] = []
    guard total > 0 else { return [] }
    for (index, count) in counts.enumerated() {
      let (lower, upper) = edges(index)
      let height = Double(count) / Double(total)
      points += [Plot.Point(x: lower, y: height), Plot.Point(x: upper, y: height)]
    }
    if let first = points.first, let last = points.last {
      points = [.init(x: first.x, y: 0)] + points + [.init(x: last.x, y: 0)]
    }
    return points
  }

  /// The largest share of scores in one bin.
  var peak: Double { total == 0 ? 0 : Double(counts.max() ?? 0) / Double(total) }
}
