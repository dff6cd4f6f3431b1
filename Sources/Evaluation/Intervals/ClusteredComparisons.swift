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
  /// How often each subject takes part in a non-mated comparison, by number.
  private let nonMatedTrials: [Int]
  /// The sum over non-mated pairs of their squared number of comparisons.
  private let nonMatedSquares: Int

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
    var trials = [Int](repeating: 0, count: (nonMated.map(\.second).max() ?? -1) + 1)
    var squares = 0
    for pair in nonMated {
      trials[pair.first] += pair.range.count
      trials[pair.second] += pair.range.count
      squares += pair.range.count * pair.range.count
    }
    nonMatedTrials = trials
    nonMatedSquares = squares
  }

  /// FNMR at `threshold`, clustered by subject; nil without mated comparisons.
  ///
  /// - Complexity: O(mated comparisons).
  public func falseNonMatchRate(
    at threshold: Double, accepting rule: AcceptRule = .atOrAbove, level: Double = 0.95
  ) -> MeasuredRate? {
    let accepted = accepted(mated, threshold, rule)
    return matedRate(zip(mated, accepted).map { $0.range.count - $1 }, level: level)
  }

  /// FNMR at `threshold` with each subject weighted equally, however many comparisons they have.
  ///
  /// A subject with k templates has k(k − 1)/2 mated comparisons, so a few can make up most of the
  /// pooled rate. Wilson's interval with the variance of the subjects' own rates; Clopper–Pearson over
  /// subjects where that is 0. Nil without mated comparisons.
  ///
  /// - Complexity: O(mated comparisons).
  public func falseNonMatchRateByPerson(
    at threshold: Double, accepting rule: AcceptRule = .atOrAbove, level: Double = 0.95
  ) -> DerivedRate? {
    let rates = zip(mated, accepted(mated, threshold, rule)).map { pair, accepted in
      1 - Double(accepted) / Double(pair.range.count)
    }
    guard !rates.isEmpty else { return nil }
    let count = Double(rates.count)
    let rate = rates.reduce(0, +) / count
    let squares = rates.reduce(0) { $0 + ($1 - rate) * ($1 - rate) }
    guard rates.count > 1, squares > 0 else {
      let people = Proportion(events: rate > 0.5 ? rates.count : 0, trials: rates.count)
      let exact = people.clopperPearson(level: level)
      return DerivedRate(
        rate: rate,
        interval: Interval(
          lower: min(rate, exact?.lower ?? 0), upper: max(rate, exact?.upper ?? 1), level: level,
          method: .identityConservative))
    }
    let variance = squares / count / (count - 1)
    return DerivedRate(
      rate: rate,
      interval: Proportion.wilson(
        rate: rate, trials: min(Double(matedCount), rate * (1 - rate) / variance), level: level,
        method: .identityClustered))
  }

  /// How many mated comparisons there are.
  public var matedCount: Int { mated.reduce(0) { $0 + $1.range.count } }

  /// The share of mated comparisons that are of one subject, the one with most; nil without any.
  public var largestMatedShare: Double? {
    mated.map(\.range.count).max().map { Double($0) / Double(matedCount) }
  }

  /// The share of mated comparisons whose oriented score lies in `range`, clustered by subject.
  func matedShare(in range: ClosedRange<Double>, level: Double) -> MeasuredRate? {
    matedRate(counts(mated) { range.contains($0) }, level: level)
  }

  /// The share of non-mated comparisons whose oriented score lies in `range`, clustered by both
  /// subjects.
  func nonMatedShare(in range: ClosedRange<Double>, level: Double) -> MeasuredRate? {
    nonMatedRate(level: level) { range.contains($0) }
  }

  private func matedRate(_ events: [Int], level: Double) -> MeasuredRate? {
    MeasuredRate(identityEvents: events, trials: mated.map(\.range.count), level: level)
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
    let bound = polarity == .similarity ? threshold : 0 - threshold
    return rule == .atOrAbove
      ? nonMatedRate(level: level) { $0 >= bound } : nonMatedRate(level: level) { $0 > bound }
  }

  @inline(__always)
  private func nonMatedRate(level: Double, _ isCounted: (Double) -> Bool) -> MeasuredRate? {
    if nonMated.isEmpty { return nil }
    // Whole numbers throughout; residuals' squares are put together from them at the end.
    var events = [Int](repeating: 0, count: nonMatedTrials.count)
    var (squares, products) = (0, 0)
    unsafe scores.withUnsafeBufferPointer { scores in
      for pair in nonMated {
        var count = 0
        for index in pair.range { count += unsafe isCounted(scores[index]) ? 1 : 0 }
        if count == 0 { continue }
        events[pair.first] += count
        events[pair.second] += count
        squares += count * count
        products += count * pair.range.count
      }
    }
    // Each comparison was counted for both of its subjects.
    let total = Proportion(
      events: events.reduce(0, +) / 2, trials: nonMatedTrials.reduce(0, +) / 2)
    let rate = Double(total.events) / Double(total.trials)
    let bySubject = zip(events, nonMatedTrials).reduce(0.0) { sum, counts in
      let residual = Double(counts.0) - rate * Double(counts.1)
      return sum + residual * residual
    }
    let byPair =
      Double(squares) - 2 * rate * Double(products) + rate * rate * Double(nonMatedSquares)
    let identities = nonMatedTrials.count { $0 > 0 }
    let factor = Double(identities) / Double(identities - 1)
    let variance = max(bySubject - byPair, byPair) * factor / Double(total.trials)
    return MeasuredRate(
      total, level: level, conservativeTrials: identities / 2,
      variance: variance / Double(total.trials))
  }

  /// How many comparisons of each pair are accepted.
  func accepted(_ pairs: [Pair], _ threshold: Double, _ rule: AcceptRule) -> [Int] {
    let bound = polarity == .similarity ? threshold : 0 - threshold
    return counts(pairs) { $0 > bound || ($0 == bound && rule == .atOrAbove) }
  }

  /// How many comparisons of each pair have an oriented score for which `isCounted`.
  @inline(__always)
  private func counts(_ pairs: [Pair], _ isCounted: (Double) -> Bool) -> [Int] {
    unsafe scores.withUnsafeBufferPointer { scores in
      pairs.map { pair in
        var count = 0
        for index in pair.range { count += unsafe isCounted(scores[index]) ? 1 : 0 }
        return count
      }
    }
  }
}
