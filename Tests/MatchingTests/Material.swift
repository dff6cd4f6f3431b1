import Biometrics
import Essentials
import Foundation
import TestSupport

@testable import Matching

/// Templates for tests, from plain to hostile.
enum Material {
  /// Independent normal numbers.
  static func normal(_ count: Int, _ dimension: Int, seed: UInt64) -> [[Float]] {
    var stream = RandomStream(seed: seed, purpose: "test-normal")
    return (0..<count).map { _ in (0..<dimension).map { _ in Float(stream.normal()) } }
  }

  /// Few effective dimensions around a mean, clustered: as face templates lie.
  static func faces(_ count: Int, _ dimension: Int, seed: UInt64) -> [[Float]] {
    var stream = RandomStream(seed: seed, purpose: "test-faces")
    let mix = (0..<dimension).map { index in
      (0..<dimension).map { _ in stream.normal() * exp2(-8 * Double(index) / Double(dimension)) }
    }
    return (0..<count).map { _ in
      var row = [Double](repeating: 1.5, count: dimension)
      for direction in mix {
        let weight = stream.normal()
        for index in 0..<dimension { row[index] += 0.2 * weight * direction[index] }
      }
      return row.map(Float.init)
    }
  }

  /// Every kind of trouble in one set: duplicates, near ties, one huge component, all equal numbers,
  /// denormals, negative zeros, opposite and scaled copies.
  static func hostile(_ count: Int, _ dimension: Int, seed: UInt64) -> [[Float]] {
    var stream = RandomStream(seed: seed, purpose: "test-hostile")
    let plain = normal(8, dimension, seed: seed)
    return (0..<count).map { index in
      var row = plain[stream.index(below: plain.count)]
      let place = stream.index(below: dimension)
      switch index % 12 {
      case 0: break
      case 1: row[place] = row[place].nextUp
      case 2: row[place] *= 1e6
      case 3: row = Array(repeating: Float(stream.normal()), count: dimension)
      case 4: row = row.map { $0 * 0x1p-140 }
      case 5: row = row.map { $0 * 1e15 }
      case 6: row = row.map { -$0 }
      case 7:
        row = Array(repeating: -0.0, count: dimension)
        row[place] = 1
      case 8: row = row.map { $0 * 2 }
      case 9: row = row.map { $0.nextDown }
      case 10:
        row = Array(repeating: 0, count: dimension)
        row[place] = .leastNonzeroMagnitude
      default: row = (0..<dimension).map { _ in Float(stream.normal()) }
      }
      return row
    }
  }

  /// A gallery of `rows` in `folder`.
  static func gallery(_ rows: [[Float]], _ metric: Metric, in folder: TemporaryFolder) throws
    -> Gallery
  {
    let path = folder.file("gallery-\(metric.rawValue)")
    let writer = try GalleryWriter(
      path: path,
      information: GalleryInformation(
        dimension: rows[0].count, metric: metric, origin: .simulated), replacing: true)
    for row in rows { try writer.append(row) }
    try writer.finish()
    return try Gallery(path: path)
  }
}
