import Biometrics
import Essentials
import Foundation
import Frames
import Imaging
import Matching
import TestSupport
import Testing

@testable import Audit

@Suite struct RetentionRuleTests {
  /// 2026-05-04T12:00:00Z.
  static let now = Date(timeIntervalSince1970: 1_777_896_000)

  @Test func photographsAlwaysGetADay() throws {
    #expect(try RetentionRule.date(nil, origin: .photograph, now: Self.now) == "2026-06-03")
    #expect(try RetentionRule.date(nil, origin: .rendered, now: Self.now) == nil)
    #expect(
      try RetentionRule.date("2026-05-04", origin: .rendered, now: Self.now) == "2026-05-04")
  }

  @Test(arguments: ["2026-05-03", "2027-02-29", "soon", "2026-5-9", "", "2026-06-31"])
  func impossibleDaysAreRefused(day: String) {
    #expect(throws: Failure.self) {
      try RetentionRule.date(day, origin: .rendered, now: Self.now)
    }
  }
}

@Suite struct RefusalTests {
  private func manifest(origin: String, in folder: TemporaryFolder) throws -> FrameManifest {
    try PNG.write(RGBImage(width: 20, height: 20), to: folder.file("a.png"))
    try folder.write(
      "file,camera,address,latitude,longitude,time,origin\na.png,c,,,,,\(origin)\n",
      to: "frames.csv")
    return try FrameManifest(path: folder.path)
  }

  /// Weights that are not there: whoever asks for them has got too far.
  private let none = FaceWeights(folder: "/nowhere")

  @Test func photographsNeedAPurpose() throws {
    let folder = try TemporaryFolder()
    let manifest = try manifest(origin: "photograph", in: folder)
    for purpose in [nil, ""] {
      var enrolment = Enrolment()
      enrolment.purpose = purpose
      #expect {
        try enrolment.run(manifest, to: folder.file("G"), weights: none)
      } throws: {
        ($0 as? Failure)?.code == .forbidden
      }
    }
    #expect(try folder.entries() == ["a.png", "frames.csv"])
  }

  @Test func anOutputThatStandsIsRefusedBeforeTheWork() throws {
    let folder = try TemporaryFolder()
    let manifest = try manifest(origin: "rendered", in: folder)
    try FileManager.default.createDirectory(
      atPath: folder.file("G"), withIntermediateDirectories: false)
    try folder.write("mine", to: "G/thesis.txt")
    for force in [false, true] {
      var enrolment = Enrolment()
      enrolment.isReplacing = force
      #expect {
        try enrolment.run(manifest, to: folder.file("G"), weights: none)
      } throws: {
        ($0 as? Failure)?.code == .refusedOutput
      }
    }
    #expect(try folder.entries() == ["G", "a.png", "frames.csv"])
    #expect(FileManager.default.fileExists(atPath: folder.file("G/thesis.txt")))
  }

  @Test func missingWeightsLeaveNothingBehind() throws {
    let folder = try TemporaryFolder()
    let manifest = try manifest(origin: "rendered", in: folder)
    #expect {
      try Enrolment().run(manifest, to: folder.file("G"), weights: none)
    } throws: {
      ($0 as? Failure)?.code == .missingInput
    }
    #expect(try folder.entries() == ["a.png", "frames.csv"])
  }
}

@Suite(.enabled(if: FaceFixtures.areUsable, Comment(rawValue: FaceFixtures.comment)))
struct EnrolmentTests {
  static let portraits = FaceFixtures.sampleFrames + "/probes"

  /// Portraits as frames, with one that is no picture and one that shows nobody.
  private func frames(_ count: Int) throws -> (TemporaryFolder, FrameManifest) {
    let folder = try TemporaryFolder()
    var lines = FrameManifest.columns.joined(separator: ",") + "\n"
    for index in 1...count {
      let name = "probe-0\(index).png"
      try FileManager.default.copyItem(
        atPath: Self.portraits + "/" + name, toPath: folder.file(name))
      lines +=
        "\(name),camera-\(index),\"Street \(index), Town\",1.5,2.5,2026-05-04T10:00:0\(index)Z,rendered\n"
    }
    try folder.write("no picture", to: "bad.png")
    try PNG.write(RGBImage(width: 64, height: 48), to: folder.file("nobody.png"))
    lines += "bad.png,camera-1,,,,,rendered\nnobody.png,camera-1,,,,,rendered\n"
    try folder.write(lines, to: "frames.csv")
    return (folder, try FrameManifest(path: folder.path))
  }

