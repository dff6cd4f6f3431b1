import Essentials
import Foundation
import Review
import TestSupport
import Testing

@Suite struct InterchangeTests {
  static let records: [AnswerRecord] = [
    AnswerRecord(answer: Answer(task: "1", worker: "anna", label: "same"), seconds: 2.5),
    AnswerRecord(answer: Answer(task: "1", worker: "Борис, \"Б\"", label: "other"), seconds: 3),
    AnswerRecord(
      answer: Answer(task: "2", worker: "anna", label: "line\nbreak"), seconds: 0.125,
      isGold: true),
    AnswerRecord(answer: Answer(task: "10", worker: "道", label: "same"), status: "Rejected"),
  ]

  /// What a format keeps comes back as it was; what it can't hold is named.
  @Test(arguments: AnswerFormat.allCases) func roundTrip(format: AnswerFormat) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      try AnswerFile.encode(Self.records, format: format), to: "answers")
    let back = try AnswerFile.read(path, format: format)
    let losses = AnswerFile.losses(Self.records, format: format)
    let kept = Self.records.map { record in
      var record = record
      if losses.contains("times") { record.seconds = nil }
      if losses.contains("marks of known answers") { record.isGold = false }
      if losses.contains("approval status") { record.status = nil }
      return record
    }
    #expect(back == kept)
    #expect((format == .csv) == losses.isEmpty)
    // Once more, byte for byte.
    let again = try AnswerFile.encode(back, format: format)
    #expect(try AnswerFile.encode(kept, format: format) == again)
  }

  @Test func whatOtherToolsWriteIsRead() throws {
    let folder = try TemporaryFolder()
    let studio = try folder.write(
      """
      [{"id": 7, "data": {"image": "x"}, "annotations": [
        {"completed_by": 3, "lead_time": 4.5, "ground_truth": true,
         "result": [{"type": "choices", "value": {"choices": ["same"]}}]},
        {"completed_by": {"id": 4, "email": "a@b"}, "was_cancelled": false, "ground_truth": false,
         "result": [{"type": "rating", "value": {"rating": 2}}]},
        {"completed_by": 5, "was_cancelled": true, "result": []}]}]
      """, to: "studio.json")
    #expect(
      try AnswerFile.read(studio, format: .labelStudio) == [
        AnswerRecord(
          answer: Answer(task: "7", worker: "3", label: "same"), seconds: 4.5, isGold: true),
        AnswerRecord(answer: Answer(task: "7", worker: "4", label: "2")),
      ])
    let peer = try folder.write(#"{"10": {"0": 1}, "2": {"1": 0, "0": 1}}"#, to: "peer.json")
    #expect(
      try AnswerFile.read(peer, format: .peerannot).map(\.answer) == [
        Answer(task: "2", worker: "0", label: "1"), Answer(task: "2", worker: "1", label: "0"),
        Answer(task: "10", worker: "0", label: "1"),
      ])
    let turk = try folder.write(
      """
      "HITId","Title","WorkerId","AssignmentStatus","WorkTimeInSeconds","Input.url","Answer.match"
      "H1","Pairs","W1","Approved","12","u","yes"
      """, to: "turk.csv")
    #expect(
      try AnswerFile.read(turk, format: .mturk) == [
        AnswerRecord(
          answer: Answer(task: "H1", worker: "W1", label: "yes"), seconds: 12, status: "Approved")
      ])
  }

  @Test func whatAFormatCannotHoldIsRefused() throws {
    let twice = [
      AnswerRecord(answer: Answer(task: "1", worker: "a", label: "x")),
      AnswerRecord(answer: Answer(task: "1", worker: "a", label: "y")),
    ]
    #expect(throws: Failure.self) { _ = try AnswerFile.encode(twice, format: .peerannot) }
  }

  @Test func linesAreNamed() throws {
    let folder = try TemporaryFolder()
    for (text, place) in [
      ("task,worker,label\n1,a,x\n2,b,\n", "line 3"), ("task,worker,label\n1,a,nan\n", "line 2"),
      ("task,worker,label,seconds\n1,a,x,-3\n", "line 2"), ("task,worker\n1,a\n", "line 1"),
    ] {
      let path = try folder.write(text, to: "bad.csv")
      let failure = #expect(throws: Failure.self) { _ = try AnswerCSV.read(path) }
      #expect(failure?.place == place)
    }
  }

  /// Broken bytes give a failure or answers, never a crash.
  @Test(arguments: AnswerFormat.allCases) func fuzz(format: AnswerFormat) throws {
    let folder = try TemporaryFolder()
    let good = Array(try AnswerFile.encode(Self.records, format: format).utf8)
    var random = RandomStream(seed: 9)
    for _ in 0..<300 {
      var bytes = good
      for _ in 0...random.index(below: 4) {
        switch random.index(below: 3) {
        case 0: bytes[random.index(below: bytes.count)] = UInt8(random.index(below: 256))
        case 1: bytes.remove(at: random.index(below: bytes.count))
        default: bytes.removeLast(random.index(below: bytes.count))
        }
        if bytes.isEmpty { bytes = [0x5B] }
      }
      let path = folder.file("fuzz")
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      do {
        for record in try AnswerFile.read(path, format: format) {
          #expect(record.seconds ?? 0 >= 0)
        }
      } catch let failure as Failure {
        #expect(failure.file == path)
      }
    }
  }
}
