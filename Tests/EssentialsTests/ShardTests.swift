import Essentials
import Foundation
import TestSupport
import Testing

@Suite struct ShardTests {
  static func write(
    _ payload: String, _ shard: String, job: [String: String] = ["top": "10"],
    kind: String = "search", to path: String
  ) throws -> PartialResult {
    let writer = try PartialResultWriter(
      path: path,
      header: PartialResult.Header(kind: kind, job: job, shard: try Shard(parsing: shard)),
      replacing: true)
    try writer.write(payload)
    try writer.commit()
    return try PartialResult(path: path)
  }

  @Test(arguments: [1, 2, 3, 7, 100], [0, 1, 5, 99, 100, 101])
  func shardsCoverEverythingOnce(count: Int, total: Int) {
    let shards = (0..<count).map { Shard(index: $0, count: count) }
    #expect(shards.flatMap { Array($0.range(of: total)) } == Array(0..<total))
    for item in 0..<total { #expect(shards.count { $0.owns(item) } == 1) }
    let sizes = shards.map { $0.range(of: total).count }
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
  }

  @Test func shardsAreReadAsTheyAreWritten() throws {
    #expect(try Shard(parsing: "3/8") == Shard(index: 2, count: 8))
    #expect(try Shard(parsing: "\(Shard(index: 4, count: 5))") == Shard(index: 4, count: 5))
    for text in ["", "3", "0/8", "9/8", "1/0", "-1/2", "1/2/3", "a/b", "1/1000001", "1/"] {
      #expect(throws: Failure.self, "\(text)") { _ = try Shard(parsing: text) }
    }
  }

  @Test(arguments: ["", "\n", "a,b\n\nsha256 0\n", "one\ntwo\n"])
  func aPartComesBackAsItWasWritten(payload: String) throws {
    let folder = try TemporaryFolder()
    let part = try Self.write(payload, "2/3", to: folder.file("p"))
    #expect(part.header.shard.description == "2/3" && part.header.job == ["top": "10"])
    #expect(String(decoding: try part.payload(), as: UTF8.self) == payload)
    var pieces: [UInt8] = []
    try part.readPayload { pieces += $0 }
    #expect(pieces == Array(payload.utf8))
    #expect(try folder.entries() == ["p"])
  }

  @Test func aPartThatChangesBeforeItIsMergedIsRefused() throws {
    let folder = try TemporaryFolder()
    let part = try Self.write("one", "1/2", to: folder.file("p"))
    _ = try Self.write("two", "1/2", to: folder.file("p"))
    #expect(throws: Failure.self) { _ = try part.payload() }
    #expect(throws: Failure.self) { try part.readPayload { _ in } }
    try FileManager.default.removeItem(atPath: folder.file("p"))
    #expect(throws: Failure.self) { _ = try part.payload() }
  }

  @Test func everyFlippedBitAndEveryCutIsFound() throws {
    let folder = try TemporaryFolder()
    _ = try Self.write("some,lines\nof,payload\n", "1/2", to: folder.file("p"))
    let url = URL(fileURLWithPath: folder.file("p"))
    let whole = [UInt8](try Data(contentsOf: url))
    for place in whole.indices {
      var bytes = whole
      bytes[place] ^= 1 << UInt8(place % 8)
      try Data(bytes).write(to: url)
      let failure = #expect(throws: Failure.self, "byte \(place)") {
        _ = try PartialResult(path: url.path)
      }
      #expect(failure?.file == url.path)
      try Data(whole[..<place]).write(to: url)
      #expect(throws: Failure.self, "\(place) bytes") { _ = try PartialResult(path: url.path) }
    }
    try Data(whole + [0x0A]).write(to: url)
    #expect(throws: Failure.self) { _ = try PartialResult(path: url.path) }
  }

  @Test func missingDoubledAndForeignPartsAreNamed() throws {
    let folder = try TemporaryFolder()
    let parts = try (1...3).map { try Self.write("\($0)", "\($0)/3", to: folder.file("p\($0)")) }
    let sorted = try PartialResult.complete([parts[2], parts[0], parts[1]])
    #expect(sorted.map(\.path) == parts.map(\.path))
    #expect(throws: Failure.self) { _ = try PartialResult.complete([]) }
    func failure(_ parts: [PartialResult]) -> Failure? {
      #expect(throws: Failure.self) { _ = try PartialResult.complete(parts) }
    }
    #expect(failure([parts[0], parts[2]])?.summary.contains("2/3") == true)
    #expect(failure(parts + [parts[1]])?.file == parts[1].path)
    let strangers = try [
      Self.write("x", "2/3", job: ["top": "5"], to: folder.file("top")),
      Self.write("x", "2/3", job: ["top": "10", "more": "1"], to: folder.file("more")),
      Self.write("x", "2/4", to: folder.file("four")),
      Self.write("x", "2/3", kind: "all-pairs", to: folder.file("kind")),
    ]
    for (part, word) in zip(strangers, ["top is 5", "more is 1", "4 shards", "all-pairs"]) {
      let found = failure([parts[0], part, parts[2]])
      #expect(found?.file == part.path && found?.summary.contains(word) == true)
    }
  }
}
