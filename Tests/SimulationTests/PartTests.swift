import Essentials
import Foundation
import TestSupport
import Testing

@testable import Simulation

/// Shards of a run, which must merge to what one run gives.
@Suite struct PartTests {
  /// Enough captures for several blocks.
  static let lookUp: Scenario = {
    var scenario = CityTests.small
    scenario.people = 20_000
    scenario.cameras = 400
    scenario.facesPerCamera = 100
    scenario.threshold = .score(0.55)
    return scenario
  }()

  static let watchList: Scenario = {
    var scenario = CityTests.small
    scenario.direction = .watchList
    scenario.cameras = 40
    scenario.listed = 30
    scenario.listedPassing = 10
    scenario.threshold = .score(0.6)
    return scenario
  }()

  static func parts(
    _ scenario: Scenario, seed: UInt64, of count: Int, in folder: TemporaryFolder
  ) throws -> [String] {
    try (0..<count).map { index in
      let shard = Shard(index: index, count: count)
      let path = folder.file("\(scenario.direction.rawValue)-\(seed)-\(index)-of-\(count)")
      let file = try PartialResultWriter(
        path: path, header: try SimulationPart.header(scenario, seed: seed, shard: shard),
        replacing: true)
      try SimulationPart(scenario, seed: seed, shard: shard, threads: 1 + index % 2)
        .write(to: file)
      try file.commit()
      return path
    }
  }

  @Test(arguments: [lookUp, watchList], [1, 2, 7])
  func shardsMergeToOneRun(scenario: Scenario, count: Int) throws {
    let folder = try TemporaryFolder()
    let whole = try SimulationResult.run(scenario, seed: 9, threads: 2)
    let paths = try Self.parts(scenario, seed: 9, of: count, in: folder)
    let merged = try SimulationPart.merge(
      paths.reversed().map { try PartialResult(path: $0) }, threads: 1)
    #expect(merged == whole)
    // Bit for bit, as it is printed.
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    switch (merged, whole) {
    case (.lookUp(let left), .lookUp(let right)):
      #expect(try encoder.encode(left) == encoder.encode(right))
      #expect(left.text == right.text)
      #expect(left.stored > 30_000)
    case (.watchList(let left), .watchList(let right)):
      #expect(try encoder.encode(left) == encoder.encode(right))
      #expect(left.falseAlerts.trials > 0)
    default: Issue.record("another direction")
    }
  }

  @Test func morePartsThanBlocksLeaveSomeEmpty() throws {
    let folder = try TemporaryFolder()
    let paths = try Self.parts(CityTests.small, seed: 2, of: 4, in: folder)
    let merged = try SimulationPart.merge(
      paths.map { try PartialResult(path: $0) }, threads: 2)
    #expect(try merged == SimulationResult.run(CityTests.small, seed: 2, threads: 2))
  }

  @Test func whatDoesNotBelongTogetherIsRefused() throws {
    let folder = try TemporaryFolder()
    let paths = try Self.parts(CityTests.small, seed: 1, of: 2, in: folder)
    let others = try Self.parts(CityTests.small, seed: 2, of: 2, in: folder)
    func merge(_ paths: [String]) throws {
      _ = try SimulationPart.merge(paths.map { try PartialResult(path: $0) }, threads: 1)
    }
    try merge(paths)
    #expect(throws: Failure.self) { try merge([paths[0]]) }
    #expect(throws: Failure.self) { try merge([paths[0], paths[0]]) }
    let failure = #expect(throws: Failure.self) { try merge([paths[0], others[1]]) }
    #expect(failure?.description.contains("its seed is 2, not 1") == true)
    #expect(throws: Failure.self) { try merge([]) }
  }

  /// A payload that is no payload, though its digest is right, is named and never trapped on.
  @Test func soundFilesWithWrongContentsAreRefused() throws {
    let folder = try TemporaryFolder()
    let good = try Self.parts(CityTests.small, seed: 1, of: 1, in: folder)[0]
    let payload = try PartialResult(path: good).payload()
    let text = String(decoding: payload, as: UTF8.self)
    let bad = [
      "", "{}", "[]", text.replacing("\"ahead\":[", with: "\"ahead\":[1,"),
      text.replacing("\"cameras\":6", with: "\"cameras\":-6"),
      text.replacing("\"cameras\":6", with: "\"cameras\":5"),
      text.replacing("\"hours\":[7,22]", with: "\"hours\":[]"),
      text.replacing("\"seed\":1", with: "\"seed\":2"),
      text.replacing("\"best\":[[[", with: "\"best\":[[[0,-5,0],["),
    ]
    for (index, text) in bad.enumerated() {
      let path = folder.file("bad\(index)")
      let file = try PartialResultWriter(
        path: path, header: try SimulationPart.header(CityTests.small, seed: 1, shard: .whole),
        replacing: false)
      try file.write(text)
      try file.commit()
      #expect(throws: Failure.self, "\(index)") {
        try SimulationPart.merge([try PartialResult(path: path)], threads: 1)
      }
    }
  }
}
