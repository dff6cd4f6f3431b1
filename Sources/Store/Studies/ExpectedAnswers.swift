import Essentials

/// How many answers more a pair may be expected to take until it is done, by a design's own assumptions.
///
/// With ``AdaptiveStop`` the lead of one side is a random walk: even odds beforehand, each answer right
/// with the rule's accuracy, none that can't tell. E(n, l) = 0 where the pair is done, else
/// 1 + p E(n + 1, l + 1) + (1 − p) E(n + 1, |l − 1|), with p the chance that the next answer is the
/// leading side's, given the lead. Without the rule: what is missing to the overlap.
struct ExpectedAnswers: Sendable {
  private let overlap: Int
  private let width: Int
  /// E(n, l) at n · width + l; empty without an ``AdaptiveStop``.
  private var table: [Double] = []

  /// Works it out for all numbers of answers and leads that there can be.
  ///
  /// - Complexity: O(overlap × greatest lead).
  init(_ design: StudyDesign) {
    overlap = design.overlap
    width = (design.adaptive.map { max($0.lead, $0.fewest) } ?? 0) + 2
    guard let stop = design.adaptive else { return }
    let accuracy = Double(stop.accuracyPercent) / 100
    let (lead, most, columns) = (stop.lead, overlap, width)
    let leading = (0..<columns).map { ahead in
      var odds = 1.0
      for _ in 0..<ahead { odds *= (1 - accuracy) / accuracy }
      return (accuracy + odds * (1 - accuracy)) / (1 + odds)
    }
    table = Array(repeating: 0, count: (most + 1) * columns)
    for count in stride(from: most - 1, through: 0, by: -1) {
      for ahead in 0..<(columns - 1) where count < stop.fewest || ahead < lead {
        let next = (count + 1) * columns
        let up = ahead == 0 ? 1 : leading[ahead]
        table[count * columns + ahead] =
          1 + up * table[next + ahead + 1] + (1 - up) * table[next + abs(ahead - 1)]
      }
    }
  }

  /// How many more after `votes`.
  func after(_ votes: PairVotes) -> Double {
    if votes.count >= overlap { return 0 }
    if table.isEmpty { return Double(overlap - votes.count) }
    return table[votes.count * width + min(votes.lead, width - 1)]
  }
}
