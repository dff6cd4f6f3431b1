import Biometrics
import Essentials

// Every template is scored: the reference of all else.
extension Gallery {
  func exhaustiveSearch(_ probes: ProbeSet, top: Int, threads: Int) throws -> SearchResult {
    let candidates = try Parallel.map(count: probes.count, threads: threads) { probe in
      var best = BestList(limit: top, polarity: metric.polarity)
      scoreAll(probes, probe) { best.insert($0) }
      return best.candidates
    }
    return SearchResult(candidates: candidates, statistics: exhaustiveStatistics(probes))
  }

  func exhaustiveRange(_ probes: ProbeSet, threshold: Float, threads: Int) throws -> SearchResult {
    let polarity = metric.polarity
    let candidates = try Parallel.map(count: probes.count, threads: threads) { probe in
      var accepted: [Candidate] = []
      scoreAll(probes, probe) { candidate in
        if polarity.accepts(Double(candidate.score), at: Double(threshold)) {
          accepted.append(candidate)
        }
      }
      return accepted.sorted(by: polarity.ranks)
    }
    return SearchResult(candidates: candidates, statistics: exhaustiveStatistics(probes))
  }

  private func exhaustiveStatistics(_ probes: ProbeSet) -> SearchStatistics {
    var statistics = SearchStatistics()
    statistics.comparisons = probes.count * count
    statistics.scored = statistics.comparisons
    return statistics
  }

  private func scoreAll(_ probes: ProbeSet, _ probe: Int, _ body: (Candidate) -> Void) {
    let scorer = probes.scorer
    let inverse = probes.inverseNorms[probe]
    unsafe probes.templates.values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { return }
      let probeValues = unsafe start + probe * dimension
      for (segment, first) in zip(segments, firstRows) {
        guard let templates = unsafe segment.templates.baseAddress else { continue }
        let norms = unsafe segment.inverseNorms
        for rows in Parallel.blocks(segment.rows, of: CodeLayout.block) {
          for row in rows {
            let score = unsafe scorer.score(
              templates + row * dimension, probeValues,
              inverseNorms: (metric == .cosine ? norms[row] : 1, inverse))
            body(Candidate(row: first + row, score: score))
          }
          segment.releaseTemplates(rows)
        }
      }
    }
  }
}

extension Polarity {
  /// Whether `left` comes before `right`: more similar, or equal and of a lower row.
  @inline(__always)
  func ranks(_ left: Candidate, _ right: Candidate) -> Bool {
    if left.score == right.score { return left.row < right.row }
    return self == .similarity ? left.score > right.score : left.score < right.score
  }
}
