import Essentials

/// Reads and writes `task,worker,label` (with optional `seconds`, `gold`, `status`).
public enum AnswerCSV {
  static let optional = ["seconds", "gold", "status"]

  /// The answers in the file at `path`, and the columns that were passed over.
  ///
  /// - Throws: ``Failure`` naming the line of an empty value, a label "NaN", a negative time.
  /// - Complexity: O(file).
  public static func read(_ path: String) throws -> (records: [AnswerRecord], ignored: [String]) {
    var records: [AnswerRecord] = []
    let ignored = try forEach(path) { records.append($0) }
    return (records, ignored)
  }

  /// The table of the answers in the file at `path`, without holding the file; ignored columns too.
  ///
  /// - Throws: ``Failure`` as ``read(_:)``.
  public static func table(_ path: String) throws -> (table: AnswerTable, ignored: [String]) {
    var builder = AnswerTableBuilder()
    let ignored = try forEach(path) { try builder.add($0.answer) }
    return (builder.table(), ignored)
  }

  private static func forEach(
    _ path: String, _ body: (AnswerRecord) throws -> Void
  ) throws -> [String] {
    let reader = try CSVReader(path: path, required: ["task", "worker", "label"])
    let hasSeconds = reader.header.contains("seconds")
    let hasGold = reader.header.contains("gold")
    let hasStatus = reader.header.contains("status")
    while let row = try reader.next() {
      let answer = Answer(
        task: try row.text("task"), worker: try row.text("worker"), label: try row.text("label"))
      if answer.label.lowercased() == "nan" {
        throw row.malformed(
          "label", "\"\(answer.label)\" marks a missing value, not an answer",
          remedy: "Remove the line")
      }
      var record = AnswerRecord(answer: answer)
      if hasSeconds, let text = row["seconds"], !text.isEmpty {
        let seconds = try row.number("seconds")
        if seconds < 0 { throw row.malformed("seconds", "\(text) is below 0") }
        record.seconds = seconds
      }
      if hasGold { record.isGold = try flag(row, "gold") }
      if hasStatus, let status = row["status"], !status.isEmpty { record.status = status }
      try body(record)
    }
    return reader.header.filter { !(["task", "worker", "label"] + optional).contains($0) }
  }

  private static func flag(_ row: CSVRow, _ column: String) throws -> Bool {
    switch row[column]?.lowercased() {
    case nil, "", "0", "false", "no": return false
    case "1", "true", "yes": return true
    case let other?: throw row.malformed(column, "\"\(other)\" is neither true nor false")
    }
  }

  /// The text of `records`; optional columns only where some record has them.
  public static func encode(_ records: [AnswerRecord]) -> String {
    let seconds = records.contains { $0.seconds != nil }
    let gold = records.contains { $0.isGold }
    let status = records.contains { $0.status != nil }
    var header = ["task", "worker", "label"]
    if seconds { header.append("seconds") }
    if gold { header.append("gold") }
    if status { header.append("status") }
    var text = CSVLine.encode(header)
    for record in records {
      var line = [record.answer.task, record.answer.worker, record.answer.label]
      if seconds { line.append(record.seconds.map { "\($0)" } ?? "") }
      if gold { line.append(record.isGold ? "true" : "false") }
      if status { line.append(record.status ?? "") }
      text += CSVLine.encode(line)
    }
    return text
  }
}
