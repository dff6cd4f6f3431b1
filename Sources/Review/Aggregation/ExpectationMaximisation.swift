import Essentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Expectation maximisation for a ``ConfusionModel`` over flat arrays.
///
/// Expectations run over fixed blocks of tasks, counts over fixed blocks of workers, each summed in
/// the order of the answers: the result has the same bits at any thread count.
struct ExpectationMaximisation: Sendable {
  let table: AnswerTable
  let gold: GoldLabels
  let threads: Int

  struct State<Model: ConfusionModel>: Sendable {
    var model: Model
    /// Tasks × classes.
    var posterior: [Double]
    /// Expected counts at the last maximisation, workers × labels × classes.
    var counts: [Double]
    var logLikelihood: Double
    var objective: Double
    var iterations: Int
    var converged: Bool
    /// The objective after each iteration.
    var history: [Double]
  }

  private var classes: Int { table.labels.count }

  /// Shares of votes, the usual start; known tasks are clamped.
  func softMajority() -> [Double] {
    var posterior = [Double](repeating: 0, count: table.tasks.count * classes)
    for task in table.tasks.indices {
      let range = table.byTask.range(task)
      if gold.label[task] >= 0 {
        posterior[task * classes + Int(gold.label[task])] = 1
      } else if range.isEmpty {
        for label in 0..<classes { posterior[task * classes + label] = 1 / Double(classes) }
      } else {
        for place in range {
          posterior[task * classes + Int(table.byTask.label[place])] += 1 / Double(range.count)
        }
      }
    }
    return posterior
  }

  /// Iterates from `posterior`, or from the model's own parameters where it is nil.
  func run<Model: ConfusionModel>(
    _ model: Model, from posterior: [Double]?, tolerance: Double, maximumIterations: Int
  ) throws -> State<Model> {
    var state = State(
      model: model, posterior: posterior ?? [], counts: [], logLikelihood: -.infinity,
      objective: -.infinity, iterations: 0, converged: false, history: [])
    if posterior == nil { (state.posterior, _) = try expectation(model) }
    while state.iterations < maximumIterations {
      state.counts = try expectedCounts(state.posterior)
      state.model.maximise(counts: state.counts, classCounts: classCounts(state.posterior))
      (state.posterior, state.logLikelihood) = try expectation(state.model)
      let objective = state.logLikelihood + state.model.penalty
      let change = objective - state.objective
      state.objective = objective
      state.iterations += 1
      state.history.append(objective)
      if state.iterations > 1, abs(change) <= tolerance * abs(objective) {
        state.converged = true
        break
      }
    }
    return state
  }

  private func classCounts(_ posterior: [Double]) -> [Double] {
    var counts = [Double](repeating: 0, count: classes)
    var place = 0
    for _ in table.tasks.indices {
      for label in 0..<classes { counts[label] += posterior[place + label] }
      place += classes
    }
    return counts
  }

  /// The posterior of each task and the observed-data log-likelihood.
  ///
  /// A clamped task has P(true class) = 1 and counts with the likelihood of that class.
  func expectation(_ model: some ConfusionModel) throws -> ([Double], Double) {
    let blocks = Parallel.blocks(table.tasks.count, of: 8192)
    let factors = model.logFactors
    let prior = model.logPrior
    let parts = try Parallel.map(count: blocks.count, threads: threads) { block in
      expectation(blocks[block], factors, prior)
    }
    if parts.count == 1 { return parts[0] }
    var posterior: [Double] = []
    posterior.reserveCapacity(table.tasks.count * classes)
    var logLikelihood = 0.0
    for part in parts {
      posterior += part.0
      logLikelihood += part.1
    }
    return (posterior, logLikelihood)
  }

  private func expectation(
    _ range: Range<Int>, _ factors: [Double], _ prior: [Double]
  ) -> ([Double], Double) {
    let classes = classes
    var posterior = [Double](repeating: 0, count: range.count * classes)
    var logLikelihood = 0.0
    var row = [Double](repeating: 0, count: classes)
    let other = table.byTask.other.span
    let label = table.byTask.label.span
    let weights = factors.span
    for task in range {
      for k in 0..<classes { row[k] = prior[k] }
      for place in table.byTask.range(task) {
        let first = (Int(other[place]) * classes + Int(label[place])) * classes
        for k in 0..<classes { row[k] += weights[first + k] }
      }
      let start = (task - range.lowerBound) * classes
      let known = Int(gold.label[task])
      if known >= 0 {
        posterior[start + known] = 1
        logLikelihood += row[known]
        continue
      }
      var largest = -Double.infinity
      for k in 0..<classes { largest = max(largest, row[k]) }
      var sum = 0.0
      for k in 0..<classes {
        let share = exp(row[k] - largest)
        posterior[start + k] = share
        sum += share
      }
      let scale = 1 / sum
      for k in 0..<classes { posterior[start + k] *= scale }
      logLikelihood += largest + log(sum)
    }
    return (posterior, logLikelihood)
  }

  /// Σ over a worker's answers of the posterior, by label given and true class.
  func expectedCounts(_ posterior: [Double]) throws -> [Double] {
    let workers = table.workers.count
    // Some 32,000 answers a block, whatever the threads.
    let size = max(1, workers * 32_768 / max(1, table.count))
    let blocks = Parallel.blocks(workers, of: size)
    let parts = try Parallel.map(count: blocks.count, threads: threads) { block in
      expectedCounts(blocks[block], posterior)
    }
    if parts.count == 1 { return parts[0] }
    var counts: [Double] = []
    counts.reserveCapacity(workers * classes * classes)
    for part in parts { counts += part }
    return counts
  }

  private func expectedCounts(_ range: Range<Int>, _ posterior: [Double]) -> [Double] {
    let classes = classes
    let square = classes * classes
    var counts = [Double](repeating: 0, count: range.count * square)
    let other = table.byWorker.other.span
    let label = table.byWorker.label.span
    let beliefs = posterior.span
    for worker in range {
      let base = (worker - range.lowerBound) * square
      for place in table.byWorker.range(worker) {
        let first = base + Int(label[place]) * classes
        let from = Int(other[place]) * classes
        for k in 0..<classes { counts[first + k] += beliefs[from + k] }
      }
    }
    return counts
  }
}
