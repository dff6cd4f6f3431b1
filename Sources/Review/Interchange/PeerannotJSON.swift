import Essentials

/// peerannot's answers: `{task: {worker: label}}`; one answer of a worker to a task, no times.
enum PeerannotJSON {
  static func read(_ path: String) throws -> [AnswerRecord] {
    guard case .object(let tasks) = try JSONValue.read(path) else {
      throw Failure(
        .malformedInput, "is not an object of tasks", file: path,
        remedy: "Write {task: {worker: label}}")
    }
    var records: [AnswerRecord] = []
    for (task, value) in tasks.sorted(by: { AnswerOrder.precedes($0.key, $1.key) }) {
      guard case .object(let workers) = value else {
        throw Failure(
          .malformedInput, "has no object of workers", file: path, place: "task \"\(task)\"",
          remedy: "Write {task: {worker: label}}")
      }
      for (worker, label) in workers.sorted(by: { AnswerOrder.precedes($0.key, $1.key) }) {
        guard let name = label.name else {
          throw Failure(
            .malformedInput, "worker \"\(worker)\" has no text or number as a label", file: path,
            place: "task \"\(task)\"", remedy: "Mend or remove the answer")
        }
        records.append(
          AnswerRecord(answer: Answer(task: task, worker: worker, label: name)))
      }
    }
    return records
  }

  static func encode(_ records: [AnswerRecord]) throws -> String {
    var tasks: [String: [String: JSONValue]] = [:]
    for record in records {
      let old = tasks[record.answer.task, default: [:]].updateValue(
        .string(record.answer.label), forKey: record.answer.worker)
      if old != nil {
        throw Failure(
          .mismatchedInput,
          "worker \"\(record.answer.worker)\" answered task \"\(record.answer.task)\" twice, and "
            + "peerannot's format holds one answer",
          remedy: "Export to csv or label-studio")
      }
    }
    return try JSONValue.object(tasks.mapValues { .object($0) }).text()
  }
}

/// The order in which answers are written and read from formats that have none.
enum AnswerOrder {
  /// By number where both are numbers, by Unicode scalars else.
  static func precedes(_ left: String, _ right: String) -> Bool {
    if let a = Int(left), let b = Int(right), a != b { return a < b }
    return left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
  }
}
