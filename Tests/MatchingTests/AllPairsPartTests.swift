import Biometrics
import Essentials
import Foundation
import TestSupport
import Testing

@testable import Matching

/// Part files whose digest is right and whose contents are not: refused by name, never a trap.
@Suite struct AllPairsPartTests {
  /// A part's payload, and a way to read what was made of it.
  struct Sample {
    let folder: TemporaryFolder
    let header: PartialResult.Header
    let payload: [UInt8]
    let tally: AllPairsTally

    init() throws {
      folder = try TemporaryFolder()
      let material = AllPairsTests.material(300, seed: 8)
      let gallery = try AllPairsTests.gallery(
        material.rows, material.subjects, .cosine, in: folder)
      let settings = AllPairsSettings(
        tailThreshold: 0.3, scores: -1...1, bins: 20, bodySample: 50, keptPairs: 5, seed: 1)
      header = try gallery.allPairsHeader(settings, against: nil, shard: .whole)
      tally = try gallery.allPairs(settings)
      try tally.write(part: folder.file("p"), header: header, replacing: false)
      payload = [UInt8](try PartialResult(path: folder.file("p")).payload())
    }

    func read(_ bytes: [UInt8]) throws -> AllPairsTally {
      let writer = try PartialResultWriter(
        path: folder.file("q"), header: header, replacing: true)
      try writer.write(bytes)
      try writer.commit()
      return try AllPairsTally.merge([try PartialResult(path: folder.file("q"))])
    }
  }

  @Test func onlyKnownRowsTakeRoom() throws {
    let sample = try Sample()
    let known = sample.tally.best.count { $0 != nil }
    #expect(known > 0 && known < sample.tally.best.count)
    let end = try #require(sample.payload.firstIndex(of: 0x0A))
    #expect(sample.payload.count - end - 1 == 12 * known)
    #expect(try sample.read(sample.payload) == sample.tally)
  }

  @Test func rowsBeyondTheGalleryOrOutOfOrderAreRefused() throws {
    let sample = try Sample()
    let first = try #require(sample.payload.firstIndex(of: 0x0A)) + 1
    let entry = Array(sample.payload[first..<first + 12])
    var beyond = sample.payload
    beyond.replaceSubrange(first..<first + 4, with: [44, 1, 0, 0])
    for bytes in [beyond, sample.payload + entry, Array(sample.payload.dropLast())] {
      let failure = #expect(throws: Failure.self) { _ = try sample.read(bytes) }
      #expect(failure?.file == sample.folder.file("q"))
    }
  }

  @Test func noPayloadTraps() throws {
    let sample = try Sample()
    var random = RandomStream(seed: 4)
    for _ in 0..<300 {
      var bytes = sample.payload
      for _ in 0...random.index(below: 3) {
        bytes[random.index(below: bytes.count)] = UInt8(random.index(below: 256))
      }
      if random.chance(0.3) { bytes.removeLast(random.index(below: bytes.count)) }
      do { _ = try sample.read(bytes) } catch is Failure {}
    }
  }
}
