import Essentials
import Foundation
import Simulation
import TestSupport
import Testing

/// Parts of a sweep give the bytes of one run.
@Suite struct SweepPartTests {
  @Test(arguments: [1, 2, 3, 7]) func partsMergeToOneRun(count: Int) throws {
    let folder = try TemporaryFolder()
    let axes = [try Sweep.Axis("cameras.count=2,4"), try Sweep.Axis("matching.candidates=1,3")]
    let sweep = try Sweep(CityTests.small, axes: axes, seed: 1)
    let rows = try sweep.run(path: folder.file("one.csv"), threads: 2, progress: NoProgress())
    let parts = try (0..<count).reversed().map { index in
      let path = folder.file("p\(index)")
      try sweep.run(
        Shard(index: index, count: count), part: path, replacing: false, threads: 1,
        progress: NoProgress())
      return try PartialResult(path: path)
    }
    let file = try OutputFile(path: folder.file("merged.csv"), replacing: false)
    try Sweep.merge(parts, to: file)
    try file.commit()
    #expect(
      FileManager.default.contents(atPath: folder.file("merged.csv"))
        == FileManager.default.contents(atPath: folder.file("one.csv")))
    // A sweep takes the merged file up and has nothing left to do.
    #expect(
      try sweep.run(path: folder.file("merged.csv"), threads: 1, progress: NoProgress()) == rows)
    let other = try Sweep(CityTests.small, axes: axes, seed: 2)
    try other.run(
      Shard(index: 0, count: count), part: folder.file("other"), replacing: false, threads: 1,
      progress: NoProgress())
    let stranger = try PartialResult(path: folder.file("other"))
    let failure = #expect(throws: Failure.self) {
      let refused = try OutputFile(path: folder.file("refused.csv"), replacing: false)
      try Sweep.merge(parts + [stranger], to: refused)
    }
    #expect(failure?.file == stranger.path)
  }

  @Test func aPartWithTooFewRowsIsRefused() throws {
    let folder = try TemporaryFolder()
    func part(_ shard: String, _ text: String) throws -> PartialResult {
      let path = folder.file(shard.replacingOccurrences(of: "/", with: "-"))
      let writer = try PartialResultWriter(
        path: path,
        header: PartialResult.Header(
          kind: Sweep.partKind, job: [:], shard: try Shard(parsing: shard)), replacing: true)
      try writer.write(text)
      try writer.commit()
      return try PartialResult(path: path)
    }
    let first = try part("1/2", "head\n1\n3\n5\n")
    for text in ["", "head\n2\n", "other\n2\n4\n", "head\n2\n4\n6\n8\n"] {
      let second = try part("2/2", text)
      let failure = #expect(throws: Failure.self, "\(text)") {
        let file = try OutputFile(path: folder.file("merged"), replacing: true)
        try Sweep.merge([first, second], to: file)
      }
      #expect(failure?.file == second.path)
    }
  }
}
