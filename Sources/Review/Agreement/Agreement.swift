public import Statistics

/// Agreement between raters beyond chance.
///
/// Undefined is undefined, not 1.
public enum Agreement {
  /// Cohen's κ of a square table of counts, rater A's labels as rows; nil where chance agreement is 1.
  ///
  /// Cohen, Educational and Psychological Measurement 20 (1960). [[20, 5], [10, 15]] → .4.
  public static func cohenKappa(_ table: [[Int]]) -> Double? {
    let total = Double(table.reduce(0) { $0 + $1.reduce(0, +) })
    if total == 0 { return nil }
    var observed = 0.0
    var expected = 0.0
    for k in table.indices {
      observed += Double(table[k][k]) / total
      let row = Double(table[k].reduce(0, +))
      let column = Double(table.reduce(0) { $0 + $1[k] })
      expected += row / total * (column / total)
    }
    // A single category makes expected 1 exactly; nothing else comes this close.
    if expected >= 1 - 1e-12 { return nil }
    return (observed - expected) / (1 - expected)
  }

  /// The interval of Cohen's κ over independent subjects; nil where κ is undefined.
  ///
  /// Large-sample variance of Fleiss, Cohen and Everitt, Psychological Bulletin 72 (1969). Perfect
  /// agreement leaves no variance: there the lower end is that of Clopper and Pearson's share.
  public static func cohenKappaInterval(_ table: [[Int]], level: Double = 0.95) -> Interval? {
    guard let kappa = cohenKappa(table) else { return nil }
    let total = table.reduce(0) { $0 + $1.reduce(0, +) }
    let n = Double(total)
    let p = table.map { $0.map { Double($0) / n } }
    let rows = p.map { $0.reduce(0, +) }
    let columns = table.indices.map { k in p.reduce(0) { $0 + $1[k] } }
    let observed = table.indices.reduce(0) { $0 + p[$1][$1] }
    let expected = table.indices.reduce(0) { $0 + rows[$1] * columns[$1] }
    let same = table.indices.reduce(0) { $0 + table[$1][$1] }
    if same == total {
      guard
        let share = Proportion(events: same, trials: total).clopperPearson(level: level)
      else { return nil }
      return Interval(
        lower: max(-1, (share.lower - expected) / (1 - expected)), upper: 1, level: level,
        method: .clopperPearson)
    }
    var sum = 0.0
    for i in table.indices {
      for j in table.indices {
        let part =
          i == j
          ? (1 - expected) - (columns[i] + rows[i]) * (1 - observed)
          : (1 - observed) * (columns[i] + rows[j])
        sum += p[i][j] * part * part
      }
    }
    let centre = observed * expected - 2 * expected + observed
    let gap = (1 - expected) * (1 - expected)
    let error = (max(0, sum - centre * centre) / n).squareRoot() / gap
    let half = -Normal.quantile((1 - level) / 2) * error
    return Interval(
      lower: max(-1, kappa - half), upper: min(1, kappa + half), level: level,
      method: .deltaMethod)
  }

  /// Fleiss's κ of subjects × categories; each subject has the same number of ratings, 2 or more.
  ///
  /// Fleiss, Psychological Bulletin 76 (1971). Nil where only one category occurs, where the numbers
  /// of ratings differ, or where there is no subject.
  public static func fleissKappa(_ counts: [[Int]]) -> Double? {
    guard let first = counts.first else { return nil }
    let n = first.reduce(0, +)
    if n < 2 || counts.contains(where: { $0.reduce(0, +) != n }) { return nil }
    var observed = 0.0
    var totals = [Double](repeating: 0, count: first.count)
    for row in counts {
      var pairs = 0
      for (category, count) in row.enumerated() {
        pairs += count * (count - 1)
        totals[category] += Double(count)
      }
      observed += Double(pairs) / Double(n * (n - 1))
    }
    observed /= Double(counts.count)
    let all = Double(n * counts.count)
    let expected = totals.reduce(0) { $0 + ($1 / all) * ($1 / all) }
    if expected >= 1 - 1e-12 { return nil }
    return (observed - expected) / (1 - expected)
  }

  /// How far apart two values are for Krippendorff's α.
  public enum Level: String, Sendable, Codable, CaseIterable {
    /// Same or not.
    case nominal
    /// By rank.
    case ordinal
    /// By difference.
    case interval
    /// By difference relative to the sum; values must not be negative.
    case ratio
  }

  /// Krippendorff's α of units, each a list of values by how often they were given.
  ///
  /// Krippendorff, *Content Analysis* (2004), chapter 11. Units with fewer than two ratings pair with
  /// nothing and are left out. Nil where no unit has two ratings, where only one value occurs, and for
  /// ratios with negative values.
  ///
  /// - Parameters:
  ///   - units: for each unit, how often each value of `values` was given.
  ///   - values: the values, ascending; nominal data may use 0, 1, 2….
  ///   - level: the level of measurement.
  /// - Returns: α, or nil where it is undefined.
  /// - Complexity: O(units · values²).
  public static func krippendorffAlpha(
    units: [[Int]], values: [Double], level: Level
  ) -> Double? {
    if level == .ratio, values.contains(where: { $0 < 0 }) { return nil }
    let k = values.count
    var coincidence = [Double](repeating: 0, count: k * k)
    for unit in units {
      let m = unit.reduce(0, +)
      if m < 2 { continue }
      for c in 0..<k where unit[c] > 0 {
        for d in 0..<k where unit[d] > 0 {
          let pairs = c == d ? unit[c] * (unit[c] - 1) : unit[c] * unit[d]
          coincidence[c * k + d] += Double(pairs) / Double(m - 1)
        }
      }
    }
    let marginals = (0..<k).map { c in (0..<k).reduce(0.0) { $0 + coincidence[c * k + $1] } }
    let n = marginals.reduce(0, +)
    if n < 2 { return nil }
    var observed = 0.0
    var expected = 0.0
    for c in 0..<k {
      for d in 0..<k where c != d {
        let distance = squaredDistance(c, d, values, marginals, level)
        observed += coincidence[c * k + d] * distance
        expected += marginals[c] * marginals[d] * distance
      }
    }
    if expected <= 0 { return nil }
    return 1 - (n - 1) * observed / expected
  }

  private static func squaredDistance(
    _ c: Int, _ d: Int, _ values: [Double], _ marginals: [Double], _ level: Level
  ) -> Double {
    switch level {
    case .nominal: return 1
    case .ordinal:
      let (low, high) = (min(c, d), max(c, d))
      let between = (low...high).reduce(0.0) { $0 + marginals[$1] }
      let rank = between - (marginals[low] + marginals[high]) / 2
      return rank * rank
    case .interval:
      let difference = values[c] - values[d]
      return difference * difference
    case .ratio:
      let sum = values[c] + values[d]
      if sum == 0 { return 0 }
      let share = (values[c] - values[d]) / sum
      return share * share
    }
  }
}
