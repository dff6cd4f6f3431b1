import CMatchKernels
import Essentials
import TestSupport
import Testing

@testable import Matching

/// Every instruction set gives the scalar one's bits.
@Suite struct KernelTests {
  static let dimensions = Array(1...17) + [31, 32, 33, 63, 64, 65, 127, 128, 129, 512]

  @Test(arguments: SIMDLevel.available) func floatSumsAreTheScalarOnes(level: SIMDLevel) throws {
    let kernels = try Kernels(level)
    let scalar = try Kernels(.scalar)
    for d in Self.dimensions {
      let rows = Material.hostile(24, d, seed: UInt64(d))
      for (x, y) in zip(rows, rows.reversed()) {
        #expect(kernels.dot(x, y, d).bitPattern == scalar.dot(x, y, d).bitPattern)
        #expect(
          kernels.squareDistance(x, y, d).bitPattern == scalar.squareDistance(x, y, d).bitPattern)
      }
    }
  }

  /// The scan against three nested loops.
  @Test(arguments: SIMDLevel.available, [1, 2, 5, 6, 7, 12, 13])
  func scansAreThePlainSums(level: SIMDLevel, probeCount: Int) throws {
    let kernels = try Kernels(level)
    var stream = RandomStream(seed: 3, purpose: "test-scan", item: probeCount)
    for groups in [1, 2, 3, 8, 32, 128] {
      let tile = (0..<groups * 256).map { _ in UInt8(truncatingIfNeeded: stream.next()) }
      let limit = kernels.probeLimit
      // Extremes too: they are where a saturating instruction would show.
      let codes = (0..<probeCount).map { probe in
        (0..<groups * 4).map { _ in
          Int8(
            probe == 0 ? limit : probe == 1 ? -limit : stream.index(below: 2 * limit + 1) - limit)
        }
      }
      let extreme = probeCount > 1 ? tile.map { $0 | 0xFE } : tile
      var packed = [Int8](repeating: 0, count: probeCount * groups * 4)
      for (index, code) in codes.enumerated() {
        lk_pack_probe(code, groups, index, probeCount, &packed)
      }
      let base = (0..<64).map { Int32($0 * 1000 - 30_000) }
      for codesOfTile in [tile, extreme] {
        let sums = codes.map { code -> [Int] in
          (0..<64).map { row -> Int in
            var sum = Int(base[row])
            for index in 0..<groups * 4 {
              let place = index / 4 * 256 + row * 4 + index % 4
              sum += Int(codesOfTile[place]) * Int(code[index])
            }
            return sum
          }
        }
        let thresholds = sums.map { Int32($0.sorted()[40]) }
        var hits = [lk_hit](repeating: lk_hit(), count: 64 * probeCount)
        let count = kernels.raw.scan(
          codesOfTile, groups, base, packed, thresholds, probeCount, 640, nil, &hits)
        var expected: [[Int]] = []
        for probe in 0..<probeCount {
          for row in 0..<64 where sums[probe][row] >= Int(thresholds[probe]) {
            expected.append([probe, 640 + row, sums[probe][row]])
          }
        }
        #expect(
          hits[..<count].map { [Int($0.probe), Int($0.row), Int($0.sum)] } == expected,
          "\(groups) groups")
      }
    }
  }

  @Test(arguments: SIMDLevel.available) func helpersAreTheScalarOnes(level: SIMDLevel) throws {
    let raw = try Kernels(level).raw
    let scalar = try Kernels(.scalar).raw
    for d in Self.dimensions {
      let x = Material.normal(2, d, seed: UInt64(d))
      let centre = x[1].map(Double.init)
      var (a, b) = ([Double](repeating: 0, count: d), [Double](repeating: 0, count: d))
      #expect(raw.centre(x[0], 0.7, centre, d, &a) == scalar.centre(x[0], 0.7, centre, d, &b))
      #expect(a == b)
      #expect(raw.largest(a, d) == a.map(abs).max())
      let rows = Material.normal(5, d + 3, seed: 10).joined().map(Double.init)
      var (sumsOf, expected) = (centre, centre)
      raw.accumulate(&sumsOf, rows, 5, d + 3, d)
      for row in 0..<5 {
        let start = row * (d + 3)
        for index in 0..<d { expected[index] += rows[start] * rows[start + index] }
      }
      #expect(sumsOf == expected)
      let matrix = Material.normal(d, d, seed: 9).joined().map(Double.init)
      var (turnedA, turnedB) = (a, a)
      raw.turn(matrix, a, d, &turnedA)
      scalar.turn(matrix, a, d, &turnedB)
      #expect(turnedA == turnedB)
      var (codesA, codesB) = ([Int8](repeating: 0, count: d), [Int8](repeating: 0, count: d))
      var (sumsA, sumsB) = ([0.0, 0.0], [0.0, 0.0])
      raw.encode(a, d, 0.02, 127, &codesA, &sumsA)
      scalar.encode(a, d, 0.02, 127, &codesB, &sumsB)
      #expect(codesA == codesB && sumsA == sumsB)
      #expect(
        codesA == a.map { Int8(max(-127, min(127, ($0 * (1 / 0.02)).rounded(.toNearestOrEven)))) })
      let error = zip(a, codesA).reduce(0) {
        $0 + ($1.0 - Double($1.1) * 0.02) * ($1.0 - Double($1.1) * 0.02)
      }
      #expect(abs(sumsA[0] - error) <= 1e-12 * max(1, error))
    }
  }

  @Test func tailSumsArePlain() throws {
    for level in SIMDLevel.available {
      let kernels = try Kernels(level)
      var stream = RandomStream(seed: 4, purpose: "test-tail")
      for count in stride(from: 4, through: 300, by: 4) {
        let x = (0..<count).map { _ in UInt8(truncatingIfNeeded: stream.next()) }
        let q = (0..<count).map { _ in
          Int8(stream.index(below: 2 * kernels.probeLimit + 1) - kernels.probeLimit)
        }
        let plain = zip(x, q).reduce(0) { $0 + Int($1.0) * Int($1.1) }
        #expect(Int(kernels.raw.dot_codes(x, q, count)) == plain)
      }
    }
  }

  /// The check value of RFC 3720 (iSCSI), appendix B.4.
  @Test func checksumIsCastagnoli() {
    #expect(lk_crc32c(0, Array("123456789".utf8), 9) == 0xE306_9283)
    #expect(lk_crc32c(0, [UInt8](repeating: 0, count: 32), 32) == 0x8A91_36AA)
    #expect(lk_crc32c(lk_crc32c(0, Array("1234".utf8), 4), Array("56789".utf8), 5) == 0xE306_9283)
  }

  /// Long runs are summed in lanes: held against the definition, bit by bit, wherever they are cut.
  @Test func checksumsOfLongRunsAreTheDefinitions() {
    var stream = RandomStream(seed: 12, purpose: "test-checksum")
    let bytes = (0..<70_000).map { _ in UInt8(truncatingIfNeeded: stream.next()) }
    var states: [UInt32] = [0]
    var state = ~UInt32(0)
    for byte in bytes {
      state ^= UInt32(byte)
      for _ in 0..<8 { state = state >> 1 ^ (state & 1 == 1 ? 0x82F6_3B78 : 0) }
      states.append(~state)
    }
    for _ in 0..<200 {
      let start = stream.index(below: bytes.count)
      let end = start + stream.index(below: bytes.count - start + 1)
      let run = Array(bytes[start..<end])
      #expect(lk_crc32c(states[start], run, run.count) == states[end], "\(start)..<\(end)")
    }
  }

  @Test func aMissingLevelIsAnError() {
    for level in SIMDLevel.allCases where !SIMDLevel.available.contains(level) {
      let failure = #expect(throws: Failure.self) { _ = try Kernels(level) }
      #expect(failure?.code == .unavailable)
    }
    #expect(SIMDLevel.available.contains(.scalar))
    #expect(SIMDLevel.available.contains(SIMDLevel.best))
  }
}
