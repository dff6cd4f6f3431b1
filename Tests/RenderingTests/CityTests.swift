import Essentials
import Foundation
import Imaging
import TestSupport
import Testing

@testable import Rendering

/// The mesh is fetched only by those who render; without it these tests are passed over.
private let mesh: BodyModel? = try? BodyModel(files: MeshFiles())

@Suite(.enabled(if: mesh != nil, "the body mesh is not fetched (Scripts/fetch-mesh)"))
struct CityTests {
  let model: BodyModel

  init() throws { model = try #require(mesh) }

  static func options(_ seed: UInt64 = 7) throws -> CityOptions {
    try CityOptions(
      people: 6, cameras: 2, framesPerCamera: 1, passingProbes: 1, absentProbes: 1, seed: seed)
  }

  /// Every file below `folder` with its content.
  static func contents(_ folder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for case let path as String in try #require(FileManager.default.enumerator(atPath: folder)) {
      files[path] = FileManager.default.contents(atPath: folder + "/" + path)
    }
    return files
  }

  @Test func theSameSeedGivesTheSameBytesAtAnyThreadCount() throws {
    let folder = try TemporaryFolder()
    let city = City(try Self.options(), model: model)
    let first = try city.render(to: folder.file("a"), threads: 1)
    let second = try City(try Self.options(), model: model).render(
      to: folder.file("b"), threads: 3)
    #expect(first == second)
    let files = try Self.contents(folder.file("a"))
    #expect(files == (try Self.contents(folder.file("b"))))
    #expect(files.keys.count { $0.hasSuffix(".png") } == 4)
  }

  @Test func theTruthSaysWhereTheFacesAre() throws {
    let folder = try TemporaryFolder()
    let city = City(try Self.options(3), model: model)
    let summary = try city.render(to: folder.file("a"))
    let truth = try CSVReader(
      path: folder.file("a/truth.csv"), required: ["file", "person", "x", "inter_eye_pixels"]
    ).rows()
    #expect(truth.count == summary.faces && !truth.isEmpty)
    let frames = try CSVReader(path: folder.file("a/frames.csv")).rows()
    let files = Set(frames.compactMap { $0["file"] })
    for row in truth {
      #expect(files.contains(try row.text("file")))
      let box = try (row.integer("x"), row.integer("width"))
      let eyes = try row.number("inter_eye_pixels")
      // A face is about 2.2 times as wide as its eyes are apart; narrower when turned.
      #expect(Double(box.1) > eyes * 1.4 && Double(box.1) < eyes * 4.5)
      #expect(box.0 > -box.1 && box.0 < CameraSite.width)
      #expect(try row.number("occlusion") <= FramePlan.mostHidden)
    }
    let picture = try PNG.read(folder.file("a/" + frames[0].text("file")))
    #expect((picture.width, picture.height) == (CameraSite.width, CameraSite.height))
    #expect(frames.allSatisfy { $0["origin"] == "rendered" })
  }

  @Test func peopleDifferAndStayThemselves() {
    let first = Person(number: 0, seed: 1, model: model)
    let again = Person(number: 0, seed: 1, model: model).shape(model)
    let other = Person(number: 1, seed: 1, model: model).shape(model)
    #expect(first.shape(model) == again)
    let apart = zip(again, other).reduce(Float(0)) { max($0, length($1.0 - $1.1)) }
    #expect(apart > 0.01)
    let low = again[..<BaseMesh.bodyCount].reduce(Float(9)) { min($0, $1.y) }
    let high = again[..<BaseMesh.bodyCount].reduce(Float(0)) { max($0, $1.y) }
    #expect(abs(low) < 1e-4)
    #expect(abs(high - first.stature) < 1e-3)
  }

  @Test func aTurnedHeadLooksThatWay() {
    var random = RandomStream(seed: 2)
    let person = Person(number: 2, seed: 1, model: model)
    let figure = Figure(person, clothes: Clothes(&random), model: model)
    var pose = Pose()
    pose.heading = 0.3
    pose.turn = 0.4
    let posed = figure.posed(standing: pose)
    let ahead = posed.headRotation * Vector(0, 0, 1)
    #expect(abs(atan2(ahead.x, ahead.z) - 0.7) < 1e-4)
    let eyes = (posed.leftEye + posed.rightEye) / 2
    #expect(abs(eyes.x) < 1e-4 && abs(eyes.z) < 1e-4)
    #expect(abs(eyes.y / person.stature - 0.935) < 0.03)
    // The eyes are as far apart as adults' are (Dodgson, 2004: 45 to 80 mm).
    #expect((0.045...0.08).contains(length(posed.leftEye - posed.rightEye)))
  }

  @Test func opennessIsLessInHollows() {
    let rest = model.mesh.vertices
    func mean(_ isWanted: (Vector) -> Bool) -> Float {
      let found = (0..<BaseMesh.bodyCount).filter { isWanted(rest[$0] * 10) }
      return found.reduce(Float(0)) { $0 + model.openness[$1] } / Float(max(1, found.count))
    }
    let forehead = mean { $0.z > 1.3 && $0.y > 7.6 && $0.y < 7.9 }
    let underChin = mean { $0.z > 0.7 && $0.z < 1.2 && $0.y > 6.1 && $0.y < 6.3 && abs($0.x) < 0.2 }
    #expect(forehead > 0.95)
    #expect(underChin < forehead - 0.05)
  }

  @Test func countsOutOfRangeAreRefused() {
    #expect(throws: Failure.self) {
      try CityOptions(
        people: 0, cameras: 1, framesPerCamera: 1, passingProbes: 0, absentProbes: 0, seed: 1)
    }
    #expect(throws: Failure.self) {
      try CityOptions(
        people: 5, cameras: 1, framesPerCamera: 1, passingProbes: 6, absentProbes: 0, seed: 1)
    }
  }
}
