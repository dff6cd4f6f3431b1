import Essentials

/// Known labels, as indices into a table.
struct GoldLabels: Sendable {
  /// The known label of each task; −1 where none is known.
  let label: [Int32]

  /// - Throws: ``Failure`` where a known label never occurs among the answers, since a task can't be
  ///   clamped to a class that the model does not have; tasks that nobody answered are passed over.
  init(_ gold: [String: String], _ table: AnswerTable) throws {
    var known = [Int32](repeating: -1, count: table.tasks.count)
    if !gold.isEmpty {
      var numbers: [String: Int32] = [:]
      for (index, name) in table.labels.enumerated() { numbers[name] = Int32(index) }
      for (index, task) in table.tasks.enumerated() {
        guard let name = gold[task] else { continue }
        guard let number = numbers[name] else {
          throw Failure(
            .mismatchedInput, "the known label \"\(name)\" of task \"\(task)\" is nobody's answer",
            remedy: "Use the labels that the answers use")
        }
        known[index] = number
      }
    }
    label = known
  }
}
