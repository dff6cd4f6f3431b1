/// A gallery template that answers a probe.
public struct Candidate: Sendable, Equatable, Hashable, Codable {
  /// Its row in the gallery.
  public var row: Int
  /// Its score: cosine, inner product or Euclidean distance.
  public var score: Float

  /// Makes it.
  public init(row: Int, score: Float) {
    self.row = row
    self.score = score
  }
}

/// The answer to a search.
public struct SearchResult: Sendable, Equatable {
  /// Per probe its candidates, most similar first; equal scores by row.
  public var candidates: [[Candidate]]
  /// What it took.
  public var statistics: SearchStatistics

  /// Makes it.
  public init(candidates: [[Candidate]], statistics: SearchStatistics) {
    self.candidates = candidates
    self.statistics = statistics
  }
}

/// What a search took.
public struct SearchStatistics: Sendable, Equatable, Codable, CustomStringConvertible {
  /// Probe × template pairs that were decided.
  public var comparisons = 0
  /// Pairs that the first dimensions' codes could not rule out.
  public var screened = 0
  /// Pairs that were scored exactly.
  public var scored = 0

  /// Makes it, with nothing counted.
  public init() {}

  /// The pairs that certified bounds ruled out.
  public var certified: Int { comparisons - scored }

  /// "1000 comparisons: 990 ruled out by certified bounds, 10 scored exactly".
  public var description: String {
    "\(comparisons) comparisons: \(certified) ruled out by certified bounds, \(scored) scored "
      + "exactly"
  }

  static func += (left: inout SearchStatistics, right: SearchStatistics) {
    left.comparisons += right.comparisons
    left.screened += right.screened
    left.scored += right.scored
  }
}