  @Test func enrolsSearchesAndExplains() throws {
    let (folder, manifest) = try frames(3)
    var enrolment = Enrolment()
    enrolment.settings.upsamplings = 0
    let report = try enrolment.run(manifest, to: folder.file("G"))
    #expect(report.templates == 3)
    #expect(report.cameras == 3)
    #expect(report.framesListed == 5)
    #expect(report.framesWithoutFaces == 1)
    #expect(report.unreadable.map(\.frame) == ["bad.png"])
    #expect(report.failuresToEnrol.trials == 3 && report.failuresToEnrol.events == 0)
    let gallery = try Gallery(path: folder.file("G"))
    #expect(gallery.information.origin == .rendered)
    #expect(gallery.information.encoder == "dlib-resnet-v1")
    #expect(try (0..<3).allSatisfy { try gallery.record($0).subject == nil })
    #expect(try gallery.record(1).address == "Street 2, Town")
    let reader = ProbeReader(model: try FaceModel(), settings: enrolment.settings)
    let probe = try reader.read(folder.file("probe-02.png"))
    let answer = try Lookup().run(
      probe.face.template, probe: LookupAnswer.Probe(probe), in: gallery)
    #expect(answer.candidates.count == 3)
    #expect(answer.candidates[0].frame == "probe-02.png")
    #expect(answer.candidates[0].distance == 0)
    #expect(answer.candidates[0].camera == "camera-2")
    #expect(answer.candidates.map(\.rank) == [1, 2, 3])
    // An independent distance, in double.
    for candidate in answer.candidates {
      let other = gallery.template(candidate.row)
      let square = zip(probe.face.template, other).reduce(0.0) {
        $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
      }
      #expect(abs(try #require(candidate.distance) - square.squareRoot()) < 1e-6)
    }
    #expect(answer.meaning == nil)
    var near = Lookup()
    near.threshold = 0.01
    let alone = try near.run(
      probe.face.template, probe: LookupAnswer.Probe(probe), in: gallery)
    #expect(alone.candidates.count == 1)
    var photographs = Lookup()
    photographs.calibration = try .named("lfw")
    #expect {
      try photographs.run(probe.face.template, probe: LookupAnswer.Probe(probe), in: gallery)
    } throws: {
      ($0 as? Failure)?.code == .forbidden
    }
  }

  @Test func cropsAppearWholeOrNotAtAll() throws {
    let (folder, manifest) = try frames(2)
    var enrolment = Enrolment()
    enrolment.settings.upsamplings = 0
    _ = try enrolment.run(manifest, to: folder.file("G"))
    let gallery = try Gallery(path: folder.file("G"))
    let answer = try Lookup().run(
      gallery.template(0), probe: LookupAnswer.Probe(templateFile: "p.npy"), in: gallery)
    // The gallery knows where its frames lie.
    let folders = try #require(gallery.information.frameFolders)
    let writer = try CropWriter(path: folder.file("crops"), folders: folders, replacing: false)
    try writer.write(answer)
    let crop = try PNG.read(folder.file("crops/rank-01.png"))
    let box = try #require(answer.candidates[0].box)
    #expect(crop.width >= box.width && crop.height >= box.height)
    // Another picture under the frame's name is not taken for it; nor is one that is gone.
    func refusal(_ folders: [String]) throws -> Failure.Code? {
      do {
        try CropWriter(path: folder.file("more"), folders: folders, replacing: false).write(answer)
        return nil
      } catch let failure as Failure {
        #expect(!(try folder.entries().contains { $0.contains("more") }))
        return failure.code
      }
    }
    let moved = folder.file("moved")
    try FileManager.default.createDirectory(atPath: moved, withIntermediateDirectories: false)
    for name in ["probe-01.png", "probe-02.png"] {
      try FileManager.default.moveItem(atPath: folder.file(name), toPath: moved + "/" + name)
    }
    #expect(try refusal(folders) == .missingInput)
    try FileManager.default.copyItem(
      atPath: moved + "/probe-01.png", toPath: folder.file("probe-02.png"))
    try FileManager.default.copyItem(
      atPath: moved + "/probe-02.png", toPath: folder.file("probe-01.png"))
    #expect(try refusal(folders) == .mismatchedInput)
    #expect(try refusal([]) == .missingInput)
    #expect(try refusal([folder.file("nowhere")]) == .missingInput)
    // The same frames in another folder will do, whatever stands in the first.
    #expect(try refusal(folders + [moved]) == nil)
  }

  @Test func strictStopsAndLeavesTheOldGallery() throws {
    let (folder, manifest) = try frames(2)
    var enrolment = Enrolment()
    enrolment.settings.upsamplings = 0
    _ = try enrolment.run(manifest, to: folder.file("G"))
    enrolment.isStrict = true
    enrolment.isReplacing = true
    #expect(throws: Failure.self) { try enrolment.run(manifest, to: folder.file("G")) }
    #expect(try Gallery(path: folder.file("G")).count == 2)
    #expect(!(try folder.entries().contains { $0.contains("partial") }))
  }

  @Test func truthGoesInOnlyWhenAsked() throws {
    let (folder, manifest) = try frames(2)
    let reader = ProbeReader(
      model: try FaceModel(), settings: DetectorSettings(upsamplings: 0))
    let box = try reader.read(folder.file("probe-01.png")).face.detection.box
    try folder.write(
      "file,person,x,y,width,height\nprobe-01.png,anna,\(box.x),\(box.y),\(box.width),\(box.height)\n",
      to: "truth.csv")
    var enrolment = Enrolment()
    enrolment.settings.upsamplings = 0
    enrolment.truth = try FrameTruth(path: folder.file("truth.csv"), manifest: manifest)
    let report = try enrolment.run(manifest, to: folder.file("G"))
    #expect(report.labelled == 1)
    let gallery = try Gallery(path: folder.file("G"))
    #expect(try gallery.subject(0)?.name == "anna")
    #expect(try gallery.subject(1) == nil)
    enrolment.isTruthOnly = true
    let only = try enrolment.run(manifest, to: folder.file("only"))
    #expect(only.templates == 1 && only.labelled == 1 && only.leftOut == 1)
    #expect(try Gallery(path: folder.file("only")).template(0) == gallery.template(0))
  }
}

