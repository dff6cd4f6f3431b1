import Essentials
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// From posteriors to labels, with the same rules for ties and indecision in every method.
struct Conclusion {
  let table: AnswerTable
  let options: AggregationOptions

  /// Posteriors closer than this are tied: sums of votes in another order differ by rounding.
  static let tieTolerance = 1e-12

  /// One item a task.
  ///
  /// `posterior` is tasks × labels, with a row of zeros for a task with no answer that counts;
  /// `interval` gives the interval for a task's best label.
  func items(
    _ posterior: [Double],
    interval: @Sendable (_ task: Int, _ label: Int, _ value: Double) -> Interval?
  ) throws -> [AggregationResult.Item] {
    let blocks = Parallel.blocks(table.tasks.count, of: 4096)
    let parts = try Parallel.map(count: blocks.count, threads: options.threads) { block in
      blocks[block].map { item($0, posterior, interval) }
    }
    return Array(parts.joined())
  }

  private func item(
    _ task: Int, _ posterior: [Double],
    _ interval: (_ task: Int, _ label: Int, _ value: Double) -> Interval?
  ) -> AggregationResult.Item {
    let classes = table.labels.count
    let row = Array(posterior[task * classes..<(task + 1) * classes])
    let best = row.max() ?? 0
    if best <= 0 {
      return AggregationResult.Item(
        task: table.tasks[task], label: nil, posterior: nil, interval: nil, undecided: true,
        tied: [], posteriors: row)
    }
    let ties = row.indices.filter { row[$0] >= best - Conclusion.tieTolerance }
    var label: Int? = ties[0]
    if ties.count > 1 {
      switch options.tieRule {
      case .lowest, .fractional: break
      case .abstain: label = nil
      case .random:
        var random = RandomStream(seed: options.seed, purpose: "aggregation-tie", item: task)
        label = ties[random.index(below: ties.count)]
      }
    }
    return AggregationResult.Item(
      task: table.tasks[task], label: label.map { table.labels[$0] },
      posterior: label == nil ? nil : best,
      interval: label.flatMap { interval(task, $0, best) },
      undecided: ties.count > 1 || best < options.minimumPosterior,
      tied: ties.count > 1 ? ties.map { table.labels[$0] } : [], posteriors: row)
  }

  /// The mean posterior of each label over the tasks that have one.
  func classShares(_ posterior: [Double]) -> [Double] {
    let classes = table.labels.count
    var sums = [Double](repeating: 0, count: classes)
    for index in posterior.indices { sums[index % classes] += posterior[index] }
    let total = sums.reduce(0, +)
    return total > 0 ? sums.map { $0 / total } : sums
  }

  /// What is to be said about the answers whatever the method.
  var notes: [String] {
    var notes: [String] = []
    if table.labels.count == 1 {
      notes.append("Only one label occurs: nothing can be learned about tasks or workers")
    }
    if table.workers.count == 1 {
      notes.append("Only one worker answered: labels are that worker's answers")
    }
    if table.repeatedAnswers > 0 {
      notes.append(
        "\(table.repeatedAnswers) answers repeat an earlier one of the same worker on the same task; "
          + "each counts")
    }
    return notes
  }
}
