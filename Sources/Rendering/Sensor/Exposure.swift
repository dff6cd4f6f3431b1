import Essentials
import Foundation
import Imaging

/// A picture in display values, 0...255, before it is rounded.
struct Exposure: Sendable {
  let width: Int
  let height: Int
  /// Red, green, blue, row by row.
  var pixels: [Vector]

  /// Blurs with `kernel`, of odd length and sum 1, across the rows or down the columns or both.
  mutating func blur(_ kernel: [Float], across: Bool, down: Bool) {
    if across { blurAcross(kernel) }
    if down { blurDown(kernel) }
  }

  private mutating func blurAcross(_ kernel: [Float]) {
    let reach = kernel.count / 2
    var line = Array(repeating: Vector(), count: width + 2 * reach)
    for y in 0..<height {
      let row = y * width
      for x in 0..<width { line[x + reach] = pixels[row + x] }
      for x in 0..<reach {
        line[x] = pixels[row]
        line[width + reach + x] = pixels[row + width - 1]
      }
      for x in 0..<width {
        var sum = Vector()
        for tap in kernel.indices { sum += line[x + tap] * kernel[tap] }
        pixels[row + x] = sum
      }
    }
  }

  private mutating func blurDown(_ kernel: [Float]) {
    let reach = kernel.count / 2
    // The rows above, as they were: no copy of the whole picture.
    var kept = Array(repeating: Vector(), count: max(1, reach) * width)
    var sums = Array(repeating: Vector(), count: width)
    for y in 0..<height {
      for x in 0..<width { sums[x] = Vector() }
      for tap in kernel.indices {
        let source = max(0, min(height - 1, y + tap - reach))
        let weight = kernel[tap]
        if source < y {
          let from = source % reach * width
          for x in 0..<width { sums[x] += kept[from + x] * weight }
        } else {
          let from = source * width
          for x in 0..<width { sums[x] += pixels[from + x] * weight }
        }
      }
      let row = y * width
      let to = reach == 0 ? 0 : y % reach * width
      for x in 0..<width {
        kept[to + x] = pixels[row + x]
        pixels[row + x] = sums[x]
      }
    }
  }

  /// Noise that is stronger in the shadows, as a sensor's is after its tone curve.
  mutating func addNoise(_ strength: Float, _ random: inout RandomStream) {
    // A strip of normal numbers, read from a random place in each row: far fewer draws than pixels.
    let size = 1 << 14
    let strip = (0..<size + width).map { _ in
      // The sum of four uniform numbers is near enough to normal here.
      var bits = random.next()
      var sum: Float = 0
      for _ in 0..<4 {
        sum += Float(bits & 0xFFFF)
        bits >>= 16
      }
      return (sum / 65_536 - 2) * 1.732
    }
    for y in 0..<height {
      let grey = random.index(below: size)
      let tint = random.index(below: size)
      for x in 0..<width {
        let at = y * width + x
        let level = strength * (1.35 - 0.9 * (pixels[at].y / 255))
        let common = strip[grey + x] * level
        let other = strip[tint + x] * level * 0.5
        pixels[at] += Vector(common + other, common, common - other)
      }
    }
  }

  /// The picture in 8 bits, compressed and opened again where `quality` is given.
  func image(quality: Int?) -> RGBImage {
    guard let quality else {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(pixels.count * 3)
      for pixel in pixels { Exposure.append(pixel, &bytes) }
      return RGBImage(width: width, height: height, bytes: bytes)
    }
    let blocks = BlockCompression(quality: quality)
    var luma = Array(repeating: Float(0), count: pixels.count)
    let halfWidth = (width + 1) / 2
    let halfHeight = (height + 1) / 2
    var chromaBlue = Array(repeating: Float(0), count: halfWidth * halfHeight)
    var chromaRed = chromaBlue
    for y in 0..<height {
      for x in 0..<width {
        let at = y * width + x
        let pixel = pixels[at].clamped(
          lowerBound: Vector(), upperBound: Vector(repeating: 255))
        let grey = dot(pixel, Vector(0.299, 0.587, 0.114))
        luma[at] = grey - 128
        let half = (y / 2) * halfWidth + x / 2
        chromaBlue[half] += (pixel.z - grey) * (0.564 * 0.25)
        chromaRed[half] += (pixel.x - grey) * (0.713 * 0.25)
      }
    }
    blocks.pass(&luma, width, height, blocks.luma)
    blocks.pass(&chromaBlue, halfWidth, halfHeight, blocks.chroma)
    blocks.pass(&chromaRed, halfWidth, halfHeight, blocks.chroma)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(pixels.count * 3)
    for y in 0..<height {
      for x in 0..<width {
        let half = (y / 2) * halfWidth + x / 2
        let grey = luma[y * width + x] + 128
        let (cb, cr) = (chromaBlue[half], chromaRed[half])
        let pixel = Vector(
          grey + 1.402 * cr, grey - 0.344_14 * cb - 0.714_14 * cr, grey + 1.772 * cb)
        Exposure.append(pixel, &bytes)
      }
    }
    return RGBImage(width: width, height: height, bytes: bytes)
  }

  @inline(__always)
  private static func append(_ pixel: Vector, _ bytes: inout [UInt8]) {
    let held = (pixel + 0.5).clamped(lowerBound: Vector(), upperBound: Vector(repeating: 255))
    bytes.append(UInt8(held.x))
    bytes.append(UInt8(held.y))
    bytes.append(UInt8(held.z))
  }
}
