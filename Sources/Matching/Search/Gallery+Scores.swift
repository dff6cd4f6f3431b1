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
    var scores: [Float] = []
    scores.reserveCapacity(probes.count * count)
    unsafe probes.values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else { return }
      for probe in 0..<probes.count {
        let inverse = prepared.inverseNorms[probe]
        for segment in segments {
          guard let templates = unsafe segment.templates.baseAddress else { continue }
          let norms = unsafe segment.inverseNorms
          for row in 0..<segment.rows {
            scores.append(
              unsafe scorer.score(
                templates + row * dimension, start + probe * dimension,
                inverseNorms: (metric == .cosine ? norms[row] : 1, inverse)))
          }
        }
      }
    }
    return scores
  }
}