@Suite struct TemplateFileTests {
  @Test func oneTemplateIsReadFromEachKindOfFile() throws {
    let folder = try TemporaryFolder()
    try folder.write("a,b,c\n1,-2.5,3e2\n", to: "one.csv")
    var fvecs = Data([3, 0, 0, 0])
    for value in [Float(1), -2.5, 300] {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { fvecs.append(contentsOf: $0) }
    }
    try fvecs.write(to: URL(fileURLWithPath: folder.file("one.fvecs")))
    for shape in [[3], [1, 3]] {
      let numPy =
        NumPyHeader(elementType: .float32, shape: shape).encoded() + Array(fvecs.dropFirst(4))
      try Data(numPy).write(to: URL(fileURLWithPath: folder.file("one-\(shape.count).npy")))
    }
    for name in ["one.csv", "one.fvecs", "one-1.npy", "one-2.npy"] {
      #expect(TemplateFile.isNamed(by: name.uppercased()))
      #expect(try TemplateFile.single(folder.file(name)) == [1, -2.5, 300], "\(name)")
    }
    #expect(!TemplateFile.isNamed(by: "portrait.png"))
  }

  @Test func noneAndSeveralAreRefused() throws {
    let folder = try TemporaryFolder()
    try folder.write("a,b\n", to: "none.csv")
    try folder.write("a,b\n1,2\n3,4\n", to: "two.csv")
    try folder.write("a,b\n1,x\n", to: "word.csv")
    let two = Data([1, 0, 0, 0, 0, 0, 0, 0])
    try (two + two).write(to: URL(fileURLWithPath: folder.file("two.fvecs")))
    for name in ["none.csv", "two.csv", "word.csv", "two.fvecs", "gone.csv"] {
      #expect(throws: Failure.self, "\(name)") { try TemplateFile.single(folder.file(name)) }
    }
  }
}
