import Biometrics
public import Statistics

extension OpenSetSearches {
  /// FPIR(N, T): the non-mated searches that return a candidate at least as similar as `threshold`.
  ///
  /// The length L of the list does not enter as long as it is one or more: the best stranger is
  /// always on it. Clustered by the probe's person. Nil with no non-mated search.
  ///
  /// - Complexity: O(searches).
  public func falsePositiveIdentificationRate(threshold: Double, level: Double = 0.95)
    -> MeasuredRate?
  {
    rate(nonMated, person: \.person, level: level) { search in
      search.best.map { polarity.accepts($0, at: threshold) } ?? false
    }
  }

  /// FNIR(N, R, T): the mated searches whose mate is not within the first `rank` candidates or is
  /// less similar than `threshold`.
  ///
  /// With no `threshold` (investigation) only the rank counts, with no `rank` (identification on a
  /// whole list) only the threshold. TPIR is 1 − FNIR. Nil with no mated search.
  ///
  /// - Complexity: O(searches).
  public func falseNegativeIdentificationRate(
    rank: Int? = nil, threshold: Double? = nil, level: Double = 0.95
  ) -> MeasuredRate? {
    rate(mated, person: \.person, level: level) { search in
      guard let score = search.score, let place = search.rank else { return true }
      if let rank, place > rank { return true }
      if let threshold, !polarity.accepts(score, at: threshold) { return true }
      return false
    }
  }

  /// The threshold whose observed FPIR is at most `target`, by the rule of false match rates.
  ///
  /// A search with an empty list counts as one below every threshold. Nil where no search is mated
  /// or non-mated.
  public func threshold(forFalsePositiveIdentificationRate target: Double) -> TargetThreshold? {
    let furthest =
      polarity == .similarity ? -Double.greatestFiniteMagnitude : .greatestFiniteMagnitude
    let mates = mated.compactMap(\.score)
    let strangers = nonMated.map { $0.best ?? furthest }
    guard !strangers.isEmpty else { return nil }
    let pooled = try? ScoreDistribution(
      mated: mates.isEmpty ? [furthest] : mates, nonMated: strangers, polarity: polarity)
    return pooled?.threshold(forFalseMatchRate: target)
  }

  /// FPIR against FNIR by threshold, thinned to about 2 · `points` exact points, from the least
  /// strict threshold to the strictest; empty where searches of a kind are missing.
  ///
  /// - Complexity: O(searches).
  public func tradeOff(points: Int = 48) -> [IdentificationPoint] {
    let furthest =
      polarity == .similarity ? -Double.greatestFiniteMagnitude : .greatestFiniteMagnitude
    guard !mated.isEmpty, !nonMated.isEmpty,
      let scores = try? ScoreDistribution(
        mated: mated.map { $0.score ?? furthest }, nonMated: nonMated.map { $0.best ?? furthest },
        polarity: polarity)
    else { return [] }
    return scores.curve(points: points).filter { abs($0.threshold) < abs(furthest) }.map {
      IdentificationPoint(
        threshold: $0.threshold, falsePositives: $0.falseMatches,
        falseNegatives: $0.falseNonMatches)
    }
  }

  /// CMC(R) = 1 − FNIR(N, R, lowest threshold) for R = 1…`ranks`.
  ///
  /// - Complexity: O(searches × ranks).
  public func cumulativeMatch(ranks: Int, level: Double = 0.95) -> [RankedRate] {
    (1...max(1, ranks)).compactMap { rank in
      rate(mated, person: \.person, level: level) { search in
        search.rank.map { $0 <= rank } ?? false
      }.map { RankedRate(rank: rank, rate: $0) }
    }
  }

  private func rate<Search>(
    _ searches: [Search], person: (Search) -> Int, level: Double, _ isEvent: (Search) -> Bool
  ) -> MeasuredRate? {
    var clusters: [Int: (events: Int, trials: Int)] = [:]
    for search in searches {
      clusters[person(search), default: (0, 0)].trials += 1
      if isEvent(search) { clusters[person(search), default: (0, 0)].events += 1 }
    }
    // In a fixed order, since a sum of real numbers depends on it.
    let ordered = clusters.sorted { $0.key < $1.key }.map(\.value)
    return MeasuredRate(
      identityEvents: ordered.map(\.events), trials: ordered.map(\.trials), level: level)
  }
}

/// A threshold and both error counts of searches there.
public struct IdentificationPoint: Sendable, Equatable, Codable {
  /// The threshold.
  public let threshold: Double
  /// Non-mated searches that find somebody: FPIR.
  public let falsePositives: Proportion
  /// Mated searches that miss the person, on a list of any length: FNIR.
  public let falseNegatives: Proportion
}

/// A rate at a rank.
public struct RankedRate: Sendable, Equatable, Codable {
  /// The rank, from 1.
  public let rank: Int
  /// The rate.
  public let rate: MeasuredRate

  /// Makes it.
  public init(rank: Int, rate: MeasuredRate) {
    self.rank = rank
    self.rate = rate
  }
}
