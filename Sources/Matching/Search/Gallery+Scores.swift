import Biometrics
import Essentials

extension Gallery {
  /// The score of each probe against every template, row-major: a row a probe, a column a template.
  ///
  /// The very scores that a search gives. Works on the calling thread alone, for callers that cut
  /// their probes into blocks; `probes.count` × ``count`` × 4 bytes.
  ///
  /// - Throws: ``Failure`` as ``search(_:top:options:)`` does.
  public func scores(_ probes: Templates, level: SIMDLevel = .best) throws -> [Float] {
    let prepared = try ProbeSet(probes, gallery: self, level: level)
    let scorer = prepared.scorer
    var scores = [Float](repeating: 0, count: probes.count * count)
    // A few templates at a time for all probes: they stay in the cache meanwhile.
    let together = max(1, (1 << 16) / (dimension * 4))
    unsafe probes.values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { return }
      for (segment, first) in zip(segments, firstRows) {
        guard let templates = unsafe segment.templates.baseAddress else { continue }
        let norms = unsafe segment.inverseNorms
        for rows in Parallel.blocks(segment.rows, of: together) {
          for probe in 0..<probes.count {
            let inverse = prepared.inverseNorms[probe]
            for row in rows {
              scores[probe * count + first + row] = unsafe scorer.score(
                templates + row * dimension, start + probe * dimension,
                inverseNorms: (metric == .cosine ? norms[row] : 1, inverse))
            }
          }
        }
      }
    }
    return scores
  }

  /// The score of two rows.
  ///
  /// - Complexity: O(``dimension``)
  public func score(_ first: Int, _ second: Int) throws -> Float {
    score(first, of: self, second, kernels: try Kernels(.best))
  }

  /// The score of this gallery's row as probe and a row of `other`.
  func score(_ row: Int, of other: Gallery, _ otherRow: Int, kernels: Kernels) -> Float {
    let (a, rowA) = locate(row)
    let (b, rowB) = other.locate(otherRow)
    let scorer = Scorer(metric: metric, kernels: kernels, dimension: dimension)
    guard let x = unsafe a.templates.baseAddress, let y = unsafe b.templates.baseAddress else {
      preconditionFailure("a row has numbers")
    }
    let inverse =
      metric == .cosine ? unsafe (b.inverseNorms[rowB], a.inverseNorms[rowA]) : (1, 1)
    return unsafe scorer.score(
      y + rowB * dimension, x + rowA * dimension,
      inverseNorms: (template: inverse.0, probe: inverse.1))
  }
}
