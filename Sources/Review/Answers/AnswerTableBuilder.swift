import Essentials

/// Gathers answers one by one, so that a file need not be held as text.
struct AnswerTableBuilder {
  private var tasks = Names()
  private var workers = Names()
  private var labels = Names()
  private var task: [Int32] = []
  private var worker: [Int32] = []
  private var label: [Int32] = []

  private struct Names {
    var all: [String] = []
    private var index: [String: Int32] = [:]

    mutating func number(of name: String) -> Int32 {
      if let known = index[name] { return known }
      let number = Int32(all.count)
      index[name] = number
      all.append(name)
      return number
    }
  }

  mutating func add(_ answer: Answer) throws {
    for (name, what) in [
      (answer.task, "task"), (answer.worker, "worker"), (answer.label, "label"),
    ] where name.isEmpty {
      throw Failure(
        .malformedInput, "an answer has an empty \(what)", remedy: "Fill it in or remove the answer"
      )
    }
    if answer.label.count == 3, answer.label.lowercased() == "nan" {
      throw Failure(
        .malformedInput,
        "a label is \"\(answer.label)\", which marks a missing value, not an answer",
        remedy: "Remove answers that were not given")
    }
    task.append(tasks.number(of: answer.task))
    worker.append(workers.number(of: answer.worker))
    label.append(labels.number(of: answer.label))
  }

  func table() -> AnswerTable {
    let order = AnswerTableBuilder.sortedLabels(labels.all)
    var rank = [Int32](repeating: 0, count: order.count)
    for (place, old) in order.enumerated() { rank[old] = Int32(place) }
    return AnswerTable(
      tasks: tasks.all, workers: workers.all, labels: order.map { labels.all[$0] }, task: task,
      worker: worker, label: label.map { rank[Int($0)] })
  }

  private static func sortedLabels(_ labels: [String]) -> [Int] {
    let values = labels.map { Double($0).flatMap { $0.isFinite ? $0 : nil } }
    return labels.indices.sorted { left, right in
      if values.allSatisfy({ $0 != nil }), let a = values[left], let b = values[right], a != b {
        return a < b
      }
      return labels[left].unicodeScalars.lexicographicallyPrecedes(labels[right].unicodeScalars)
    }
  }
}
