#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

public import Statistics

/// A threshold and both error counts there: one point of the ROC and DET curves.
public struct OperatingPoint: Sendable, Equatable, Codable {
  /// The threshold, in the polarity of the scores.
  public let threshold: Double
  /// Non-mated comparisons accepted.
  public let falseMatches: Proportion
  /// Mated comparisons rejected.
  public let falseNonMatches: Proportion

  /// The false match rate.
  public var falseMatchRate: Double { Double(falseMatches.events) / Double(falseMatches.trials) }
  /// The false non-match rate.
  public var falseNonMatchRate: Double {
    Double(falseNonMatches.events) / Double(falseNonMatches.trials)
  }
}

extension ScoreDistribution {
  /// Both error counts at `threshold`.
  ///
  /// - Complexity: O(log n).
  public func operatingPoint(
    at threshold: Double, accepting rule: AcceptRule = .atOrAbove
  ) -> OperatingPoint {
    OperatingPoint(
      threshold: threshold, falseMatches: falseMatches(at: threshold, accepting: rule),
      falseNonMatches: falseNonMatches(at: threshold, accepting: rule))
  }

  /// The curve of both error rates over the threshold, thinned to about 2 · `points` exact points.
  ///
  /// From the least strict threshold to the strictest, the last one accepting nothing. The points lie
  /// even on the logarithm of either rate, so that the DET curve keeps its shape at both ends; where
  /// there are no more distinct scores than points, all are there.
  ///
  /// - Complexity: O(`points` · log n).
  public func curve(
    points: Int = 256, accepting rule: AcceptRule = .atOrAbove
  ) -> [OperatingPoint] {
    func thresholds<Key: ScoreKey>(_ classes: SortedClasses<Key>) -> [Double] {
      var keys: Set<Key> = []
      for kept in [classes.mated, classes.nonMated] {
        keys.insert(kept[0])
        keys.insert(kept[kept.count - 1])
        for rank in ScoreDistribution.logarithmicRanks(kept.count, points) {
          keys.insert(kept[rank])
          keys.insert(kept[kept.count - 1 - rank])
        }
      }
      var sorted = keys.sorted()
      if let last = sorted.last { sorted.append(last + 1) }
      if rule == .above, let first = sorted.first {
        sorted.removeLast()
        sorted.insert(first - 1, at: 0)
      }
      return sorted.map(\.score)
    }
    let oriented =
      switch storage {
      case .single(let classes): thresholds(classes)
      case .double(let classes): thresholds(classes)
      }
    return oriented.map { operatingPoint(at: inPolarity($0), accepting: rule) }
  }

  /// Ranks 0..<`count`, all of them or about `points`, even on a logarithmic scale.
  private static func logarithmicRanks(_ count: Int, _ points: Int) -> [Int] {
    if count <= points { return Array(0..<count) }
    var ranks: [Int] = []
    var place = 1.0
    let step = pow(Double(count), 1 / Double(points))
    while place < Double(count) {
      let rank = Int(place) - 1
      if ranks.last != rank { ranks.append(rank) }
      place *= step
    }
    return ranks
  }
}
