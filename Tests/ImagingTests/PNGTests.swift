import Essentials
import Foundation
import TestSupport
import Testing

@testable import Imaging

/// PNG files written by hand (stored deflate blocks), so that reading has a reference of its own.
enum HandmadePNG {
  static func crc(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }

  static func word(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(value >> (24 - 8 * $0) & 255) }
  }

  static func chunk(_ kind: String, _ data: [UInt8]) -> [UInt8] {
    word(UInt32(data.count)) + Array(kind.utf8) + data + word(crc(Array(kind.utf8) + data))
  }

  static func stored(_ raw: [UInt8]) -> [UInt8] {
    var a: UInt32 = 1
    var b: UInt32 = 0
    for byte in raw {
      a = (a + UInt32(byte)) % 65521
      b = (b + a) % 65521
    }
    let size = UInt16(raw.count)
    let head = [0x78, 0x01, 0x01] + [UInt8(size & 255), UInt8(size >> 8)]
    return head + [UInt8(~size & 255), UInt8(~size >> 8)] + raw + word(b << 16 | a)
  }

  static func file(
    width: UInt32, height: UInt32, depth: UInt8, colour: UInt8, interlaced: Bool = false,
    extra: [UInt8] = [], raw: [UInt8]
  ) -> [UInt8] {
    PNG.signature
      + chunk("IHDR", word(width) + word(height) + [depth, colour, 0, 0, interlaced ? 1 : 0])
      + extra
      + chunk("IDAT", stored(raw)) + chunk("IEND", [])
  }
}

@Suite struct PNGTests {
  static func noise(_ width: Int, _ height: Int, seed: UInt64) -> RGBImage {
    var random = RandomStream(seed: seed)
    var image = RGBImage(width: width, height: height)
    for index in image.bytes.indices {
      image.bytes[index] = UInt8.random(in: 0...255, using: &random)
    }
    return image
  }

  @Test(arguments: [(1, 1), (3, 2), (17, 31), (64, 5)], PNG.Compression.allCases)
  func writtenPicturesComeBack(size: (Int, Int), compression: PNG.Compression) throws {
    let image = Self.noise(size.0, size.1, seed: 3)
    let bytes = try PNG.encode(image, compression: compression)
    #expect(try PNG.encode(image, compression: compression) == bytes)
    #expect(try PNG.decode(bytes, name: "a.png") == image)
  }

  @Test func writtenFilesHoldNothingButThePicture() throws {
    let bytes = try PNG.encode(Self.noise(40, 30, seed: 1))
    var kinds: Set<String> = []
    var at = 8
    while at < bytes.count {
      let size = bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
      kinds.insert(String(decoding: bytes[at + 4..<at + 8], as: UTF8.self))
      at += size + 12
    }
    #expect(kinds == ["IHDR", "IDAT", "IEND"])
  }

