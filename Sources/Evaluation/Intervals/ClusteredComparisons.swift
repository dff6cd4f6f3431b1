public import Biometrics
import Essentials
import Statistics

/// Labelled comparisons in order of whose they are, so that rates can be clustered by identity.
///
/// Mated comparisons stand together by subject, non-mated ones by pair of subjects, whichever of the
/// two was the probe. 8 bytes a comparison and 24 a pair.
public struct ClusteredComparisons: Sendable {
  /// A run of comparisons of one pair of subjects; the same one twice for mated comparisons.
  struct Pair: Sendable {
    let first: Int
    let second: Int
    let range: Range<Int>
  }

  /// Which end of the scores' scale is the similar one.
  public let polarity: Polarity
  /// How many subjects appear in a comparison.
  public let subjectCount: Int
  /// Subjects with mated comparisons.
  public var matedSubjectCount: Int { mated.count }
  /// Subjects with non-mated comparisons.
  public var nonMatedSubjectCount: Int {
    Set(nonMated.map(\.first)).union(nonMated.map(\.second)).count
  }
  let mated: [Pair]
  let nonMated: [Pair]
  /// Oriented: higher is more similar.
  let scores: [Double]

  /// Puts all of `comparisons` in order.
  ///
  /// - Complexity: O(n + subjects).
  public init(_ comparisons: LabelledComparisons) {
    self.init(comparisons, of: Array(comparisons.scores.indices))
  }

  /// Puts those of `comparisons` with the numbers `indices` in order.
  ///
  /// - Complexity: O(indices + subjects).
  public init(_ comparisons: LabelledComparisons, of indices: [Int]) {
    polarity = comparisons.polarity
    let count = comparisons.subjects.count
    // Stable counting sorts by the lower and then the higher subject.
    var order = indices.map { Int32($0) }
    var spare = order
    for isHigher in [false, true] {
      func subject(_ index: Int32) -> Int {
        let (a, b) = (comparisons.probes[Int(index)], comparisons.references[Int(index)])
        return Int(isHigher ? max(a, b) : min(a, b))
      }
      var places = [Int](repeating: 0, count: count + 1)
      for index in order { places[subject(index) + 1] += 1 }
      for place in 0..<count { places[place + 1] += places[place] }
      for index in order {
        let subject = subject(index)
        spare[places[subject]] = index
        places[subject] += 1
      }
      swap(&order, &spare)
    }
    let sign = polarity == .similarity ? 1.0 : -1.0
    scores = order.map { comparisons.scores[Int($0)] * sign + 0 }
    var pairs: (mated: [Pair], nonMated: [Pair]) = ([], [])
    var start = 0
    var seen = [Bool](repeating: false, count: count)
    func subjects(_ place: Int) -> (Int, Int) {
      let index = Int(order[place])
      let (a, b) = (Int(comparisons.probes[index]), Int(comparisons.references[index]))
      return (min(a, b), max(a, b))
    }
    while start < order.count {
      let (a, b) = subjects(start)
      var end = start + 1
      while end < order.count, subjects(end) == (a, b) { end += 1 }
      let pair = Pair(first: a, second: b, range: start..<end)
      if a == b { pairs.mated.append(pair) } else { pairs.nonMated.append(pair) }
      seen[a] = true
      seen[b] = true
      start = end
    }
    mated = pairs.mated
    nonMated = pairs.nonMated
    subjectCount = seen.count { $0 }
  }

  /// FNMR at `threshold`, clustered by subject; nil without mated comparisons.
  ///
  /// - Complexity: O(mated comparisons).
  public func falseNonMatchRate(
    at threshold: Double, accepting rule: AcceptRule = .atOrAbove, level: Double = 0.95
  ) -> MeasuredRate? {
    let accepted = accepted(mated, threshold, rule)
    return MeasuredRate(
      identityEvents: zip(mated, accepted).map { $0.range.count - $1 },
      trials: mated.map(\.range.count), level: level)
  }

  /// FMR at `threshold`, clustered by both subjects of each pair; nil without non-mated comparisons.
  ///
  /// The variance is that of dyads that share a subject: (Σ over subjects of squared residual sums −
  /// Σ over pairs of squared residuals) · G/(G − 1) / n² (Aronow, Samii and Assenova, Political
  /// Analysis 23, 2015), at least that of the pairs alone. With no false match, or only false
  /// matches: Clopper–Pearson over ⌊G/2⌋, the number of disjoint pairs.
  ///
  /// - Complexity: O(non-mated comparisons).
  public func falseMatchRate(
    at threshold: Double, accepting rule: AcceptRule = .atOrAbove, level: Double = 0.95
  ) -> MeasuredRate? {
    if nonMated.isEmpty { return nil }
    let accepted = accepted(nonMated, threshold, rule)
    let subjects = (nonMated.map(\.second).max() ?? 0) + 1
    var events = [Int](repeating: 0, count: subjects)
    var trials = events
    for (pair, accepted) in zip(nonMated, accepted) {
      events[pair.first] += accepted
      events[pair.second] += accepted
      trials[pair.first] += pair.range.count
      trials[pair.second] += pair.range.count
    }
    // Each comparison was counted for both of its subjects.
    let total = Proportion(events: events.reduce(0, +) / 2, trials: trials.reduce(0, +) / 2)
    let rate = Double(total.events) / Double(total.trials)
    let bySubject = zip(events, trials).reduce(0.0) { sum, counts in
      let residual = Double(counts.0) - rate * Double(counts.1)
      return sum + residual * residual
    }
    let byPair = zip(nonMated, accepted).reduce(0.0) { sum, pair in
      let residual = Double(pair.1) - rate * Double(pair.0.range.count)
      return sum + residual * residual
    }
    let identities = trials.count { $0 > 0 }
    let factor = Double(identities) / Double(identities - 1)
    let variance = max(bySubject - byPair, byPair) * factor / Double(total.trials)
    return MeasuredRate(
      total, level: level, conservativeTrials: identities / 2,
      variance: variance / Double(total.trials))
  }

  /// How many comparisons of each pair are accepted.
  func accepted(_ pairs: [Pair], _ threshold: Double, _ rule: AcceptRule) -> [Int] {
    let bound = polarity == .similarity ? threshold : 0 - threshold
    return pairs.map { pair in
      var count = 0
      for index in pair.range {
        let score = scores[index]
        count += score > bound || (score == bound && rule == .atOrAbove) ? 1 : 0
      }
      return count
    }
  }
}
