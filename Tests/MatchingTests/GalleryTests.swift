import Biometrics
import Essentials
import Foundation
import TestSupport
import Testing

@testable import Matching

@Suite struct GalleryTests {
  static func information(_ metric: Metric, _ dimension: Int) -> GalleryInformation {
    GalleryInformation(
      dimension: dimension, metric: metric, origin: .simulated, encoder: "test 1",
      created: "2026-01-02T03:04:05Z")
  }

  @Test func whatWasWrittenIsRead() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("g")
    let writer = try GalleryWriter(path: path, information: Self.information(.euclidean, 3))
    let record = CaptureRecord(
      subject: SubjectID("anna"), frame: "a.png", latitude: 1.5, attributes: ["group": "x,\"y"])
    #expect(try writer.append([1, 2, 3], record: record) == 0)
    #expect(try writer.append([-0.0, 0, 0]) == 1)
    #expect(
      try writer.append([4, 5, 6], record: CaptureRecord(subject: SubjectID("anna"))) == 2)
    #expect(!FileManager.default.fileExists(atPath: path))
    try writer.finish()
    let gallery = try Gallery(path: path)
    #expect(gallery.count == 3)
    #expect(gallery.information == Self.information(.euclidean, 3))
    #expect(gallery.template(0) == [1, 2, 3])
    #expect(gallery.template(2) == [4, 5, 6])
    #expect(try gallery.record(0) == record)
    #expect(try gallery.record(1) == CaptureRecord())
    #expect(try gallery.subject(2) == SubjectID("anna"))
    #expect(try gallery.subjectNumbers().rows == [0, -1, 0])
    #expect(try folder.entries() == ["g"])
    let mode = try FileManager.default.attributesOfItem(atPath: path + "/manifest")
    #expect(mode[.posixPermissions] as? Int == 0o600)
    let folderMode = try FileManager.default.attributesOfItem(atPath: path)
    #expect(folderMode[.posixPermissions] as? Int == 0o700)
  }

  @Test func anAppendedSegmentContinuesTheRows() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("g")
    let writer = try GalleryWriter(path: path, information: Self.information(.cosine, 2))
    try writer.append([1, 0], record: CaptureRecord(subject: SubjectID("a")))
    try writer.finish()
    let before = try Gallery(path: path)
    let more = try GalleryWriter(appendingTo: path)
    try more.append([0, 1], record: CaptureRecord(subject: SubjectID("b")))
    try more.append([0, 2], record: CaptureRecord(subject: SubjectID("a")))
    #expect(throws: Failure.self) { _ = try GalleryWriter(appendingTo: path) }
    #expect(try Gallery(path: path).count == 1)
    try more.finish()
    #expect(before.count == 1)
    let after = try Gallery(path: path)
    #expect(after.count == 3)
    #expect(try after.subject(2) == SubjectID("a"))
    #expect(try after.subjectNumbers().rows == [0, 1, 0])
    let result = try after.search(try Templates([[0, 3]]), top: 2)
    #expect(result.candidates == [[Candidate(row: 1, score: 1), Candidate(row: 2, score: 1)]])
  }

  @Test func anAbandonedAppendLeavesNothing() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("g")
    let writer = try GalleryWriter(path: path, information: Self.information(.cosine, 2))
    try writer.append([1, 0])
    try writer.finish()
    do {
      let more = try GalleryWriter(appendingTo: path)
      try more.append([0, 1])
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        == ["manifest", "segment-000001"])
    #expect(try Gallery(path: path).count == 1)
  }

  @Test func templatesThatCannotBeComparedAreRefusedByRow() throws {
    let folder = try TemporaryFolder()
    for (metric, template) in [
      (Metric.cosine, [Float(0), -0.0]), (.cosine, [.nan, 1]), (.euclidean, [.infinity, 1]),
      (.innerProduct, [1e19, 0]), (.euclidean, [3e38, 3e38]),
    ] {
      let writer = try GalleryWriter(
        path: folder.file("g"), information: Self.information(metric, 2))
      try writer.append([1, 1])
      let failure = #expect(throws: Failure.self) { try writer.append(template) }
      #expect(failure?.place == "row 1")
      #expect(writer.count == 1)
    }
    #expect(try folder.entries() == [])
  }

  @Test func photographsNeedAPurpose() throws {
    let folder = try TemporaryFolder()
    var information = Self.information(.cosine, 2)
    information.origin = .photograph
    #expect(throws: Failure.self) {
      _ = try GalleryWriter(path: folder.file("g"), information: information)
    }
    information.purpose = "a test"
    try GalleryWriter(path: folder.file("g"), information: information).finish()
    #expect(try Gallery(path: folder.file("g")).count == 0)
    #expect(
      try Gallery(path: folder.file("g")).search(try Templates([[1, 2]]), top: 3).candidates == [[]]
    )
  }

  @Test func aFileThatWasCutShortIsRefusedAtOpen() throws {
    let folder = try TemporaryFolder()
    let path = try Material.gallery(Material.normal(70, 5, seed: 2), .cosine, in: folder).path
    for name in Segment.File.allCases.map(\.rawValue) + [Segment.checksums] {
      let file = path + "/segment-000001/" + name
      let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
      if !bytes.isEmpty {
        try bytes.dropLast().write(to: URL(fileURLWithPath: file))
        let failure = #expect(throws: Failure.self) { _ = try Gallery(path: path) }
        #expect(failure?.file == file)
      }
      try FileManager.default.removeItem(atPath: file)
      #expect(throws: Failure.self, "\(name)") { _ = try Gallery(path: path) }
      try bytes.write(to: URL(fileURLWithPath: file))
    }
    #expect(try Gallery(path: path).count == 70)
  }

  /// A gallery that was put in the place of one that is being changed is left alone.
  @Test func aChangeDoesNotReachAnotherGallery() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("g")
    for place in 0..<2 {
      let writer = try GalleryWriter(
        path: path, information: Self.information(.cosine, 2), replacing: true)
      for row in 0...place { try writer.append([1, Float(row)]) }
      let edit = place == 0 ? nil : try GalleryEdit(path: path)
      try writer.finish()
      if let edit {
        let failure = #expect(throws: Failure.self) { try edit.commit() }
        #expect(failure?.file == path)
      }
    }
    #expect(try Gallery(path: path).count == 2)
    #expect(try Gallery(path: path).verify() == [])
  }
}
