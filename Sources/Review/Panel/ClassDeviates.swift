import Essentials
import Statistics

/// Normal scores of candidates within their class.
enum ClassDeviates {
  /// The deviate of each candidate: as given, else Φ⁻¹ of its mid-rank among those of its class.
  ///
  /// Ties share their mean rank; a class of one gets 0.
  /// - Throws: ``Failure`` (`malformedInput`) for a score or deviate that is not finite.
  /// - Complexity: O(n log n).
  static func of(_ candidates: [ReviewCandidate]) throws -> [Double] {
    var deviates = [Double](repeating: 0, count: candidates.count)
    for (index, candidate) in candidates.enumerated() {
      guard candidate.score.isFinite, candidate.classDeviate?.isFinite ?? true else {
        throw Failure(
          .malformedInput, "candidate \(index + 1) has a score that is not a finite number",
          remedy: "Give each candidate a finite score")
      }
    }
    for isMated in [false, true] {
      let members = candidates.indices.filter { candidates[$0].isMated == isMated }
      if members.allSatisfy({ candidates[$0].classDeviate != nil }) {
        for index in members { deviates[index] = candidates[index].classDeviate ?? 0 }
        continue
      }
      let sorted = members.sorted {
        (candidates[$0].score, $0) < (candidates[$1].score, $1)
      }
      var start = 0
      while start < sorted.count {
        var end = start + 1
        while end < sorted.count, candidates[sorted[end]].score == candidates[sorted[start]].score {
          end += 1
        }
        let rank = (Double(start) + Double(end)) / 2
        let deviate = Normal.quantile(rank / Double(sorted.count))
        for place in start..<end {
          deviates[sorted[place]] = candidates[sorted[place]].classDeviate ?? deviate
        }
        start = end
      }
    }
    return deviates
  }
}
