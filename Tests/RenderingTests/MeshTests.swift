import Essentials
import Foundation
import TestSupport
import Testing

@testable import Rendering

@Suite struct MeshTests {
  @Test func numbersAreReadAsFoundationReadsThem() {
    for text in ["-0.024", "7.3299", "0", "-12", "18721", "100.0001"] {
      var scan = NumberScanner(Array((" " + text + "\n").utf8))
      #expect(scan.number() == Float(text))
    }
    var short = NumberScanner(Array("-.024".utf8))
    #expect(short.number() == -0.024)
    var empty = NumberScanner(Array("  \n5".utf8))
    #expect(empty.number() == nil)
  }

  @Test func targetsMoveOnlyTheirVertices() throws {
    let text = "# a comment\n0 1 0 -.5\n2 .1 .2 .3\n"
    let target = try ShapeTarget(Array(text.utf8), vertexCount: 3, file: "t")
    var vertices = [Vector](repeating: Vector(), count: 3)
    target.apply(0.5, to: &vertices)
    #expect(length(vertices[0] - Vector(0.05, 0, -0.025)) < 1e-6)
    #expect(vertices[1] == Vector())
    #expect(length(vertices[2] - Vector(0.005, 0.01, 0.015)) < 1e-6)
  }

  @Test(arguments: ["5 1 2 3\n", "x y z\n", "0 1 2\n", "0 1 2 -\n"])
  func badTargetsAreRefused(text: String) {
    #expect(throws: Failure.self) {
      try ShapeTarget(Array(text.utf8), vertexCount: 3, file: "t")
    }
  }

  @Test func aMissingOrChangedMeshSaysWhatToRun() throws {
    let folder = try TemporaryFolder()
    for path in [folder.file("none"), folder.path] {
      let failure = #expect(throws: Failure.self) { try MeshFiles(folder: path) }
      #expect(failure?.description.contains("Scripts/fetch-mesh") == true)
    }
  }

  @Test func damagedMeshesNeverCrash() {
    var random = RandomStream(seed: 5, purpose: "fuzz")
    let seed = Array(
      "v 0 1 2\nv 1 .5 -2\nv 3 3 3\ng body\nf 1/1 2/2 3/3 1/1\ng joint-head\nf 1 2 3\n".utf8)
    for _ in 0..<3000 {
      var bytes = seed
      for _ in 0...random.index(below: 6) {
        bytes[random.index(below: bytes.count)] = UInt8(random.index(below: 128))
      }
      #expect(throws: Failure.self) { try BaseMesh(obj: bytes, file: "fuzz") }
      _ = try? ShapeTarget(bytes, vertexCount: 3, file: "fuzz")
    }
  }

  @Test func leftAndRightBelongToOneTrait() throws {
    let target = try ShapeTarget(Array("0 1 1 1\n".utf8), vertexCount: 1, file: "t")
    let traits = Trait.group([
      "l-eye-scale-decr": target, "l-eye-scale-incr": target, "r-eye-scale-decr": target,
      "r-eye-scale-incr": target, "head-oval": target, "measure-neck-circ-incr": target,
    ])
    #expect(traits.map { $0.name } == ["eye-scale-incr", "head-oval"])
    // What has no opposite counts as positive.
    #expect(traits.map { $0.negative.count } == [2, 0])
    #expect(traits.map { $0.positive.count } == [2, 1])
  }
}
