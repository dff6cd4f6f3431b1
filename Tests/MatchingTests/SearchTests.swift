import Biometrics
import Essentials
import TestSupport
import Testing

@testable import Matching

/// The screened search is held against every template scored by a loop of the test's own.
@Suite struct SearchTests {
  /// The score by its definition, written apart from the engine: 16 double lanes, halved.
  static func score(_ metric: Metric, _ x: [Float], _ q: [Float]) -> Float {
    func lanes(_ v: [Float], _ term: (Int) -> Double) -> Double {
      var sums = [Double](repeating: 0, count: 16)
      for index in v.indices { sums[index % 16] += term(index) }
      for width in [8, 4, 2, 1] { for lane in 0..<width { sums[lane] += sums[lane + width] } }
      return sums[0]
    }
    let dot = lanes(x) { Double(x[$0]) * Double(q[$0]) }
    let score: Float
    switch metric {
    case .innerProduct: score = Float(dot)
    case .cosine:
      let norm = { (v: [Float]) in lanes(v) { Double(v[$0]) * Double(v[$0]) }.squareRoot() }
      score = Float(dot * ((1 / norm(x)) * (1 / norm(q))))
    case .euclidean:
      score = Float(
        lanes(x) {
          let difference = Double(x[$0]) - Double(q[$0])
          return difference * difference
        }.squareRoot())
    }
    return score == 0 ? 0 : score
  }

  static func ranking(_ metric: Metric, _ rows: [[Float]], _ probe: [Float]) -> [Candidate] {
    rows.enumerated().map { Candidate(row: $0.offset, score: score(metric, $0.element, probe)) }
      .sorted {
        if $0.score == $1.score { return $0.row < $1.row }
        return metric == .euclidean ? $0.score < $1.score : $0.score > $1.score
      }
  }

  static func check(
    _ rows: [[Float]], _ probes: [[Float]], _ metric: Metric, top: Int, threads: Int = 2,
    levels: [SIMDLevel] = SIMDLevel.available
  ) throws {
    let folder = try TemporaryFolder()
    let gallery = try Material.gallery(rows, metric, in: folder)
    let expected = probes.map { ranking(metric, rows, $0) }
    let batch = try Templates(probes)
    for level in levels {
      let options = SearchOptions(threads: threads, level: level)
      let found = try gallery.search(batch, top: top, options: options)
      #expect(found.candidates == expected.map { Array($0.prefix(top)) }, "\(metric) \(level)")
      #expect(found.statistics.comparisons == rows.count * probes.count)
      let middle = expected[0][min(expected[0].count - 1, 7)].score
      let range = try gallery.range(batch, threshold: middle, options: options)
      #expect(
        range.candidates
          == expected.map { list in
            list.filter { metric == .euclidean ? $0.score <= middle : $0.score >= middle }
          }, "\(metric) \(level)")
    }
    let exhaustive = try gallery.search(
      batch, top: top, options: SearchOptions(threads: threads, method: .exhaustive))
    #expect(exhaustive.candidates == expected.map { Array($0.prefix(top)) })
  }

  @Test(
    arguments: Metric.allCases,
    [1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 512])
  func everyDimension(metric: Metric, dimension: Int) throws {
    let rows = Material.normal(150, dimension, seed: UInt64(dimension))
    let probes = Material.normal(8, dimension, seed: 1000 + UInt64(dimension)) + [rows[3]]
    try Self.check(rows, probes, metric, top: 5)
  }

  @Test(arguments: Metric.allCases, [3, 16, 50, 128])
  func hostileTemplates(metric: Metric, dimension: Int) throws {
    var rows = Material.hostile(700, dimension, seed: 5)
    if metric == .cosine { rows.removeAll { $0.allSatisfy { $0 == 0 } } }
    var probes = Array(rows[0..<24]) + Material.hostile(12, dimension, seed: 6)
    if metric == .cosine { probes.removeAll { $0.allSatisfy { $0 == 0 } } }
    for top in [1, 10, 1000] { try Self.check(rows, probes, metric, top: top) }
  }

  @Test(arguments: Metric.allCases)
  func manyRowsAndProbes(metric: Metric) throws {
    let rows = Material.faces(9000, 32, seed: 7)
    let probes = Material.faces(40, 32, seed: 8) + rows[8990..<8999]
    try Self.check(rows, probes, metric, top: 10)
  }

  /// Rows that are far longer than their block's step can say are held at the top of the integers, and
  /// thousands of opposite codes pull their sums far down: they must still pass.
  @Test func longTemplatesBeyondTheStepAreFound() throws {
    let dimension = 9000
    func row(_ first: Float, _ rest: Float) -> [Float] {
      [first] + Array(repeating: rest, count: dimension - 1)
    }
    var rows = (0..<420).map { row(Float($0 % 7) * 1e-4, Float($0 % 11 - 5) * 1e-4) }
    rows[3] = row(5e8, 0)
    rows[410] = row(1e9, 0)
    try Self.check(rows, [row(1, -1), row(-1, 1), row(1, 1)], .innerProduct, top: 1)
  }

  @Test(arguments: Metric.allCases, SearchOptions.Method.allCases)
  func noProbesHaveNoCandidates(metric: Metric, method: SearchOptions.Method) throws {
    let folder = try TemporaryFolder()
    let gallery = try Material.gallery(Material.normal(70, 5, seed: 1), metric, in: folder)
    let (none, options) = (Templates(dimension: 5), SearchOptions(method: method))
    #expect(try gallery.search(none, top: 3, options: options).candidates.isEmpty)
    #expect(try gallery.range(none, threshold: 0, options: options).candidates.isEmpty)
  }

  @Test func manyCandidatesAProbeAreFewProbesTogether() {
    #expect([1, 10, 512].map(Gallery.probesTogether(top:)) == [8192, 8192, 8192])
    #expect(Gallery.probesTogether(top: 4096) == 1024)
    #expect([1 << 22, 1 << 40].map(Gallery.probesTogether(top:)) == [1, 1])
  }
}
