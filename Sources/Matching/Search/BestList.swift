import Biometrics

/// The best candidates so far, most similar first; equal scores by row.
struct BestList: Sendable {
  private(set) var candidates: [Candidate] = []
  let limit: Int
  let polarity: Polarity

  init(limit: Int, polarity: Polarity) {
    self.limit = limit
    self.polarity = polarity
    candidates.reserveCapacity(limit)
  }

  /// The score of the last place, once all places are taken.
  var last: Float? { candidates.count == limit ? candidates.last?.score : nil }

  /// Adds a candidate where it is among the best.
  ///
  /// - Complexity: O(log limit) comparisons and O(limit) moves; O(1) where it is not.
  @inline(__always)
  mutating func insert(_ candidate: Candidate) {
    if candidates.count == limit {
      guard let worst = candidates.last, polarity.ranks(candidate, worst) else { return }
      candidates.removeLast()
    }
    var low = 0
    var high = candidates.count
    while low < high {
      let middle = (low + high) / 2
      if polarity.ranks(candidates[middle], candidate) { low = middle + 1 } else { high = middle }
    }
    candidates.insert(candidate, at: low)
  }
}
