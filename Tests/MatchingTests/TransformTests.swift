import Biometrics
import Essentials
import Foundation
import TestSupport
import Testing

@testable import Matching

@Suite struct TransformTests {
  /// A = V diag(values) Vᵀ, and V orthogonal.
  @Test(arguments: [1, 2, 3, 10, 40]) func eigenvectorsRebuildTheMatrix(size: Int) throws {
    let x = Material.normal(size + 3, size, seed: UInt64(size))
    var matrix = [Double](repeating: 0, count: size * size)
    for row in x {
      for i in 0..<size { for j in 0..<size { matrix[i * size + j] += Double(row[i] * row[j]) } }
    }
    for i in 0..<size { for j in 0..<i { matrix[i * size + j] = matrix[j * size + i] } }
    let eigen = try #require(SymmetricEigen(matrix, size: size))
    #expect(eigen.values == eigen.values.sorted(by: >))
    #expect(TransformChoice.orthogonalityError(eigen.vectors, size) < 1e-11)
    for i in 0..<size {
      for j in 0..<size {
        let rebuilt = (0..<size).reduce(0) {
          $0 + eigen.values[$1] * eigen.vectors[$1 * size + i] * eigen.vectors[$1 * size + j]
        }
        #expect(abs(rebuilt - matrix[i * size + j]) < 1e-9 * (1 + abs(eigen.values[0])))
      }
    }
  }

  @Test(arguments: [1, 2, 3, 10, 41]) func halfOfTheVarianceIsBounded(size: Int) throws {
    func diagonal(_ values: [Double]) -> [Double] {
      var matrix = [Double](repeating: 0, count: size * size)
      for index in 0..<size { matrix[index * size + index] = values[index] }
      return matrix
    }
    var stream = RandomStream(seed: UInt64(size), purpose: "test-half")
    for power in [0.0, 1, 4] {
      let values = (0..<size).map { _ in pow(stream.uniform(), power) }
      let half = values.sorted(by: >).prefix(size / 2).reduce(0, +) / values.reduce(0, +)
      #expect(TransformChoice.halfAtMost(diagonal(values), size) >= half - 1e-12)
    }
    // Two values, each of half the dimensions: the bound is what they hold.
    if size % 2 == 0 {
      let values = (0..<size).map { $0 % 2 == 0 ? 3.0 : 1.0 }
      #expect(abs(TransformChoice.halfAtMost(diagonal(values), size) - 0.75) < 1e-12)
    }
    #expect(TransformChoice.halfAtMost(diagonal(Array(repeating: 0, count: size)), size) == 0)
  }

  /// Templates with a spectrum are turned and cut, and the answers stay those of a full scan.
  @Test(arguments: Metric.allCases) func aTurnedGalleryIsExact(metric: Metric) throws {
    let folder = try TemporaryFolder()
    // Each dimension has 0.95 of the spread of the one before: a head of a few dozen holds nearly all.
    let material = Material.normal(9060, 128, seed: 5).map { row in
      row.enumerated().map { $1 * Float(pow(0.95, Double($0))) }
    }
    var rows = Array(material[..<9000])
    // Hostile rows among them: each must be found or passed over by its exact score alone.
    // Zero has no cosine; rows 10⁶ and 10¹⁵ away would be the whole spectrum of distances.
    let left: Set<Int> = metric == .euclidean ? [2, 5, 10] : [10]
    for (place, row) in Material.hostile(40, 128, seed: 2).enumerated()
    where !left.contains(place % 12) {
      rows[place * 211] = row
    }
    let gallery = try Material.gallery(rows, metric, in: folder)
    let transform = gallery.segments[0].transform
    #expect(!transform.rotation.isEmpty && transform.layout.hasTail)
    let probes = Array(material[9000...]) + rows[211..<216] + [rows[5064]]
    let batch = try Templates(probes)
    let exhaustive = try gallery.search(
      batch, top: 12, options: SearchOptions(method: .exhaustive))
    for level in SIMDLevel.available {
      let found = try gallery.search(batch, top: 12, options: SearchOptions(level: level))
      #expect(found.candidates == exhaustive.candidates, "\(level)")
    }
    let one = try gallery.search(batch, top: 12, options: SearchOptions(threads: 1))
    let many = try gallery.search(batch, top: 12, options: SearchOptions(threads: 5))
    #expect(one == many)
  }

  @Test func isotropicTemplatesAreNotTurned() throws {
    let folder = try TemporaryFolder()
    let gallery = try Material.gallery(
      Material.normal(5000, 32, seed: 4), .cosine, in: folder)
    #expect(gallery.segments[0].transform.rotation.isEmpty)
    #expect(!gallery.segments[0].transform.layout.hasTail)
  }
}
