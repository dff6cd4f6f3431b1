import Essentials
import Testing

@Suite struct RandomTests {
  /// The known answers of the authors' Random123 library (kat_vectors, philox4x32 10).
  @Test func philoxKnownAnswers() {
    let zero = Philox.block(key: 0, counter: (0, 0))
    #expect(zero == (0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    let ones = Philox.block(key: .max, counter: (.max, .max))
    #expect(ones == (0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    let pi = Philox.block(
      key: 0x299f_31d0_a409_3822, counter: (0x85a3_08d3_243f_6a88, 0x0370_7344_1319_8a2e))
    #expect(pi == (0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  @Test func streamsAreReproducibleAndApart() {
    var first = RandomStream(seed: 7, purpose: "faces", item: 3)
    var again = RandomStream(seed: 7, purpose: "faces", item: 3)
    var other = RandomStream(seed: 7, purpose: "hair", item: 3)
    let numbers = (0..<100).map { _ in first.next() }
    #expect(numbers == (0..<100).map { _ in again.next() })
    #expect(Set(numbers).isDisjoint(with: (0..<100).map { _ in other.next() }))
  }

  @Test func momentsOfTheDistributions() {
    var random = RandomStream(seed: 1)
    let count = 200_000
    let normals = (0..<count).map { _ in random.normal() }
    let mean = normals.reduce(0, +) / Double(count)
    let variance = normals.reduce(0) { $0 + $1 * $1 } / Double(count) - mean * mean
    // Five standard errors: 1/√n for the mean, √(2/n) for the variance.
    #expect(abs(mean) < 5 / Double(count).squareRoot())
    #expect(abs(variance - 1) < 5 * (2 / Double(count)).squareRoot())
    let exponential = (0..<count).map { _ in random.exponential() }.reduce(0, +) / Double(count)
    #expect(abs(exponential - 1) < 5 / Double(count).squareRoot())
    #expect((0..<count).allSatisfy { _ in (0..<1).contains(random.uniform()) })
  }
}
