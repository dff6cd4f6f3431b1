import Essentials

/// Who answered what: (task, worker, label) triples as flat arrays, indexed by task and by worker.
///
/// Tasks and workers keep the order in which they first appear. Labels are sorted: by value where all
/// are finite numbers, by Unicode scalars else; "lowest" in a ``TieRule`` means first in this order.
/// Names that are canonically equivalent in Unicode are the same name. A worker who answers the same
/// task twice counts twice, and is counted in ``repeatedAnswers``.
public struct AnswerTable: Sendable, Equatable {
  /// The names of the tasks.
  public let tasks: [String]
  /// The names of the workers.
  public let workers: [String]
  /// The labels that occur, sorted.
  public let labels: [String]
  /// How many answers there are.
  public var count: Int { byTask.other.count }
  /// How many answers repeat an earlier one of the same worker on the same task.
  public let repeatedAnswers: Int

  let byTask: AnswerIndex
  let byWorker: AnswerIndex

  /// The table of `answers`.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) for an empty name or a label "NaN".
  /// - Complexity: O(n + L log L) for n answers and L labels.
  public init(_ answers: some Sequence<Answer>) throws {
    var builder = AnswerTableBuilder()
    for answer in answers { try builder.add(answer) }
    self = builder.table()
  }

  /// The table of answers given as indices, for simulations; names are the indices.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) where an index is out of range or lengths differ.
  public init(
    taskCount: Int, workerCount: Int, labelCount: Int, task: [Int32], worker: [Int32],
    label: [Int32]
  ) throws {
    let lengths = task.count == worker.count && task.count == label.count
    let inRange =
      task.allSatisfy { $0 >= 0 && $0 < taskCount }
      && worker.allSatisfy { $0 >= 0 && $0 < workerCount }
      && label.allSatisfy { $0 >= 0 && $0 < labelCount }
    guard lengths, inRange else {
      throw Failure(
        .malformedInput, "answers by index need equal lengths and indices in range",
        remedy: "Check the counts of tasks, workers and labels")
    }
    self.init(
      tasks: (0..<taskCount).map(String.init), workers: (0..<workerCount).map(String.init),
      labels: (0..<labelCount).map(String.init), task: task, worker: worker, label: label)
  }

  init(
    tasks: [String], workers: [String], labels: [String], task: [Int32], worker: [Int32],
    label: [Int32]
  ) {
    self.tasks = tasks
    self.workers = workers
    self.labels = labels
    byTask = AnswerIndex(groups: tasks.count, group: task, other: worker, label: label)
    byWorker = AnswerIndex(groups: workers.count, group: worker, other: task, label: label)
    repeatedAnswers = byTask.repeats()
  }

  /// All answers, task by task.
  public var answers: [Answer] {
    var answers: [Answer] = []
    answers.reserveCapacity(count)
    for task in tasks.indices {
      for place in byTask.range(task) {
        answers.append(
          Answer(
            task: tasks[task], worker: workers[Int(byTask.other[place])],
            label: labels[Int(byTask.label[place])]))
      }
    }
    return answers
  }
}

/// One answer of one worker to one task.
public struct Answer: Sendable, Equatable, Hashable, Codable {
  /// The task's name.
  public let task: String
  /// The worker's name.
  public let worker: String
  /// The label given.
  public let label: String

  /// Makes it.
  public init(task: String, worker: String, label: String) {
    self.task = task
    self.worker = worker
    self.label = label
  }
}
