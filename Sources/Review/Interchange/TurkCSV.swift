import Essentials

/// Mechanical Turk's batch results: HITId, WorkerId, Answer.…, AssignmentStatus, WorkTimeInSeconds.
enum TurkCSV {
  /// The column `Answer.…` is the label; a file with several needs one named `Answer.label`.
  static func read(_ path: String) throws -> [AnswerRecord] {
    let reader = try CSVReader(path: path, required: ["HITId", "WorkerId"])
    let answers = reader.header.filter { $0.hasPrefix("Answer.") }
    guard let column = answers.contains("Answer.label") ? "Answer.label" : answers.first,
      answers.count == 1 || answers.contains("Answer.label")
    else {
      throw Failure(
        .missingInput,
        answers.isEmpty
          ? "has no column Answer.…"
          : "has \(answers.count) columns Answer.… and none is Answer.label",
        file: path, place: "line 1", remedy: "Name the column of the label Answer.label")
    }
    var records: [AnswerRecord] = []
    while let row = try reader.next() {
      var record = AnswerRecord(
        answer: Answer(
          task: try row.text("HITId"), worker: try row.text("WorkerId"),
          label: try row.text(column)))
      if let text = row["WorkTimeInSeconds"], !text.isEmpty {
        let seconds = try row.number("WorkTimeInSeconds")
        if seconds < 0 { throw row.malformed("WorkTimeInSeconds", "\(text) is below 0") }
        record.seconds = seconds
      }
      if let status = row["AssignmentStatus"], !status.isEmpty { record.status = status }
      records.append(record)
    }
    return records
  }

  static func encode(_ records: [AnswerRecord]) -> String {
    var text = CSVLine.encode([
      "HITId", "WorkerId", "AssignmentStatus", "WorkTimeInSeconds", "Answer.label",
    ])
    for record in records {
      text += CSVLine.encode([
        record.answer.task, record.answer.worker, record.status ?? "",
        record.seconds.map { "\($0)" } ?? "", record.answer.label,
      ])
    }
    return text
  }
}
