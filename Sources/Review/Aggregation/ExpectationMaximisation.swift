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
    while state.iterations < maximumIterations, !state.converged {
      try step(&state, tolerance: tolerance)
    }
    return state
  }

  /// Maximises, then takes expectations; converged where the objective hardly changed.
  private func step<Model: ConfusionModel>(_ state: inout State<Model>, tolerance: Double) throws {
    state.counts = try expectedCounts(state.posterior)
    state.model.maximise(counts: state.counts, classCounts: classCounts(state.posterior))
    (state.posterior, state.logLikelihood) = try expectation(state.model)
    let objective = state.logLikelihood + state.model.penalty
    let change = objective - state.objective
    state.objective = objective
    state.iterations += 1
    state.history.append(objective)
    state.converged = state.iterations > 1 && abs(change) <= tolerance * abs(objective)
  }

  /// Iterates from the model's own parameters, leaping ahead after every two steps.
  ///
  /// The leap is SQUAREM's (Varadhan and Roland, Scandinavian Journal of Statistics 35, 2008, scheme
  /// S3): from θ₀, θ₁ and θ₂ with r = θ₁ − θ₀ and v = θ₂ − 2θ₁ + θ₀ to θ₀ + 2ar + a²v, a = |r|/|v|,
  /// and one step from there. A leap whose step ends lower than θ₂ is not taken, so the objective
  /// never falls; whether it has converged is asked of plain steps alone. The limits are those of plain
  /// steps, which need many times as many.
  func accelerated<Model: AcceleratedModel>(
    _ model: Model, tolerance: Double, maximumIterations: Int
  ) throws -> State<Model> {
    var state = State(
      model: model, posterior: try expectation(model).0, counts: [], logLikelihood: -.infinity,
      objective: -.infinity, iterations: 0, converged: false, history: [])
    // The longest leap: grows while leaps succeed, shrinks where one does not.
    var reach = 4.0
    while state.iterations < maximumIterations, !state.converged {
      let start = state.model.freeParameters
      try step(&state, tolerance: tolerance)
      if state.converged || state.iterations >= maximumIterations { break }
      let first = state.model.freeParameters
      try step(&state, tolerance: tolerance)
      if state.converged || state.iterations >= maximumIterations { break }
      let second = state.model.freeParameters
      var (change, bend) = (0.0, 0.0)
      for index in start.indices {
        let (r, next) = (first[index] - start[index], second[index] - first[index])
        change += r * r
        bend += (next - r) * (next - r)
      }
      let length = min(reach, (change / bend).squareRoot())
      // Up to 1 the two steps have come as far already.
      guard length > 1 else { continue }
      var leap = state
      leap.model.freeParameters = start.indices.map { index in
        let r = first[index] - start[index]
        let v = second[index] - first[index] - r
        return start[index] + length * (2 * r + length * v)
      }
      leap.posterior = try expectation(leap.model).0
      try step(&leap, tolerance: 0)
      leap.converged = false
      if leap.objective >= state.objective {
        state = leap
        if length == reach { reach *= 4 }
      } else {
        state.iterations = leap.iterations
        reach = max(2, reach / 2)
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
