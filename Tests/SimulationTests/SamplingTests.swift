import CSampling
import Essentials
import Foundation
import Statistics
import Testing

@testable import Simulation

/// The C arithmetic against plain Swift.
@Suite struct SamplingTests {
  static let levels = Array(Int32(LK_SAMPLING_PLAIN)...lk_sampling_best_level())

  @Test(arguments: levels) func normalsAreBoxMullerOfPhilox(level: Int32) {
    let streams = (0..<16).map { UInt64($0) << 32 | 77 }
    let starts = (0..<16).map { UInt64($0 * $0) << 16 }
    let rows = 12
    var numbers = [Float](repeating: 0, count: rows * 16)
    lk_sampling_normals(level, 0xDEAD_BEEF_1234, streams, starts, rows, &numbers)
    for lane in 0..<16 {
      for block in 0..<rows / 4 {
        let words = Philox.block(
          key: 0xDEAD_BEEF_1234, counter: (low: starts[lane] + UInt64(block), high: streams[lane]))
        for (offset, pair) in [(0, (words.0, words.1)), (2, (words.2, words.3))] {
          let radius = (-2 * log((Double(pair.0) + 0.5) * 0x1p-32)).squareRoot()
          let angle = Double(Int32(bitPattern: pair.1)) * 0x1p-31 * Double.pi
          let row = block * 4 + offset
          #expect(abs(Double(numbers[row * 16 + lane]) - radius * cos(angle)) < 4e-6)
          #expect(abs(Double(numbers[(row + 1) * 16 + lane]) - radius * sin(angle)) < 4e-6)
        }
      }
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 8, 17, 80]) func productsAgreeWithPlainLoops(rows: Int) {
    var random = RandomStream(seed: 3, stream: UInt64(rows))
    func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in Float(random.normal()) } }
    let lower = numbers(rows * (rows + 1) / 2)
    let input = numbers(rows * 16)
    let probes = numbers(rows * 3)
    var expected: [[Float]]?
    for level in Self.levels {
      var product = [Float](repeating: 0, count: rows * 16)
      lk_sampling_lower(level, lower, rows, input, &product)
      var distances = [Float](repeating: 0, count: 48)
      lk_sampling_distances(level, rows, product, probes, 3, &distances)
      var products = distances
      lk_sampling_products(level, rows, product, probes, 3, &products)
      if let expected { #expect(expected == [product, distances, products]) }
      expected = [product, distances, products]
      for lane in 0..<16 {
        for row in 0..<rows {
          let sum = (0...row).reduce(0.0) {
            $0 + Double(lower[row * (row + 1) / 2 + $1]) * Double(input[$1 * 16 + lane])
          }
          #expect(abs(Double(product[row * 16 + lane]) - sum) < 1e-4 * Double(rows))
        }
        for probe in 0..<3 {
          let distance = (0..<rows).reduce(0.0) {
            let difference = Double(product[$1 * 16 + lane]) - Double(probes[probe * rows + $1])
            return $0 + difference * difference
          }
          #expect(abs(Double(distances[probe * 16 + lane]) - distance) < 1e-4 * (1 + distance))
        }
      }
    }
  }

  @Test func normalsHaveTheirMomentsAndTails() {
    let rows = 4000
    var sum = 0.0
    var squares = 0.0
    var fourth = 0.0
    var beyond = 0
    var numbers = [Float](repeating: 0, count: rows * 16)
    lk_sampling_normals(
      lk_sampling_best_level(), 1, (0..<16).map { UInt64($0) }, [UInt64](repeating: 0, count: 16),
      rows, &numbers)
    for number in numbers.map(Double.init) {
      sum += number
      squares += number * number
      fourth += number * number * number * number
      if number > 2 { beyond += 1 }
    }
    let count = Double(numbers.count)
    // Five standard errors each.
    #expect(abs(sum / count) < 5 / count.squareRoot())
    #expect(abs(squares / count - 1) < 5 * (2 / count).squareRoot())
    #expect(abs(fourth / count - 3) < 5 * (96 / count).squareRoot())
    let tail = 1 - Normal.cumulative(2)
    #expect(abs(Double(beyond) - count * tail) < 5 * (count * tail).squareRoot())
  }
}
