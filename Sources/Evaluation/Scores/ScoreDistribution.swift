public import Biometrics
import Essentials
public import Statistics

/// The scores of mated and non-mated comparisons, sorted once: what all 1:1 rates are read from.
///
/// Exact: each distinct score is kept, ties are pooled. float32 scores take 4 bytes each, float64
/// scores 8. Thresholds and scores are in the polarity of the system that gave them; a distance is
/// kept negated within, which loses nothing.
public struct ScoreDistribution: Sendable {
  enum Storage: Sendable {
    case single(SortedClasses<UInt32>)
    case double(SortedClasses<UInt64>)
  }

  /// Which end of the scale is the similar one.
  public let polarity: Polarity
  let storage: Storage

  init(storage: Storage, polarity: Polarity) {
    self.storage = storage
    self.polarity = polarity
  }

  /// Sorts float64 scores.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) for a score that is not finite, with its number in its
  ///   class; (`notMeasurable`) for an empty class.
  /// - Complexity: O(n).
  public init(mated: [Double], nonMated: [Double], polarity: Polarity = .similarity) throws {
    try ScoreDistribution.requireBoth(mated: mated.count, nonMated: nonMated.count)
    func keys(_ scores: [Double], _ name: String) throws -> [UInt64] {
      try ScoreDistribution.requireFinite(scores, name)
      return try KeySorter.sorted(polarity == .similarity ? scores : scores.map { -$0 })
    }
    self.init(
      storage: .double(
        SortedClasses(mated: try keys(mated, "mated"), nonMated: try keys(nonMated, "non-mated"))),
      polarity: polarity)
  }

  /// Sorts float32 scores.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) for a score that is not finite, with its number in its
  ///   class; (`notMeasurable`) for an empty class.
  /// - Complexity: O(n).
  public init(mated: [Float], nonMated: [Float], polarity: Polarity = .similarity) throws {
    try ScoreDistribution.requireBoth(mated: mated.count, nonMated: nonMated.count)
    func keys(_ scores: [Float], _ name: String) throws -> [UInt32] {
      try ScoreDistribution.requireFinite(scores, name)
      return try KeySorter.sorted(polarity == .similarity ? scores : scores.map { -$0 })
    }
    self.init(
      storage: .single(
        SortedClasses(mated: try keys(mated, "mated"), nonMated: try keys(nonMated, "non-mated"))),
      polarity: polarity)
  }

  /// How many mated comparisons there are; at least 1.
  public var matedCount: Int {
    switch storage {
    case .single(let classes): classes.mated.count
    case .double(let classes): classes.mated.count
    }
  }

  /// How many non-mated comparisons there are; at least 1.
  public var nonMatedCount: Int {
    switch storage {
    case .single(let classes): classes.nonMated.count
    case .double(let classes): classes.nonMated.count
    }
  }

  /// Non-mated comparisons accepted at `threshold`, of all non-mated ones: the false match rate.
  ///
  /// - Complexity: O(log n).
  public func falseMatches(
    at threshold: Double, accepting rule: AcceptRule = .atOrAbove
  ) -> Proportion {
    let rejected = rejected(at: threshold, rule).nonMated
    return Proportion(events: nonMatedCount - rejected, trials: nonMatedCount)
  }

  /// Mated comparisons rejected at `threshold`, of all mated ones: the false non-match rate.
  ///
  /// - Complexity: O(log n).
  public func falseNonMatches(
    at threshold: Double, accepting rule: AcceptRule = .atOrAbove
  ) -> Proportion {
    Proportion(events: rejected(at: threshold, rule).mated, trials: matedCount)
  }

  /// Each distinct score with its counts, from the least similar to the most similar.
  ///
  /// - Complexity: O(n).
  @inline(__always)
  public func forEachStep(_ body: (ScoreStep) -> Void) {
    forEachOriented { score, mated, nonMated in
      body(ScoreStep(score: inPolarity(score), mated: mated, nonMated: nonMated))
    }
  }

  /// As ``forEachStep(_:)`` with scores ascending: distances negated.
  @inline(__always)
  func forEachOriented(_ body: (_ score: Double, _ mated: Int, _ nonMated: Int) -> Void) {
    switch storage {
    case .single(let classes): classes.forEachStep { body($0.score, $1, $2) }
    case .double(let classes): classes.forEachStep { body($0.score, $1, $2) }
    }
  }

  /// A score or threshold as kept within, where higher is more similar; its own inverse.
  @inline(__always)
  func inPolarity(_ score: Double) -> Double { polarity == .similarity ? score : 0 - score }

  /// How many of each class are rejected at `threshold`.
  func rejected(at threshold: Double, _ rule: AcceptRule) -> (mated: Int, nonMated: Int) {
    precondition(!threshold.isNaN, "a threshold is a number")
    let bound = inPolarity(threshold)
    func count<Key: ScoreKey>(_ classes: SortedClasses<Key>) -> (Int, Int) {
      if bound == .infinity { return (classes.mated.count, classes.nonMated.count) }
      let key = Key.ceiling(bound, strictly: rule == .above)
      return (classes.mated.countBelow(key), classes.nonMated.countBelow(key))
    }
    switch storage {
    case .single(let classes): return count(classes)
    case .double(let classes): return count(classes)
    }
  }

  static func requireBoth(mated: Int, nonMated: Int) throws {
    for (count, name, what) in [
      (mated, "mated", "of one person with themselves, so no false non-match rate"),
      (nonMated, "non-mated", "of two different people, so no false match rate"),
    ] where count == 0 {
      throw Failure(
        .notMeasurable, "there are no \(name) comparisons (\(what) can be measured)",
        remedy: "Give scores of both classes and check which is which")
    }
  }

  private static func requireFinite(_ scores: [some BinaryFloatingPoint], _ name: String) throws {
    if let index = scores.firstIndex(where: { !$0.isFinite }) {
      throw Failure(
        .malformedInput,
        "\(name) score number \(index + 1) is \(scores[index]), not a finite number",
        remedy: "Remove failed comparisons and count them as failures to enrol or acquire")
    }
  }
}
