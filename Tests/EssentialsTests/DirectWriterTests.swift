import Foundation
import TestSupport
import Testing

@testable import Essentials

@Suite struct DirectWriterTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  static func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
  }

  /// Whole chunks, parts of them, and nothing; at an offset that a disk takes, and at one for which the
  /// writer must go through the cache.
  @Test(
    arguments: [0, 1, 4095, 4096, 65_535, 65_536, 65_537, 5 * 65_536, 777_777], [0, 4096, 100])
  func theFileHoldsWhatWasWritten(count: Int, offset: Int) throws {
    let path = folder.file("x")
    let expected = Self.bytes(count)
    for piece in [1 << 30, 65_536, 30_011] {
      let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
      defer { close(descriptor) }
      let writer = DirectWriter(descriptor: descriptor, at: offset, chunkSize: 65_536)
      for range in Parallel.blocks(count, of: piece) {
        #expect(expected[range].withUnsafeBytes { writer.write($0) } == 0)
      }
      #expect(writer.finish() == 0)
      let found = try Data(contentsOf: URL(fileURLWithPath: path))
      #expect(found.count == (count == 0 ? 0 : offset + count))
      #expect([UInt8](found.dropFirst(offset)) == expected)
    }
  }

  @Test func aFullDiskIsReported() throws {
    let descriptor = open("/dev/full", O_WRONLY)
    if descriptor < 0 { return }
    defer { close(descriptor) }
    let bytes = Self.bytes(10 * 4096)
    let writer = DirectWriter(descriptor: descriptor, at: 0, chunkSize: 4096)
    let codes = (0..<10).map { index in
      bytes[index * 4096..<(index + 1) * 4096].withUnsafeBytes { writer.write($0) }
    }
    #expect(codes.contains(ENOSPC))
    let short = DirectWriter(descriptor: descriptor, at: 0, chunkSize: 4096)
    #expect(bytes[..<10].withUnsafeBytes { short.write($0) } == 0 && short.finish() == ENOSPC)
  }

  /// A file of which a part goes past the cache is the same as one of which none does.
  @Test(arguments: [0, 4096, 1 << 20, 9_000_000 / 4096 * 4096, 1 << 30])
  func anOutputFileMayLeaveTheCacheAnywhere(from: Int) throws {
    let expected = Self.bytes(9_000_001)
    let path = folder.file("y")
    let file = try OutputFile(path: path, replacing: true)
    file.uncachedFrom = from
    var start = 0
    for size in [3, 300_000, 1_000_000, 5, 4_194_304, 262_143, 1] + [9_000_001] {
      let end = min(expected.count, start + size)
      if size % 2 == 0 {
        try expected[start..<end].withUnsafeBytes { try file.write($0) }
      } else {
        try file.write(expected[start..<end])
      }
      start = end
    }
    #expect(try folder.entries().count == 1 && !FileManager.default.fileExists(atPath: path))
    try file.commit()
    #expect(try [UInt8](Data(contentsOf: URL(fileURLWithPath: path))) == expected)
  }

  @Test func droppedItLeavesNothing() throws {
    let bytes = Self.bytes(9_000_001)
    do {
      let file = try OutputFile(path: folder.file("z"), replacing: true)
      file.uncachedFrom = 0
      try bytes.withUnsafeBytes { try file.write($0) }
    }
    #expect(try folder.entries().isEmpty)
  }
}
