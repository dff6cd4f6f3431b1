import Essentials
import Imaging
import Testing

@testable import Rendering

@Suite struct DegradationTests {
  static let picture: RGBImage = {
    var bytes: [UInt8] = []
    for y in 0..<64 {
      for x in 0..<96 { bytes += [UInt8(2 * x), UInt8(3 * y), 128] }
    }
    return RGBImage(width: 96, height: 64, bytes: bytes)
  }()

  @Test func reducingTakesTheMeanOfAreas() throws {
    let half = try Degradation.named("ds16").applied(to: Self.picture, interEye: 32, seed: 1)
    #expect(half.width == 48 && half.height == 32)
    // Two by two pixels: 2x and 2x + 2 have the mean 2x + 1, rounded from below.
    #expect(half[5, 7].red == UInt8(4 * 5 + 1))
    #expect(abs(Int(half[5, 7].green) - (6 * 7 + 1)) <= 1)
    let third = try Degradation.named("ds8").applied(to: Self.picture, interEye: 20, seed: 1)
    #expect(third.width == 38 && third.height == 26)
    #expect(third.bytes.indices.allSatisfy { $0 % 3 != 2 || third.bytes[$0] == 128 })
  }

  @Test func darkIsAQuarterOfTheLightWithNoise() throws {
    let flat = RGBImage(width: 80, height: 80, bytes: Array(repeating: 160, count: 80 * 80 * 3))
    let dark = try Degradation.named("dark").applied(to: flat, interEye: 40, seed: 3)
    let mean = dark.bytes.reduce(0) { $0 + Double($1) } / Double(dark.bytes.count)
    #expect(abs(mean - 40) < 1)
    #expect(Set(dark.bytes).count > 5)
    #expect(dark == (try Degradation.named("dark").applied(to: flat, interEye: 40, seed: 3)))
    #expect(dark != (try Degradation.named("dark").applied(to: flat, interEye: 40, seed: 4)))
  }

  @Test func whatCannotBeIsRefused() throws {
    #expect(throws: Failure.self) {
      try Degradation.named("cctv24").applied(to: Self.picture, interEye: 10, seed: 1)
    }
    #expect(throws: Failure.self) { try Degradation.named("fog") }
  }
}