  @Test func everyColourTypeBecomesRGB() throws {
    let grey = HandmadePNG.file(width: 2, height: 1, depth: 8, colour: 0, raw: [0, 7, 200])
    #expect(try PNG.decode(grey, name: "").bytes == [7, 7, 7, 200, 200, 200])
    let bits = HandmadePNG.file(width: 3, height: 1, depth: 1, colour: 0, raw: [0, 0b1010_0000])
    #expect(try PNG.decode(bits, name: "").bytes == [255, 255, 255, 0, 0, 0, 255, 255, 255])
    let deep = HandmadePNG.file(
      width: 1, height: 1, depth: 16, colour: 2, raw: [0, 255, 255, 128, 128, 0, 0])
    #expect(try PNG.decode(deep, name: "").bytes == [255, 128, 0])
    let palette = HandmadePNG.file(
      width: 2, height: 1, depth: 8, colour: 3,
      extra: HandmadePNG.chunk("PLTE", [1, 2, 3, 4, 5, 6]), raw: [0, 1, 0])
    #expect(try PNG.decode(palette, name: "").bytes == [4, 5, 6, 1, 2, 3])
    let alpha = HandmadePNG.file(
      width: 3, height: 1, depth: 8, colour: 6,
      raw: [0, 10, 20, 30, 255, 10, 20, 30, 0, 100, 0, 255, 51])
    #expect(
      try PNG.decode(alpha, name: "").bytes == [10, 20, 30, 255, 255, 255, 224, 204, 255])
    let greyAlpha = HandmadePNG.file(width: 1, height: 1, depth: 8, colour: 4, raw: [0, 0, 51])
    #expect(try PNG.decode(greyAlpha, name: "").bytes == [204, 204, 204])
    let gamma = HandmadePNG.file(
      width: 1, height: 1, depth: 8, colour: 0,
      extra: HandmadePNG.chunk("gAMA", HandmadePNG.word(100_000)), raw: [0, 90])
    #expect(try PNG.decode(gamma, name: "").bytes == [90, 90, 90])
  }

  @Test func interlacedPicturesAreRead() throws {
    // 2 × 2, Adam7: pass 1 holds (0, 0), pass 6 (1, 0), pass 7 the second row.
    let file = HandmadePNG.file(
      width: 2, height: 2, depth: 8, colour: 0, interlaced: true, raw: [0, 1, 0, 2, 0, 3, 4])
    #expect(try PNG.decode(file, name: "").bytes == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4])
  }

  @Test func everyTruncationIsRefused() throws {
    let bytes = try PNG.encode(Self.noise(9, 7, seed: 2))
    for count in 0..<bytes.count {
      let failure = #expect(throws: Failure.self) {
        try PNG.decode(Array(bytes.prefix(count)), name: "cut.png")
      }
      #expect(failure?.code == .malformedInput)
      #expect(failure?.file == "cut.png")
    }
  }

  @Test func hugeAndEmptySizesAreRefusedBeforeMemoryIsTaken() throws {
    for (width, height) in [(UInt32(0), UInt32(5)), (5, 0), (60_000, 60_000), (0x7FFF_FFFF, 3)] {
      let file = HandmadePNG.file(width: width, height: height, depth: 8, colour: 2, raw: [0])
      #expect(throws: Failure.self) { try PNG.decode(file, name: "") }
    }
    let hollow = HandmadePNG.file(width: 7000, height: 7000, depth: 8, colour: 2, raw: [0])
    let failure = #expect(throws: Failure.self) { try PNG.decode(hollow, name: "") }
    #expect(failure?.summary.contains("truncated") == true)
  }

  @Test func otherFilesAreRefused() throws {
    let folder = try TemporaryFolder()
    let text = try folder.write("GIF89a and more", to: "picture.png")
    for path in [text, folder.path, folder.file("none.png")] {
      let failure = #expect(throws: Failure.self) { try PNG.read(path) }
      #expect(failure?.file == path)
    }
    let empty = try folder.write("", to: "empty.png")
    #expect(throws: Failure.self) { try PNG.read(empty) }
  }

  @Test func damagedFilesNeverCrash() throws {
    var random = RandomStream(seed: 11, purpose: "fuzz")
    let seeds = [
      try PNG.encode(Self.noise(12, 10, seed: 4)),
      HandmadePNG.file(
        width: 2, height: 2, depth: 8, colour: 0, interlaced: true, raw: [0, 1, 0, 2, 0, 3, 4]),
      HandmadePNG.file(
        width: 2, height: 1, depth: 8, colour: 3,
        extra: HandmadePNG.chunk("PLTE", [1, 2, 3, 4, 5, 6]) + HandmadePNG.chunk("tRNS", [9]),
        raw: [0, 1, 0]),
    ]
    var refused = 0
    for round in 0..<6000 {
      var bytes = seeds[round % seeds.count]
      for _ in 0...random.index(below: 4) {
        bytes[random.index(below: bytes.count)] = UInt8(random.index(below: 256))
      }
      if random.chance(0.2) { bytes.removeSubrange(random.index(below: bytes.count)...) }
      if random.chance(0.7) { bytes = Self.mendChecksums(bytes) }
      do {
        let image = try PNG.decode(bytes, name: "fuzz")
        #expect(image.bytes.count == image.width * image.height * 3)
      } catch let failure as Failure {
        #expect(failure.code == .malformedInput)
        refused += 1
      }
    }
    #expect(refused > 1000)
  }

  /// Makes the checksums fit again, so that damage reaches the parts behind them.
  static func mendChecksums(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    var at = 8
    while at + 12 <= bytes.count {
      let size = bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
      guard at + 12 + size <= bytes.count else { break }
      let sum = HandmadePNG.word(HandmadePNG.crc(Array(bytes[at + 4..<at + 8 + size])))
      bytes.replaceSubrange(at + 8 + size..<at + 12 + size, with: sum)
      at += size + 12
    }
    return bytes
  }

  @Test func filesAppearWholeOrNotAtAll() throws {
    let folder = try TemporaryFolder()
    let image = Self.noise(5, 4, seed: 8)
    try PNG.write(image, to: folder.file("a.png"))
    #expect(try PNG.read(folder.file("a.png")) == image)
    #expect(throws: Failure.self) { try PNG.write(image, to: folder.file("a.png")) }
    #expect(throws: Failure.self) { try PNG.write(image, to: folder.file("none/b.png")) }
    #expect(try folder.entries() == ["a.png"])
  }
}
