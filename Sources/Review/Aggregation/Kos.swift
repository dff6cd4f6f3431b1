import Essentials

/// Message passing for two labels (Karger, Oh and Shah, NIPS 2011).
///
/// x(i→j) is the mean over i's other workers of A·y; y(j→i) the mean over j's other tasks of A·x;
/// messages start at N(1, 1), so that a crowd that is right more often than not keeps its sign. Each
/// round scales the messages to mean square 1, which changes no sign and keeps them finite.
///
/// The paper has sums, for crowds in which all tasks and all workers have equally many answers: there
/// means are the same messages up to scale. Elsewhere sums follow whoever answers most, down to
/// chance level. Rounds are few, as in the paper: on irregular crowds the limit of many rounds is
/// again a handful of workers.
struct Kos: Sendable {
  let table: AnswerTable
  let options: AggregationOptions

  struct Fit: Sendable {
    /// The message of each answer, in the order of tasks.
    let messages: [Double]
    /// Σ A·y by task; its sign is the label.
    let beliefs: [Double]
    /// Σ |y| by task: what the belief would be if all agreed.
    let weights: [Double]
    /// The mean message of each worker, the worker's reliability up to scale.
    let reliabilities: [Double]
    let iterations: Int
  }

  /// The most rounds; the paper's experiments have as many.
  static let rounds = 10

  func fit() -> Fit {
    let answers = table.byTask
    // Edges are the places in task order; the edges of each worker by counting sort.
    var start = [Int](repeating: 0, count: table.workers.count + 1)
    for worker in answers.other { start[Int(worker) + 1] += 1 }
    for index in table.workers.indices { start[index + 1] += start[index] }
    var next = start
    var edges = [Int](repeating: 0, count: answers.other.count)
    for place in answers.other.indices {
      let worker = Int(answers.other[place])
      edges[next[worker]] = place
      next[worker] += 1
    }
    let sign = answers.label.map { $0 == 0 ? -1.0 : 1.0 }
    var random = RandomStream(seed: options.seed, purpose: "kos-start")
    var messages = sign.map { _ in 1 + random.normal() }
    var toWorkers = messages
    var iterations = 0
    while iterations < min(options.maximumIterations, Kos.rounds) {
      for task in table.tasks.indices {
        let range = answers.range(task)
        let sum = range.reduce(0.0) { $0 + sign[$1] * messages[$1] }
        let others = Double(max(1, range.count - 1))
        for place in range {
          toWorkers[place] = (sum - sign[place] * messages[place]) / others
        }
      }
      var fresh = messages
      for worker in table.workers.indices {
        let range = start[worker]..<start[worker + 1]
        let sum = range.reduce(0.0) { $0 + sign[edges[$1]] * toWorkers[edges[$1]] }
        let others = Double(max(1, range.count - 1))
        for index in range {
          let place = edges[index]
          fresh[place] = (sum - sign[place] * toWorkers[place]) / others
        }
      }
      let square = fresh.reduce(0) { $0 + $1 * $1 }
      // No task with two workers, or no worker with two tasks: nothing passes, votes decide.
      if square == 0 { break }
      let scale = (Double(fresh.count) / square).squareRoot()
      var change = 0.0
      for place in fresh.indices {
        fresh[place] *= scale
        change = max(change, abs(fresh[place] - messages[place]))
      }
      messages = fresh
      iterations += 1
      if change < 1e-8 { break }
    }
    if iterations == 0 { messages = sign.map { _ in 1 } }
    let beliefs = table.tasks.indices.map { task in
      answers.range(task).reduce(0.0) { $0 + sign[$1] * messages[$1] }
    }
    let weights = table.tasks.indices.map { task in
      answers.range(task).reduce(0.0) { $0 + abs(messages[$1]) }
    }
    let reliabilities = table.workers.indices.map { worker in
      let range = start[worker]..<start[worker + 1]
      if range.isEmpty { return 0.0 }
      return range.reduce(0.0) { $0 + messages[edges[$1]] } / Double(range.count)
    }
    return Fit(
      messages: messages, beliefs: beliefs, weights: weights, reliabilities: reliabilities,
      iterations: iterations)
  }
}
