private import COpenBLAS
import Biometrics
import Essentials

/// The usual way to search without an index: a float32 matrix product and a selection.
///
/// A baseline to measure against, on OpenBLAS. Its sums are rounded to float32 at each step, so near
/// ties may come out otherwise than in an exact search.
public struct MatrixProductBaseline: Sendable, Codable {
  /// The kernels that OpenBLAS chose.
  public var coreType: String
  /// The time of one search for all probes, after one that is not counted.
  public var seconds: Double
  /// Templates × probes over ``seconds``.
  public var comparisonsPerSecond: Double
  /// The share of the exact answer's candidates that it found.
  public var recall: Double

  /// Times a search of `gallery` for `probes`.
  ///
  /// - Parameters:
  ///   - gallery: a gallery whose metric is cosine or inner product.
  ///   - probes: the probes.
  ///   - exact: the exact answer.
  ///   - threads: OpenBLAS's threads; its setting is restored afterwards.
  /// - Returns: what was measured, or nil where the metric is Euclidean.
  /// - Throws: ``Failure`` as a search does.
  public static func run(
    _ gallery: Gallery, _ probes: Templates, exact: [[Candidate]], threads: Int
  ) throws -> MatrixProductBaseline? {
    if gallery.metric == .euclidean { return nil }
    let before = openblas_get_num_threads()
    openblas_set_num_threads(Int32(threads))
    defer { openblas_set_num_threads(before) }
    let top = exact.map(\.count).max() ?? 1
    var answer: [[Candidate]] = []
    var seconds = 0.0
    for _ in 0..<2 {
      let start = ContinuousClock.now
      answer = try search(gallery, probes, top: max(1, top), threads: threads)
      seconds = (ContinuousClock.now - start) / .seconds(1)
    }
    var found = 0
    var expected = 0
    for (left, right) in zip(answer, exact) {
      found += Set(left.map(\.row)).intersection(right.map(\.row)).count
      expected += right.count
    }
    return MatrixProductBaseline(
      coreType: coreType, seconds: seconds,
      comparisonsPerSecond: Double(gallery.count) * Double(probes.count) / seconds,
      recall: Double(found) / Double(max(1, expected)))
  }

  /// The kernels that OpenBLAS chose when it was loaded.
  public static var coreType: String { unsafe String(cString: openblas_get_corename()) }

  private static func search(
    _ gallery: Gallery, _ probes: Templates, top: Int, threads: Int
  ) throws -> [[Candidate]] {
    let d = gallery.dimension
    let rowsAtOnce = 8192
    var best = Array(
      repeating: BestList(limit: top, polarity: .similarity), count: probes.count)
    var scores = [Float](repeating: 0, count: probes.count * rowsAtOnce)
    for (segment, first) in zip(gallery.segments, gallery.firstRows) {
      nonisolated(unsafe) let norms = unsafe segment.inverseNorms
      guard let templates = unsafe segment.templates.baseAddress else { continue }
      for rows in Parallel.blocks(segment.rows, of: rowsAtOnce) {
        unsafe cblas_sgemm(
          CblasRowMajor, CblasNoTrans, CblasTrans, Int32(probes.count), Int32(rows.count),
          Int32(d), 1, probes.values, Int32(d), templates + rows.lowerBound * d, Int32(d), 0,
          &scores, Int32(rowsAtOnce))
        let lists = best
        let product = scores
        best = try Parallel.map(count: probes.count, threads: threads) { probe in
          var list = lists[probe]
          var last = list.last ?? -.infinity
          for (place, row) in rows.enumerated() {
            var score = product[probe * rowsAtOnce + place]
            if unsafe !norms.isEmpty { score *= unsafe Float(norms[row]) }
            if score > last {
              list.insert(Candidate(row: first + row, score: score))
              last = list.last ?? -.infinity
            }
          }
          return list
        }
      }
    }
    return best.map(\.candidates)
  }
}
