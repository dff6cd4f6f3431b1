import Essentials

/// Label Studio's JSON export: tasks, each with `annotations` (`completed_by`, `lead_time`,
/// `ground_truth`, `result`).
///
/// The label is the first choice, rating, number or text of an annotation's first result. Cancelled
/// annotations are skipped answers and are left out. A task is known by its `id`.
enum LabelStudioJSON {
  static func read(_ path: String) throws -> [AnswerRecord] {
    guard case .array(let tasks) = try JSONValue.read(path) else {
      throw Failure(
        .malformedInput, "is not an array of tasks", file: path,
        remedy: "Export from Label Studio as JSON, not JSON-MIN")
    }
    var records: [AnswerRecord] = []
    for (index, task) in tasks.enumerated() {
      func malformed(_ reason: String) -> Failure {
        Failure(
          .malformedInput, reason, file: path, place: "task \(index + 1)",
          remedy: "Export it again, or remove the task")
      }
      guard case .object(let fields) = task, let name = fields["id"]?.name else {
        throw malformed("has no id")
      }
      guard case .array(let annotations)? = fields["annotations"] else {
        throw malformed("has no annotations")
      }
      for (number, annotation) in annotations.enumerated() {
        guard case .object(let parts) = annotation else {
          throw malformed("annotation \(number + 1) is not an object")
        }
        if parts["was_cancelled"] == .bool(true) { continue }
        guard let worker = worker(parts["completed_by"]) else {
          throw malformed("annotation \(number + 1) says not who completed it")
        }
        guard let label = label(parts["result"]) else {
          throw malformed("annotation \(number + 1) has no choice, rating, number or text")
        }
        var record = AnswerRecord(answer: Answer(task: name, worker: worker, label: label))
        if case .number(let seconds)? = parts["lead_time"] {
          if seconds < 0 { throw malformed("annotation \(number + 1) took less than no time") }
          record.seconds = seconds
        }
        record.isGold = parts["ground_truth"] == .bool(true)
        records.append(record)
      }
    }
    return records
  }

  private static func worker(_ value: JSONValue?) -> String? {
    if case .object(let person)? = value { return (person["id"] ?? person["email"])?.name }
    return value?.name
  }

  private static func label(_ value: JSONValue?) -> String? {
    guard case .array(let results)? = value, case .object(let result)? = results.first,
      case .object(let parts)? = result["value"]
    else { return nil }
    for key in ["choices", "rating", "number", "text"] {
      switch parts[key] {
      case .array(let values)?: if let name = values.first?.name { return name }
      case let value?: if let name = value.name { return name }
      case nil: continue
      }
    }
    return nil
  }

  static func encode(_ records: [AnswerRecord]) throws -> String {
    var order: [String] = []
    var tasks: [String: [JSONValue]] = [:]
    for record in records {
      if tasks[record.answer.task] == nil { order.append(record.answer.task) }
      var annotation: [String: JSONValue] = [
        "completed_by": .string(record.answer.worker), "ground_truth": .bool(record.isGold),
        "was_cancelled": .bool(false),
        "result": .array([
          .object([
            "type": .string("choices"), "from_name": .string("label"), "to_name": .string("pair"),
            "value": .object(["choices": .array([.string(record.answer.label)])]),
          ])
        ]),
      ]
      if let seconds = record.seconds { annotation["lead_time"] = .number(seconds) }
      tasks[record.answer.task, default: []].append(.object(annotation))
    }
    return try JSONValue.array(
      order.map { task in
        .object([
          "id": .string(task), "annotations": .array(tasks[task] ?? []), "data": .object([:]),
        ])
      }
    ).text()
  }
}
