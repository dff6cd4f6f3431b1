import Essentials
import Foundation
import Testing

@testable import Rendering

@Suite struct SensorTests {
  /// The transform by its definition (ITU-T T.81, A.3.3), in double precision.
  static func referencePass(_ block: [Double], steps: [Double]) -> [Double] {
    func c(_ k: Int) -> Double { k == 0 ? 1 / 2.0.squareRoot() : 1 }
    func wave(_ x: Int, _ u: Int) -> Double { cos(Double(2 * x + 1) * Double(u) * .pi / 16) }
    var coefficients = Array(repeating: 0.0, count: 64)
    for v in 0..<8 {
      for u in 0..<8 {
        var sum = 0.0
        for y in 0..<8 { for x in 0..<8 { sum += block[y * 8 + x] * wave(x, u) * wave(y, v) } }
        let value = 0.25 * c(u) * c(v) * sum
        coefficients[v * 8 + u] = (value / steps[v * 8 + u]).rounded() * steps[v * 8 + u]
      }
    }
    return (0..<64).map { at in
      var sum = 0.0
      for v in 0..<8 {
        for u in 0..<8 {
          sum += c(u) * c(v) * coefficients[v * 8 + u] * wave(at % 8, u) * wave(at / 8, v)
        }
      }
      return 0.25 * sum
    }
  }

  @Test(arguments: [20, 50, 85, 95]) func compressionIsJPEGs(quality: Int) {
    var random = RandomStream(seed: UInt64(quality))
    let compression = BlockCompression(quality: quality)
    let steps = compression.luma.flatMap { row in (0..<8).map { Double(row[$0]) } }
    // The usual quality scale: 16 is the table's first step.
    let scale = quality < 50 ? 5000 / Double(quality) : 200 - 2 * Double(quality)
    let first = ((16 * scale + 50) / 100).rounded(.down)
    #expect(steps[0] == max(1, first))
    for _ in 0..<20 {
      let block = (0..<64).map { (index: Int) -> Double in
        Double(index * 2) - 64 + 40 * random.normal()
      }
      var plane = block.map { Float($0) }
      compression.pass(&plane, 8, 8, compression.luma)
      let expected = Self.referencePass(block, steps: steps)
      // A coefficient exactly between two steps may round either way in single precision.
      let error = zip(plane, expected).map { abs(Double($0) - $1) }.max() ?? 1
      #expect(error < 0.01)
    }
  }

  @Test func raggedEdgesAreCompressedToo() {
    let compression = BlockCompression(quality: 90)
    var plane = Array(repeating: Float(17), count: 13 * 11)
    compression.pass(&plane, 13, 11, compression.luma)
    #expect(plane.allSatisfy { abs($0 - 17) < 2 })
  }

  @Test func exposureBringsTheMeanToItsAim() {
    var random = RandomStream(seed: 1)
    for level in [0.1, 0.2, 3] as [Float] {
      let image = LinearImage(
        width: 64, height: 32, pixels: Array(repeating: Vector(repeating: level), count: 64 * 32))
      let sensor = Sensor(brightness: 0.2, blur: 0, motion: .zero, noise: 0, quality: nil)
      let picture = sensor.develop(image, random: &random)
      // sRGB of 0.2 is 0.4845.
      #expect(abs(Double(picture.bytes[0]) - 0.4845 * 255) < 6)
    }
  }

  @Test func noiseHasItsStrengthAndBlurKeepsTheMean() {
    var random = RandomStream(seed: 2)
    var picture = Exposure(
      width: 200, height: 100,
      pixels: Array(repeating: Vector(repeating: 100), count: 200 * 100))
    picture.addNoise(4, &random)
    let count = Float(picture.pixels.count)
    let mean = picture.pixels.reduce(0) { $0 + $1.y } / count
    let spread =
      (picture.pixels.reduce(0) { $0 + ($1.y - mean) * ($1.y - mean) } / count).squareRoot()
    #expect(abs(mean - 100) < 1)
    #expect(abs(spread - 4 * (1.35 - 0.9 * 100 / 255)) < 0.5)
    picture.blur([0.25, 0.5, 0.25], across: true, down: true)
    #expect(abs(picture.pixels.reduce(0) { $0 + $1.y } / count - mean) < 0.05)
  }

  @Test func blurIsAConvolution() {
    var random = RandomStream(seed: 3)
    let width = 9
    let height = 7
    let pixels = (0..<width * height).map { _ in Vector(repeating: Float(random.uniform() * 255)) }
    let kernel: [Float] = [0.1, 0.25, 0.3, 0.25, 0.1]
    var picture = Exposure(width: width, height: height, pixels: pixels)
    picture.blur(kernel, across: true, down: true)
    for y in 0..<height {
      for x in 0..<width {
        var expected: Float = 0
        for dy in -2...2 {
          for dx in -2...2 {
            let at = max(0, min(height - 1, y + dy)) * width + max(0, min(width - 1, x + dx))
            expected += kernel[dy + 2] * kernel[dx + 2] * pixels[at].x
          }
        }
        #expect(abs(picture.pixels[y * width + x].x - expected) < 1e-2)
      }
    }
  }
}
