import Essentials
import Foundation
import Simulation
import TestSupport
import Testing

/// The file of a sweep: whatever ended the run before, the next one ends with the same bytes.
@Suite struct SweepFileTests {
  private let folder: TemporaryFolder
  private let sweep: Sweep
  private let whole: Data

  init() throws {
    folder = try TemporaryFolder()
    sweep = try Sweep(
      CityTests.small, axes: [Sweep.Axis("matching.candidates=1,3")], seed: 1)
    _ = try sweep.run(path: folder.file("whole.csv"), threads: 1, progress: NoProgress())
    whole = try #require(FileManager.default.contents(atPath: folder.file("whole.csv")))
  }

  private func run(_ path: String, replacing: Bool = false) throws -> [Sweep.Row] {
    try sweep.run(path: path, replacing: replacing, threads: 1, progress: NoProgress())
  }

  private func contents(_ path: String) -> Data? { FileManager.default.contents(atPath: path) }

  /// Killed at any byte, its head included.
  @Test func aFileThatWasCutOffAnywhereIsTakenUp() throws {
    let head = try #require(whole.firstIndex(of: 0x0A))
    let path = folder.file("cut.csv")
    for kept in [0, 1, head / 2, head, head + 1, head + 2, whole.count - 1, whole.count] {
      try whole.prefix(kept).write(to: URL(fileURLWithPath: path))
      #expect(try run(path).count == 2)
      #expect(contents(path) == whole, "\(kept) bytes")
    }
  }

  @Test func onlyForceReplacesAnotherFile() throws {
    try folder.write("my thesis\n", to: "thesis.csv")
    let path = folder.file("thesis.csv")
    let failure = #expect(throws: Failure.self) { try run(path) }
    #expect(failure?.code == .refusedOutput && failure?.remedy?.contains("--force") == true)
    #expect(contents(path) == Data("my thesis\n".utf8))
    #expect(try run(path, replacing: true).count == 2)
    #expect(contents(path) == whole)
  }

  /// A device or a pipe that stands there keeps its name.
  @Test func whatIsNoFileIsLeftAlone() throws {
    let path = folder.file("pipe")
    try #require(mkfifo(path, 0o600) == 0)
    for replacing in [false, true] {
      let failure = #expect(throws: Failure.self) { try run(path, replacing: replacing) }
      #expect(failure?.code == .refusedOutput)
    }
    let type = try FileManager.default.attributesOfItem(atPath: path)[.type]
    #expect(type as? FileAttributeType != .typeRegular)
    #expect(throws: Failure.self) { try run(folder.path) }
    #expect(throws: Failure.self) { try run(folder.file("none/x.csv")) }
  }

  @Test func twoSweepsDoNotWriteOneFile() throws {
    let path = folder.file("busy.csv")
    try whole.prefix(9).write(to: URL(fileURLWithPath: path))
    let descriptor = open(path, O_RDWR)
    defer { close(descriptor) }
    try #require(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    let failure = #expect(throws: Failure.self) { try run(path, replacing: true) }
    #expect(failure?.summary.contains("another sweep") == true)
    #expect(contents(path) == whole.prefix(9))
    try #require(flock(descriptor, LOCK_UN) == 0)
    #expect(try run(path).count == 2)
  }

  /// A head is one line of CSV, whatever the scenario is called.
  @Test func namesCannotForgeLines() throws {
    var scenario = CityTests.small
    scenario.name = "a\"b,c\nd"
    let named = try Sweep(scenario, axes: sweep.axes, seed: 1)
    let path = folder.file("named.csv")
    let rows = try named.run(path: path, threads: 1, progress: NoProgress())
    let text = String(decoding: try #require(contents(path)), as: UTF8.self)
    #expect(text.split(separator: "\n").count == 3)
    #expect(text.contains("\"a\"\"b,c\\u{a}d seed 1"))
    #expect(try named.run(path: path, threads: 1, progress: NoProgress()) == rows)
    for value in ["name=a\nb", "name=\"a\""] {
      #expect(throws: Failure.self) { try Sweep.Axis(value) }
    }
  }
}
