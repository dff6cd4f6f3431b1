public import Biometrics

/// What an all-pairs comparison, or some shards of it, found.
public struct AllPairsTally: Sendable, Equatable {
  /// What was counted.
  public let settings: AllPairsSettings
  /// How templates were compared.
  public let metric: Metric
  /// Whether one gallery was compared with itself.
  public let isWithinGallery: Bool
  /// Where the faces of the probes and of the references come from.
  public let origins: [Origin]
  /// The counts.
  public internal(set) var counts: AllPairsCounts
  /// Per probe row its most similar non-mated row, where their score reaches the tail threshold, or
  /// everywhere where the settings ask for it and there is one.
  public internal(set) var best: [Candidate?]

  init(
    _ settings: AllPairsSettings, metric: Metric, isWithinGallery: Bool, origins: [Origin],
    rows: Int
  ) {
    self.settings = settings
    self.metric = metric
    self.isWithinGallery = isWithinGallery
    self.origins = origins
    counts = AllPairsCounts(settings, polarity: metric.polarity)
    best = Array(repeating: nil, count: rows)
  }

  /// Notes `candidate` for `row` where it is better than what is known.
  mutating func improve(_ row: Int, _ candidate: Candidate) {
    guard let known = best[row] else {
      best[row] = candidate
      return
    }
    if metric.polarity.ranks(candidate, known) { best[row] = candidate }
  }

  /// Adds what one unit of work found.
  mutating func add(_ found: AllPairsUnit) {
    counts.add(found.counts)
    for (row, candidate) in found.best { improve(row, candidate) }
  }

  /// Adds another shard of the same comparison.
  mutating func add(_ other: AllPairsTally) {
    precondition(other.settings == settings && other.best.count == best.count)
    counts.add(other.counts)
    for (row, candidate) in other.best.enumerated() {
      if let candidate { improve(row, candidate) }
    }
  }
}

/// What one unit of work found.
struct AllPairsUnit: Sendable {
  var counts: AllPairsCounts
  /// Rows and a candidate of each; not the best one alone.
  var best: [(row: Int, candidate: Candidate)] = []

  /// Counts a non-mated pair of the tail.
  mutating func addTail(_ pair: ScoredPair, _ settings: AllPairsSettings, isWithin: Bool) {
    counts.addTail(pair, bin: settings.bin(pair.score))
    best.append((pair.first, Candidate(row: pair.second, score: pair.score)))
    if isWithin { best.append((pair.second, Candidate(row: pair.first, score: pair.score))) }
  }
}
