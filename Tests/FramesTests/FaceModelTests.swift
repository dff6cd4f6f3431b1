import Biometrics
import Essentials
import Foundation
import Imaging
import TestSupport
import Testing

@testable import Frames

@Suite struct FaceWeightsTests {
  private func folder(_ edit: (TemporaryFolder) throws -> Void) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try edit(folder)
    return folder
  }

  private func failure(_ folder: TemporaryFolder) -> Failure? {
    #expect(throws: Failure.self) { try FaceModel(FaceWeights(folder: folder.path)) }
    do {
      _ = try FaceModel(FaceWeights(folder: folder.path))
      return nil
    } catch { return error as? Failure }
  }

  @Test func missingTruncatedAndForeignWeightsAreNamed() throws {
    let name = "dlib_face_recognition_resnet_model_v1.dat"
    let empty = try folder { _ in }
    #expect(failure(empty)?.code == .missingInput)
    let truncated = try folder { try $0.write("short", to: name) }
    #expect(failure(truncated)?.description.contains("truncated: 5 of 22466066 bytes") == true)
    let foreign = try folder {
      try Data(count: 22_466_066).write(to: URL(fileURLWithPath: $0.file(name)))
    }
    let wrong = failure(foreign)
    #expect(wrong?.description.contains("SHA-256") == true)
    #expect(wrong?.remedy?.contains("Scripts/setup") == true)
    #expect(wrong?.file == foreign.file(name))
  }

  @Test func theCacheFolderFollowsTheEnvironment() {
    func folder(_ environment: [String: String]) -> String { FaceWeights.cacheFolder(environment) }
    #expect(folder(["LOOKALIKE_CACHE": "/a", "XDG_CACHE_HOME": "/b"]) == "/a")
    #expect(
      folder(["LOOKALIKE_CACHE": "", "XDG_CACHE_HOME": "/b", "HOME": "/c"]) == "/b/lookalike")
    #expect(folder(["HOME": "/c"]) == "/c/.cache/lookalike")
  }
}

@Suite struct QualityTests {
  private func picture(_ width: Int, _ height: Int, _ value: (Int, Int) -> UInt8) -> RGBImage {
    var image = RGBImage(width: width, height: height)
    for y in 0..<height {
      for x in 0..<width { image[x, y] = (value(x, y), value(x, y), value(x, y)) }
    }
    return image
  }

  @Test func closedForms() {
    #expect(picture(5, 5) { _, _ in 255 }.brightness == 1)
    #expect(picture(5, 5) { _, _ in 0 }.brightness == 0)
    #expect(picture(5, 5) { _, _ in 51 }.brightness == 0.2)
    #expect(picture(9, 9) { x, y in UInt8(10 * x + 5 * y) }.sharpness == 0)
    // A chessboard of 0 and 100: the Laplacian is +400 or −400; with as many of both the variance is
    // 400².
    #expect(picture(6, 6) { x, y in (x + y) % 2 == 0 ? 0 : 100 }.sharpness == 160_000)
    #expect(picture(2, 9) { x, _ in UInt8(x) }.sharpness == 0)
  }

  @Test func coloursWeighAsTheirLuminance() {
    var image = RGBImage(width: 1, height: 1)
    image[0, 0] = (255, 0, 0)
    #expect(abs(image.brightness - 0.299) < 1e-12)
    image[0, 0] = (0, 255, 0)
    #expect(abs(image.brightness - 0.587) < 1e-12)
  }
}

@Suite struct DetectorSettingsTests {
  @Test func largePicturesAreDoubledLess() {
    let settings = DetectorSettings()
    #expect(settings.upsamplings(width: 1280, height: 720) == 2)
    #expect(settings.upsamplings(width: 3840, height: 2160) == 1)
    #expect(settings.upsamplings(width: 8000, height: 6000) == 0)
    #expect(DetectorSettings(upsamplings: 0).upsamplings(width: 10, height: 10) == 0)
  }
}

@Suite(.enabled(if: FaceFixtures.areUsable, Comment(rawValue: FaceFixtures.comment)))
struct FaceModelTests {
  static let model = Result { try FaceModel() }
  static let portrait = FaceFixtures.sampleFrames + "/probes/probe-01.png"

  @Test func onePortraitIsOneFace() throws {
    let model = try Self.model.get()
    let image = try PNG.read(Self.portrait)
    let faces = try model.detect(image, settings: DetectorSettings(upsamplings: 0))
    let face = try #require(faces.first)
    #expect(faces.count == 1)
    let encoded = try model.encode(face, in: image)
    #expect(encoded.template.count == FaceModel.dimension)
    #expect(encoded.chip.width == 150 && encoded.chip.height == 150)
    #expect(encoded.quality.interEyeDistancePixels > 0.2 * Double(face.box.width))
    #expect(encoded.quality.interEyeDistancePixels < 0.7 * Double(face.box.width))
    // The eyes stand above the nose, within the box.
    #expect(encoded.landmarks.prefix(4).allSatisfy { $0.y < encoded.landmarks[4].y })
    #expect(encoded.landmarks.allSatisfy { $0.x > Double(face.box.x) })
    // dlib's templates have a norm near 1.42.
    let norm = encoded.template.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    #expect((1.2...1.6).contains(norm))
  }

  @Test func theSameOnEveryThreadAndTwice() throws {
    let model = try Self.model.get()
    let image = try PNG.read(Self.portrait)
    let face = try #require(
      try model.detect(image, settings: DetectorSettings(upsamplings: 0)).first)
    let reference = try model.encode(face, in: image)
    let all = try Parallel.map(count: 8, threads: 4) { _ in
      let found = try model.detect(image, settings: DetectorSettings(upsamplings: 0))
      return try model.encode(found[0], in: image)
    }
    #expect(all.allSatisfy { $0 == reference })
  }

  @Test func aBoxBeyondThePictureIsNoTrap() throws {
    let model = try Self.model.get()
    let image = RGBImage(width: 40, height: 30)
    #expect(try model.detect(image).isEmpty)
    for box in [
      BoundingBox(x: -50, y: -50, width: 60, height: 60),
      BoundingBox(x: 1000, y: 1000, width: 5, height: 5),
      BoundingBox(x: 0, y: 0, width: 1, height: 1), BoundingBox(x: 0, y: 0, width: 0, height: 0),
    ] {
      do {
        let face = try model.encode(DetectedFace(box: box, score: 0), in: image)
        #expect(face.template.count == 128)
      } catch let failure as Failure {
        #expect(failure.code == .notMeasurable)
      }
    }
  }

  @Test func aBadFrameIsListedAndTheRestGoOn() throws {
    let folder = try TemporaryFolder()
    try folder.write("no picture", to: "bad.png")
    try FileManager.default.copyItem(atPath: Self.portrait, toPath: folder.file("good.png"))
    try PNG.write(RGBImage(width: 64, height: 48), to: folder.file("nobody.png"))
    let manifest = try FrameManifest(path: folder.path)
    var scanner = FrameScanner(model: try Self.model.get())
    scanner.settings.upsamplings = 0
    let scans = try scanner.scan(manifest.frames)
    #expect(scans.map(\.frame.file) == ["bad.png", "good.png", "nobody.png"])
    #expect(scans.map(\.faces.count) == [0, 1, 0])
    guard case .unreadable(let failure) = scans[0].outcome else {
      Issue.record("a text was read as a picture")
      return
    }
    #expect(failure.file == folder.file("bad.png"))
    #expect(throws: failure) { try scanner.scan(manifest.frames, strict: true) }
  }
}
