import Biometrics
import Essentials
import Synchronization

/// Finds the equal error rate of reweighted comparisons, by a walk from the unweighted crossing.
///
/// Both error counts at the anchor come from pair counts. From there the walk goes score by score
/// until FMR and FNMR cross: as far as replicates scatter, which is a small part of all comparisons.
/// Only those within a window about the anchor are kept sorted; a walk that leaves it is done again
/// in a wider one.
final class BootstrapCrossing: Sendable {
  /// What the error counts at the anchor rest on.
  struct Anchor: Sendable {
    let totals: PairCounts
    let accepted: PairCounts
    /// Oriented.
    let score: Double
  }

  let anchor: Anchor
  private let comparisons: ClusteredComparisons
  private let widths: [(strict: Double, weak: Double)]
  private let windows: Mutex<[Window?]>

  init(_ comparisons: ClusteredComparisons) throws {
    self.comparisons = comparisons
    let nonMated = comparisons.nonMated.flatMap { comparisons.scores[$0.range] }
    let mated = comparisons.mated.flatMap { comparisons.scores[$0.range] }
    let distribution = try ScoreDistribution(mated: mated, nonMated: nonMated)
    let rate = distribution.equalErrorRate()
    let threshold = rate.threshold
    anchor = Anchor(
      totals: PairCounts(comparisons),
      accepted: PairCounts(
        comparisons, at: comparisons.polarity == .similarity ? threshold : -threshold, .atOrAbove),
      score: threshold)
    widths = [1.3, 3, .infinity].map { factor in
      if factor == .infinity { return (.infinity, -.infinity) }
      func threshold(_ target: Double) -> Double? {
        guard target > 0, target < 1,
          case .threshold(let threshold, _, _) = distribution.threshold(forFalseMatchRate: target)
        else { return nil }
        return threshold
      }
      return (
        threshold(rate.bob / factor) ?? .infinity, threshold(rate.bob * factor) ?? -.infinity
      )
    }
    windows = Mutex([nil, nil, nil])
  }

  /// The equal error rate (convention bob) under `weights`, whose totals are both above 0.
  func equalErrorRate(_ weights: [Int], totals: (mated: Int, nonMated: Int)) -> Double {
    let accepted = anchor.accepted.sums(weights)
    let start = WeightedErrors(
      matches: accepted.nonMated, misses: totals.mated - accepted.mated, mated: totals.mated,
      nonMated: totals.nonMated)
    for width in widths.indices {
      if let rate = window(width).equalErrorRate(weights, from: start) { return rate }
    }
    preconditionFailure("the widest window holds the crossing")
  }

  private func window(_ width: Int) -> Window {
    windows.withLock { windows in
      if let window = windows[width] { return window }
      let window = Window(comparisons, anchor: anchor.score, widths[width])
      windows[width] = window
      return window
    }
  }
}

/// Both weighted error counts at a threshold.
private struct WeightedErrors {
  var matches: Int
  var misses: Int
  let mated: Int
  let nonMated: Int

  /// The sign and size of FMR − FNMR, in whole numbers.
  var gap: Int { matches * mated - misses * nonMated }
  var mean: Double {
    (Double(matches) / Double(nonMated) + Double(misses) / Double(mated)) / 2
  }
}

/// The comparisons about the anchor, in order of score.
private struct Window: Sendable {
  /// One comparison; `first == second` for a mated one.
  struct Event: Sendable {
    let score: Double
    let first: Int32
    let second: Int32
  }

  /// At or above the anchor, ascending.
  private let above: [Event]
  /// Below the anchor, descending.
  private let below: [Event]

  init(
    _ comparisons: ClusteredComparisons, anchor: Double, _ width: (strict: Double, weak: Double)
  ) {
    var above: [Event] = []
    var below: [Event] = []
    for pair in comparisons.mated + comparisons.nonMated {
      let (first, second) = (Int32(pair.first), Int32(pair.second))
      for index in pair.range {
        let score = comparisons.scores[index]
        if score < width.weak || score > width.strict { continue }
        let event = Event(score: score, first: first, second: second)
        if score >= anchor { above.append(event) } else { below.append(event) }
      }
    }
    above.sort { $0.score < $1.score }
    below.sort { $0.score > $1.score }
    self.above = above
    self.below = below
  }

  /// Nil where the crossing lies outside.
  func equalErrorRate(_ weights: [Int], from start: WeightedErrors) -> Double? {
    // Upward the threshold passes over comparisons: they are then rejected; downward, accepted.
    let isUpward = start.gap > 0
    let events = isUpward ? above : below
    let sign = isUpward ? -1 : 1
    var state = start
    var index = 0
    while index < events.count {
      let last = state
      let score = events[index].score
      while index < events.count, events[index].score == score {
        let (first, second) = (Int(events[index].first), Int(events[index].second))
        if first == second {
          state.misses -= sign * weights[first]
        } else {
          state.matches += sign * weights[first] * weights[second]
        }
        index += 1
      }
      if (state.gap > 0) != isUpward {
        return isUpward
          ? nearest(before: last, after: state) : nearest(before: state, after: last)
      }
    }
    return nil
  }

  private func nearest(before: WeightedErrors, after: WeightedErrors) -> Double {
    let isUsedUp = after.matches == 0 || after.misses == after.mated
    let takesAfter =
      isUsedUp ? abs(after.gap) < abs(before.gap) : abs(after.gap) <= abs(before.gap)
    return takesAfter ? after.mean : before.mean
  }
}
