import Essentials
import Foundation
import Imaging
import TestSupport
import Testing

@testable import Rendering

@Suite struct DegradationTests {
  static let picture: RGBImage = {
    var bytes: [UInt8] = []
    for y in 0..<64 {
      for x in 0..<96 { bytes += [UInt8(2 * x), UInt8(3 * y), 128] }
    }
    return RGBImage(width: 96, height: 64, bytes: bytes)
  }()

  @Test func reducingTakesTheMeanOfAreas() throws {
    let half = try Degradation.named("ds16").applied(to: Self.picture, interEye: 32, seed: 1)
    #expect(half.width == 48 && half.height == 32)
    // Two by two pixels: 2x and 2x + 2 have the mean 2x + 1, rounded from below.
    #expect(half[5, 7].red == UInt8(4 * 5 + 1))
    #expect(abs(Int(half[5, 7].green) - (6 * 7 + 1)) <= 1)
    let third = try Degradation.named("ds8").applied(to: Self.picture, interEye: 20, seed: 1)
    #expect(third.width == 38 && third.height == 26)
    #expect(third.bytes.indices.allSatisfy { $0 % 3 != 2 || third.bytes[$0] == 128 })
  }

  @Test func darkIsAQuarterOfTheLightWithNoise() throws {
    let flat = RGBImage(width: 80, height: 80, bytes: Array(repeating: 160, count: 80 * 80 * 3))
    let dark = try Degradation.named("dark").applied(to: flat, interEye: 40, seed: 3)
    let mean = dark.bytes.reduce(0) { $0 + Double($1) } / Double(dark.bytes.count)
    #expect(abs(mean - 40) < 1)
    #expect(Set(dark.bytes).count > 5)
    #expect(dark == (try Degradation.named("dark").applied(to: flat, interEye: 40, seed: 3)))
    #expect(dark != (try Degradation.named("dark").applied(to: flat, interEye: 40, seed: 4)))
  }

  @Test func whatCannotBeIsRefused() throws {
    #expect(throws: Failure.self) {
      try Degradation.named("cctv24").applied(to: Self.picture, interEye: 10, seed: 1)
    }
    #expect(throws: Failure.self) { try Degradation.named("fog") }
  }

  @Test func coversHideTheirPartOfTheFaceOnly() throws {
    let face = Degradation.FaceBox(x: 20, y: 4, width: 40, height: 50)
    for (name, hidden, seen) in [("mask", (40, 42), (40, 18)), ("sunglasses", (40, 22), (40, 44))] {
      let condition = try Degradation.named(name)
      let covered = try condition.applied(to: Self.picture, interEye: 20, face: face, seed: 1)
      #expect(covered[hidden.0, hidden.1] != Self.picture[hidden.0, hidden.1])
      #expect(covered[seen.0, seen.1] == Self.picture[seen.0, seen.1])
      #expect(covered[2, hidden.1] == Self.picture[2, hidden.1])
      #expect(throws: Failure.self) {
        try condition.applied(to: Self.picture, interEye: 20, seed: 1)
      }
    }
  }

  @Test func facesOfAFolderAreCutOutWithTheirTruth() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.file("city/frames"), withIntermediateDirectories: true)
    try PNG.write(Self.picture, to: folder.file("city/frames/a.png"))
    func put(_ name: String, _ text: String) throws {
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file("city/" + name)))
    }
    try put("frames.csv", "file,camera,origin\nframes/a.png,\"camera, one\",rendered\n")
    try put(
      "truth.csv",
      "file,person,x,y,width,height,inter_eye_pixels,yaw\n"
        + "frames/a.png,p1,40,20,16,20,20,3\nframes/a.png,p2,0,0,16,20,10,4\n")
    let faces = try DegradedFaces(folder: folder.file("city"))
    let summary = try faces.write(
      to: folder.file("half"), under: .named("ds16"), seed: 1, threads: 2)
    #expect(summary.faces == 1 && summary.tooSmall == 1)
    // The box and 12 pixels around it, reduced by 16/20.
    let cut = try PNG.read(folder.file("half/faces/000001.png"))
    #expect(cut.width == 32 && cut.height == 35)
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: URL(fileURLWithPath: folder.file(name))), as: UTF8.self)
    }
    #expect(
      try text("half/frames.csv")
        == "file,camera,origin\nfaces/000001.png,\"camera, one\",rendered\n")
    #expect(
      try text("half/truth.csv").split(separator: "\n")[1]
        == "faces/000001.png,p1,10,10,13,16,16.0,3")
    let same = try faces.write(
      to: folder.file("same"), under: .named("clean"), seed: 1, threads: 1)
    #expect(same.faces == 2)
    #expect(try PNG.read(folder.file("same/faces/000001.png"))[12, 12] == Self.picture[40, 20])
    #expect(throws: Failure.self) {
      try faces.write(to: folder.file("no"), under: .named("cctv24"), seed: 1, threads: 1)
    }
    for bad in ["frames/b.png,p,1,1,4,4,9,0", "frames/a.png,p,1,1,0,4,9,0", "frames/a.png,p,1,1"] {
      try put("truth.csv", "file,person,x,y,width,height,inter_eye_pixels,yaw\n\(bad)\n")
      let failure = #expect(throws: Failure.self) {
        try DegradedFaces(folder: folder.file("city"))
      }
      #expect(failure?.description.contains("line 2") == true)
    }
  }
}
