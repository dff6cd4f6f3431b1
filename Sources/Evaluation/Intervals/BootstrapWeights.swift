import Essentials
import Synchronization

/// The subjects that are resampled, and how often each was drawn.
struct BootstrapSubjects: Sendable {
  private let present: [Int]
  private let size: Int

  init(_ comparisons: ClusteredComparisons) {
    var present: Set<Int> = []
    for pair in comparisons.mated + comparisons.nonMated {
      present.insert(pair.first)
      present.insert(pair.second)
    }
    self.present = present.sorted()
    size = (self.present.last ?? -1) + 1
  }

  /// Each subject's weight, by number.
  func draw(seed: UInt64, replicate: Int) -> [Int] {
    var random = RandomStream(seed: seed, purpose: "identity bootstrap", item: replicate)
    var weights = [Int](repeating: 0, count: size)
    for _ in present { weights[present[random.index(below: present.count)]] += 1 }
    return weights
  }
}

/// A count for each subject (mated) and each pair of subjects (non-mated), zero counts left out.
struct PairCounts: Sendable {
  private let matedSubjects: [Int]
  private let matedCounts: [Int]
  private let starts: [Int]
  private let firsts: [Int32]
  private let counts: [Int32]

  /// The comparisons accepted at `threshold`.
  init(_ comparisons: ClusteredComparisons, at threshold: Double, _ rule: AcceptRule) {
    self.init(
      comparisons, mated: comparisons.accepted(comparisons.mated, threshold, rule),
      nonMated: comparisons.accepted(comparisons.nonMated, threshold, rule))
  }

  /// All comparisons.
  init(_ comparisons: ClusteredComparisons) {
    self.init(
      comparisons, mated: comparisons.mated.map(\.range.count),
      nonMated: comparisons.nonMated.map(\.range.count))
  }

  private init(_ comparisons: ClusteredComparisons, mated: [Int], nonMated: [Int]) {
    let some = comparisons.mated.indices.filter { mated[$0] > 0 }
    matedSubjects = some.map { comparisons.mated[$0].first }
    matedCounts = some.map { mated[$0] }
    // Pairs come in order of their second subject: one run of first subjects for each.
    var starts = [0]
    var firsts: [Int32] = []
    var kept: [Int32] = []
    var second = 0
    for (pair, count) in zip(comparisons.nonMated, nonMated) where count > 0 {
      while second < pair.second {
        starts.append(kept.count)
        second += 1
      }
      firsts.append(Int32(pair.first))
      kept.append(Int32(count))
    }
    starts.append(kept.count)
    self.starts = starts
    self.firsts = firsts
    counts = kept
  }

  /// The weighted sums of both classes' counts.
  func sums(_ weights: [Int]) -> (mated: Int, nonMated: Int) {
    var mated = 0
    for (subject, count) in zip(matedSubjects, matedCounts) { mated += weights[subject] * count }
    var nonMated = 0
    for subject in 0..<starts.count - 1 where weights[subject] > 0 {
      var sum = 0
      for index in starts[subject]..<starts[subject + 1] {
        sum += weights[Int(firsts[index])] * Int(counts[index])
      }
      nonMated += weights[subject] * sum
    }
    return (mated, nonMated)
  }
}

/// Counts finished replicates from any thread.
final class BootstrapProgress: Sendable {
  private let done = Atomic(0)
  private let total: Int
  private let observer: any ProgressObserver

  init(total: Int, observer: any ProgressObserver) {
    self.total = total
    self.observer = observer
  }

  func finishOne() {
    let count = done.wrappingAdd(1, ordering: .relaxed).newValue
    observer.report(task: "identity bootstrap", done: count, total: total, unit: "replicates")
  }
}
