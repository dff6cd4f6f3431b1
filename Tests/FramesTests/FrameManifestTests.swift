import Biometrics
import Essentials
import Foundation
import TestSupport
import Testing

@testable import Frames

@Suite struct FrameManifestTests {
  static let header = "file,camera,address,latitude,longitude,time,origin\n"
  static let line = "a.png,camera-1,Main Street 1,52.5,13.4,2026-05-04T17:30:00Z,rendered\n"

  private func manifest(_ text: String, files: [String] = ["a.png", "b.png"]) throws
    -> (TemporaryFolder, Result<FrameManifest, Failure>)
  {
    let folder = try TemporaryFolder()
    for file in files { try folder.write("x", to: file) }
    try folder.write(text, to: "frames.csv")
    do {
      return (folder, .success(try FrameManifest(path: folder.path)))
    } catch let failure as Failure {
      return (folder, .failure(failure))
    }
  }

  @Test func readsWhatStandsThere() throws {
    let text =
      Self.header + Self.line + "b.png,camera-2,\"Bräuhausgasse 7, 1. Stock\",,,,rendered\n"
    let (folder, result) = try manifest(text)
    let read = try result.get()
    #expect(read.origin == .rendered)
    #expect(read.isListed)
    #expect(read.frames.count == 2)
    #expect(read.frames[0].path == folder.file("a.png"))
    #expect(read.frames[0].latitude == 52.5 && read.frames[0].longitude == 13.4)
    #expect(read.frames[1].address == "Bräuhausgasse 7, 1. Stock")
    #expect(read.frames[1].time == nil && read.frames[1].latitude == nil)
  }

  @Test func takesWindowsLineEnds() throws {
    let (_, result) = try manifest(
      (Self.header + Self.line).replacingOccurrences(of: "\n", with: "\r\n"))
    #expect(try result.get().frames[0].time == "2026-05-04T17:30:00Z")
  }

  static let wrong: [(text: String, place: String?, part: String)] = [
    ("", nil, "empty"),
    (header, nil, "lists no frame"),
    ("file,camera,address,latitude,longitude,origin\na.png,c,,,,rendered\n", "line 1", "time"),
    (header + line + line, "line 3", "line 2 already"),
    (header + line.replacing("a.png", with: "gone.png"), "line 2", "gone.png"),
    (header + line.replacing("a.png", with: ""), "line 2", "file"),
    (header + line.replacing("camera-1", with: ""), "line 2", "camera"),
    (header + line.replacing("05-04T", with: "02-30T"), "line 2", "time"),
    (header + line.replacing("17:30", with: "25:30"), "line 2", "time"),
    (header + line.replacing("52.5", with: "91"), "line 2", "latitude"),
    (header + line.replacing("13.4", with: "east"), "line 2", "longitude"),
    (header + line.replacing("13.4", with: "nan"), "line 2", "longitude"),
    (header + line.replacing("rendered", with: "drawn"), "line 2", "drawn"),
    (header + line.replacing("rendered", with: "simulated"), "line 2", "simulated"),
    (header + line + "b.png,c,,,,,photograph\n", "line 3", "line 2 says"),
    (header + "a.png,c\n", "line 2", "2 values"),
  ]

  @Test(arguments: wrong.indices) func namesTheLineOfWhatIsWrong(index: Int) throws {
    let (text, place, part) = Self.wrong[index]
    let (_, result) = try manifest(text)
    guard case .failure(let failure) = result else {
      Issue.record("accepted: \(text)")
      return
    }
    #expect(failure.place == place)
    #expect(failure.description.contains(part))
    #expect(failure.file?.hasSuffix("frames.csv") == true)
    #expect(!failure.description.contains("\n"))
  }

  @Test func aBareFolderIsOfPhotographs() throws {
    let folder = try TemporaryFolder()
    for name in ["b.png", "a.PNG", "notes.txt", ".hidden.png"] { try folder.write("x", to: name) }
    let manifest = try FrameManifest(path: folder.path)
    #expect(manifest.origin == .photograph)
    #expect(!manifest.isListed)
    #expect(manifest.frames.map(\.file) == ["a.PNG", "b.png"])
  }

  @Test func refusesWhatIsNotThere() throws {
    let folder = try TemporaryFolder()
    #expect(throws: Failure.self) { try FrameManifest(path: folder.path) }
    #expect(throws: Failure.self) { try FrameManifest(path: folder.file("none")) }
  }

  @Test func neverTrapsOnDamagedText() throws {
    let text = Array((Self.header + Self.line + Self.line).utf8)
    let folder = try TemporaryFolder()
    try folder.write("x", to: "a.png")
    for round in 0..<400 {
      var random = RandomStream(seed: 11, purpose: "manifest fuzz", item: round)
      var bytes = text
      for _ in 0...random.index(below: 4) {
        bytes[random.index(below: bytes.count)] = UInt8(random.index(below: 256))
      }
      if random.chance(0.3) { bytes.removeLast(random.index(below: bytes.count)) }
      try Data(bytes).write(to: URL(fileURLWithPath: folder.file("frames.csv")))
      do {
        let read = try FrameManifest(path: folder.path)
        #expect(!read.frames.isEmpty)
      } catch let failure as Failure {
        #expect(!failure.description.contains("\n"))
      }
    }
  }
}

@Suite struct TimestampTests {
  @Test(arguments: [
    "2026-05-04", "2026-05-04T17:30", "2026-05-04 17:30:05", "2026-05-04T17:30:05.25Z",
    "2024-02-29T00:00:00+02:00", "2000-02-29T23:59:60-0330", "2026-12-31T23:59",
  ]) func accepts(text: String) { #expect(Timestamp.isValid(text)) }

  @Test(arguments: [
    "", "yesterday", "2026-5-4", "2026-02-29", "2100-02-29", "2026-04-31", "2026-00-10",
    "2026-13-01", "2026-05-00", "1899-01-01", "3000-01-01", "2026-05-04T24:00", "2026-05-04T12:60",
    "2026-05-04T12:30:61", "2026-05-04T12:30Q", "2026-05-04T12:30+15:00", "2026-05-04T",
    " 2026-05-04",
    "2026-05-04T12:30:00Z\n", "٢٠٢٦-٠٥-٠٤",
  ]) func refuses(text: String) { #expect(!Timestamp.isValid(text)) }
}
