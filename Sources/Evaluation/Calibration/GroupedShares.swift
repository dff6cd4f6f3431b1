import Statistics

/// Shares by bin, with and without each group of people: the material of tables and intervals.
struct GroupedShares: Sendable {
  /// The weight in each bin, most similar first, of all people; sums to 1.
  let whole: [Double]
  /// The same without the people of each group; each sums to 1.
  let without: [[Double]]
  /// How many people.
  let identities: Int
  /// How many comparisons.
  let trials: Int
  /// Trials that an interval may count on where there is no variance to go by.
  let conservativeTrials: Int

  /// Non-mated comparisons, each of equal weight.
  init(nonMated histogram: ScoreHistogram) {
    let groups = ScoreHistogram.groups
    var sums = Array(repeating: 0, count: ScoreHistogram.bins)
    for row in histogram.nonMated { for (bin, count) in row.enumerated() { sums[bin] += count } }
    without = (0..<groups).map { group in
      var rest = sums
      for other in 0..<groups {
        let row = histogram.nonMated[ScoreHistogram.pair(group, other)]
        for (bin, count) in row.enumerated() { rest[bin] -= count }
      }
      return GroupedShares.normalised(rest.map(Double.init))
    }
    trials = sums.reduce(0, +)
    whole = GroupedShares.normalised(sums.map(Double.init))
    identities = histogram.people
    conservativeTrials = max(1, identities / 2)
  }

  /// Mated comparisons, each person of equal weight.
  init(mated histogram: ScoreHistogram) {
    let groups = ScoreHistogram.groups
    var rows = Array(
      repeating: Array(repeating: 0.0, count: ScoreHistogram.bins), count: groups)
    var identities = 0
    var trials = 0
    for (person, counts) in histogram.mated.enumerated() where !counts.isEmpty {
      let total = counts.values.reduce(0, +)
      identities += 1
      trials += total
      for (bin, count) in counts {
        rows[person % groups][bin] += Double(count) / Double(total)
      }
    }
    let sums = (0..<ScoreHistogram.bins).map { bin in rows.reduce(0) { $0 + $1[bin] } }
    without = rows.map { row in GroupedShares.normalised(zip(sums, row).map { max(0, $0 - $1) }) }
    whole = GroupedShares.normalised(sums)
    self.identities = identities
    self.trials = trials
    conservativeTrials = max(1, identities)
  }

  private static func normalised(_ values: [Double]) -> [Double] {
    let sum = values.reduce(0, +)
    return sum > 0 ? values.map { $0 / sum } : values
  }

  /// The table of shares at least as similar, from `rarest` to 1 − `rarest`, about `step` apart in
  /// logit, at the edges of bins.
  func distribution(
    rarest: Double, step: Double = 0.3, edge: (Int) -> Double
  ) -> ShareTable {
    var cumulative = 0.0
    var rest = Array(repeating: 0.0, count: without.count)
    var points: [ShareTable.Point] = []
    var next = logit(rarest)
    for bin in whole.indices {
      cumulative += whole[bin]
      for group in without.indices { rest[group] += without[group][bin] }
      let isWithin = cumulative >= rarest && cumulative <= 1 - rarest
      guard isWithin, whole[bin] > 0, logit(cumulative) >= next else { continue }
      points.append(
        ShareTable.Point(
          score: rounded(edge(bin + 1)), share: roundedShare(cumulative),
          effectiveTrials: rounded(
            Jackknife.effectiveTrials(
              share: cumulative, without: rest, trials: Double(trials),
              conservative: Double(conservativeTrials)))))
      next = logit(cumulative) + step
    }
    return ShareTable(identities: identities, trials: trials, points: points)
  }
}
