#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import Statistics

/// How many probes found how many strangers at least as similar as one threshold.
struct Exceedances: Sendable {
  /// A kind of probe.
  struct Key: Hashable, Sendable {
    /// How many strangers it was compared with.
    let strangers: Int
    /// How many of them were at least as similar.
    let similar: Int
  }

  /// The kinds of probes in a fixed order, with how many there are of each.
  let kinds: [(key: Key, probes: Int)]
  /// How many probes.
  let probes: Int

  init(_ tally: [Key: Int]) {
    kinds = tally.sorted {
      ($0.key.strangers, $0.key.similar) < ($1.key.strangers, $1.key.similar)
    }
    .map { (key: $0.key, probes: $0.value) }
    probes = tally.values.reduce(0, +)
  }

  /// The share of searches that find a stranger at least as similar, when `people` of the strangers
  /// are enrolled: the exact mean over *all* sub-galleries of that many people.
  ///
  /// A probe with k similar strangers of n misses them all in C(n−k, N)/C(n, N) of the
  /// sub-galleries; averaging over all of them takes out the luck of drawing one. `people` is at
  /// most the least number of strangers. Nil with no probes.
  func share(people: Int) -> Double? {
    guard probes > 0 else { return nil }
    var sum = 0.0
    for (key, count) in kinds {
      sum += Double(count) * Exceedances.found(people, key.similar, of: key.strangers)
    }
    return sum / Double(probes)
  }

  /// The chance that a draw of `people` of `total` holds one of `similar` special ones.
  static func found(_ people: Int, _ similar: Int, of total: Int) -> Double {
    precondition(people <= total)
    if similar == 0 { return 0 }
    if total - similar < people { return 1 }
    let missed =
      Beta.logGamma(Double(total - similar + 1))
      - Beta.logGamma(Double(total - similar - people + 1))
      - Beta.logGamma(Double(total + 1)) + Beta.logGamma(Double(total - people + 1))
    return -expm1(min(0, missed))
  }

  /// The share of comparisons that are at least as similar; nil with none.
  var falseMatchRate: Double? {
    let comparisons = kinds.reduce(0) { $0 + $1.key.strangers * $1.probes }
    let similar = kinds.reduce(0) { $0 + $1.key.similar * $1.probes }
    return comparisons == 0 ? nil : Double(similar) / Double(comparisons)
  }
}
