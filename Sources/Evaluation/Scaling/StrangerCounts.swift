import Biometrics
public import Essentials

/// For each probe, how many enrolled strangers are at least as similar as each of some thresholds.
///
/// A stranger's score is that of the best of their templates. The counts, split by the stranger's
/// group, are all that the scaling of identification errors with the gallery depends on; they are
/// whole numbers and the same at any number of threads.
public struct StrangerCounts: Sendable {
  /// The most groups that people are dealt into for the jackknife.
  static let mostGroups = ScoreHistogram.groups

  /// The number of groups: 20, or with fewer than 40 people one for each.
  public let groups: Int
  /// The thresholds, from the most similar to the least.
  public let thresholds: [Double]
  /// The person of each probe.
  public let probes: [Int]
  /// How many people are enrolled, by group.
  public let enrolled: [Int]
  /// Whether each probe's person is enrolled too (and left out of their own search).
  public let isEnrolled: [Bool]
  /// How many templates are enrolled.
  public let templates: Int
  /// Strangers at least as similar, by probe, then group, then threshold.
  let counts: [UInt32]

  /// Counts over all of `rows`.
  ///
  /// - Parameters:
  ///   - rows: the comparisons; templates of a probe's own person are left out.
  ///   - thresholds: scores, each less similar than the one before.
  ///   - threads: how many threads work.
  ///   - progress: told of the probes done.
  /// - Throws: what `rows` throws.
  /// - Complexity: O(probes × references), 4 × groups × thresholds bytes a probe.
  public init(
    _ rows: some ComparisonRows, thresholds: [Double], threads: Int = Parallel.defaultThreads,
    progress: any ProgressObserver = NoProgress()
  ) throws {
    precondition(
      zip(thresholds, thresholds.dropFirst()).allSatisfy { rows.polarity.prefers($0, over: $1) })
    self.thresholds = thresholds
    probes = rows.probes
    templates = rows.references.count
    var people = Array(repeating: false, count: rows.subjects)
    for person in rows.references { people[person] = true }
    let most = StrangerCounts.mostGroups
    let groups = rows.subjects < 2 * most ? max(1, rows.subjects) : most
    self.groups = groups
    var enrolled = Array(repeating: 0, count: groups)
    for person in people.indices where people[person] { enrolled[person % groups] += 1 }
    self.enrolled = enrolled
    isEnrolled = rows.probes.map { people[$0] }
    let blocks = rows.blocks
    let tally = Tally("searching for strangers", total: rows.probes.count, progress)
    let parts = try Parallel.map(count: blocks.count, threads: threads) { block in
      let part = try StrangerCounts.count(rows, thresholds, groups, blocks[block])
      tally.add(blocks[block].count)
      return part
    }
    counts = parts.flatMap { $0 }
  }

  private static func count(
    _ rows: some ComparisonRows, _ thresholds: [Double], _ groups: Int, _ block: Range<Int>
  ) throws -> [UInt32] {
    let levels = thresholds.count
    var counts = Array(repeating: UInt32(0), count: block.count * groups * levels)
    let scores = try rows.scores(probes: block)
    let columns = rows.references.count
    // In similarity's direction, so that one comparison serves both polarities.
    let sign: Float = rows.polarity == .similarity ? 1 : -1
    let keys = thresholds.map { Double(sign) * $0 }
    guard let loosest = keys.last else { return counts }
    var best = Array(repeating: -Float.infinity, count: rows.subjects)
    for probe in block {
      for person in best.indices { best[person] = -.infinity }
      let base = (probe - block.lowerBound) * columns
      for reference in 0..<columns {
        let person = rows.references[reference]
        best[person] = max(best[person], sign * scores[base + reference])
      }
      best[rows.probes[probe]] = -.infinity
      for (person, key) in best.enumerated() where Double(key) >= loosest {
        // The first threshold that is met; those after it are met too, and summed below.
        var low = 0
        var high = levels - 1
        while low < high {
          let middle = (low + high) / 2
          if Double(key) >= keys[middle] { high = middle } else { low = middle + 1 }
        }
        counts[((probe - block.lowerBound) * groups + person % groups) * levels + low] += 1
      }
    }
    for row in 0..<block.count * groups {
      for level in 1..<max(1, levels) {
        counts[row * levels + level] += counts[row * levels + level - 1]
      }
    }
    return counts
  }

  /// How many people are enrolled.
  public var people: Int { enrolled.reduce(0, +) }

  /// What one threshold saw, without the people of `group` among probes and enrolled (nil: all).
  func exceedances(threshold: Int, without group: Int? = nil) -> Exceedances {
    var tally: [Exceedances.Key: Int] = [:]
    let left = people - (group.map { enrolled[$0] } ?? 0)
    for (probe, person) in probes.enumerated() {
      if let group, person % groups == group { continue }
      var count = 0
      for other in 0..<groups where other != group {
        count += Int(counts[(probe * groups + other) * thresholds.count + threshold])
      }
      tally[
        Exceedances.Key(strangers: left - (isEnrolled[probe] ? 1 : 0), similar: count), default: 0] +=
        1
    }
    return Exceedances(tally)
  }
}
