import Essentials
public import Statistics

/// The threshold for a target false match rate, or why there is none.
public enum TargetThreshold: Sendable, Equatable {
  /// The least strict threshold whose observed false match rate is at most the target.
  case threshold(Double, falseMatches: Proportion, falseNonMatches: Proportion)
  /// Fewer comparisons than one expected false match needs.
  ///
  /// A rate of 0 among them would say nothing.
  case notMeasurable(comparisons: Int)
}

extension ScoreDistribution {
  /// The threshold for a false match rate of at most `target`.
  ///
  /// Accepting at or above, it is the smallest distinct score of both classes pooled, or the next
  /// float beyond the most similar one, at which the observed rate is at most `target`. Accepting
  /// above, it is the distinct score (or the next float before the least similar one) just below
  /// that: the same comparisons are accepted. With `target` · n below 1 it is not measurable.
  ///
  /// - Complexity: O(log n).
  public func threshold(
    forFalseMatchRate target: Double, accepting rule: AcceptRule = .atOrAbove
  ) -> TargetThreshold {
    precondition(target > 0 && target <= 1, "a target rate lies in (0, 1]")
    // The count that still meets the target: the division is the one by which a rate is printed.
    var allowed = Int((target * Double(nonMatedCount)).rounded(.down))
    while Double(allowed + 1) / Double(nonMatedCount) <= target { allowed += 1 }
    while allowed > 0 && Double(allowed) / Double(nonMatedCount) > target { allowed -= 1 }
    if allowed == 0 { return .notMeasurable(comparisons: nonMatedCount) }
    let threshold = inPolarity(orientedThreshold(allowed: allowed, rule))
    return .threshold(
      threshold, falseMatches: falseMatches(at: threshold, accepting: rule),
      falseNonMatches: falseNonMatches(at: threshold, accepting: rule))
  }

  private func orientedThreshold(allowed: Int, _ rule: AcceptRule) -> Double {
    func search<Key: ScoreKey>(_ classes: SortedClasses<Key>) -> Double {
      let (mated, nonMated) = (classes.mated, classes.nonMated)
      // All keys above `blocked`, the (allowed + 1)-th most similar stranger, meet the target.
      guard allowed < nonMated.count else {
        let least = min(mated[0], nonMated[0])
        return (rule == .atOrAbove ? least : least - 1).score
      }
      let blocked = nonMated[nonMated.count - 1 - allowed]
      if rule == .above { return blocked.score }
      let nextMated = mated.countBelow(blocked + 1)
      let nextNonMated = nonMated.countBelow(blocked + 1)
      var next = Key.max
      if nextMated < mated.count { next = mated[nextMated] }
      if nextNonMated < nonMated.count { next = min(next, nonMated[nextNonMated]) }
      return (next == Key.max ? blocked + 1 : next).score
    }
    switch storage {
    case .single(let classes): return search(classes)
    case .double(let classes): return search(classes)
    }
  }
}
