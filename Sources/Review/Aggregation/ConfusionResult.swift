import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// From a fitted ``ConfusionModel`` to a result.
extension Conclusion {
  func result<Model: ConfusionModel>(
    _ method: AggregationMethod, _ state: ExpectationMaximisation.State<Model>,
    gold: GoldLabels, skill: ((_ worker: Int) -> Double)?, meaning: String,
    objectiveName: String? = nil, showsConfusion: Bool, iterations: Int? = nil
  ) throws -> AggregationResult {
    let classes = table.labels.count
    let table = table
    let spread = FactorSpread(
      factors: state.model.logFactors, counts: state.counts, prior: state.model.logPrior,
      tasks: table.tasks.count, classes: classes, workers: table.workers.count,
      byClass: showsConfusion)
    let posterior = state.posterior
    let items = try items(posterior) { task, label, value in
      gold.label[task] >= 0
        ? nil : spread.interval(table, task: task, best: label, posterior: posterior, value: value)
    }
    var shares = self.classShares(posterior)
    if method != .mace { shares = state.model.logPrior.map { exp($0) } }
    let workers = table.workers.indices.map { worker in
      let answers = table.byWorker.range(worker).count
      let base = worker * classes * classes
      let right = (0..<classes).reduce(0.0) { $0 + state.counts[base + $1 * classes + $1] }
      let value = skill?(worker) ?? (answers > 0 ? right / Double(answers) : nil)
      let rows = (0..<classes).map { k in
        (0..<classes).map { l in exp(state.model.logFactors[base + l * classes + k]) }
      }
      return AggregationResult.Worker(
        worker: table.workers[worker], answers: answers, skill: value,
        interval: value.flatMap { share in
          answers == 0
            ? nil : Proportion.wilson(rate: min(1, share), trials: Double(answers), level: 0.95)
        }, confusion: showsConfusion ? rows : nil,
        note: answers == 0 ? "gave no answer" : nil)
    }
    let relative = options.tolerance
    return AggregationResult(
      method: method, logLikelihood: state.logLikelihood, tieRule: options.tieRule,
      objective: objectiveName == nil ? nil : state.objective, objectiveName: objectiveName,
      iterations: iterations ?? state.iterations, converged: state.converged,
      convergence: "the objective changed by at most \(relative) of itself in one iteration",
      classes: table.labels, classShares: shares, skillMeaning: meaning,
      notes: notes
        + (state.converged
          ? [] : ["Stopped after \(state.iterations) iterations without converging"]),
      labels: items, workers: workers)
  }
}

/// How far a posterior could be off because each worker's table is itself estimated (delta method).
///
/// ln π̂ of a cell with share π from n answers has variance about (1 − π)/(n·π); answers of several
/// workers add. The interval is symmetric in the log-odds of the best label against the next, which
/// an interval of ±1.96 standard deviations turns back into shares.
struct FactorSpread: Sendable {
  let factors: [Double]
  let counts: [Double]
  let prior: [Double]
  let tasks: Int
  let classes: Int
  let workers: Int
  /// Whether each true class has a table row of its own, from its own answers alone.
  let byClass: Bool

  /// Variance of the log of cell (l | k) of a worker; half an answer is added to each cell.
  private func variance(_ worker: Int, _ l: Int, _ k: Int) -> Double {
    let base = worker * classes * classes
    var n = 0.0
    for given in 0..<classes {
      if byClass {
        n += counts[base + given * classes + k]
      } else {
        for truth in 0..<classes { n += counts[base + given * classes + truth] }
      }
    }
    n += 0.5 * Double(classes)
    let share = exp(factors[base + l * classes + k])
    let mended = (share * (n - 0.5 * Double(classes)) + 0.5) / n
    return (1 - mended) / (n * mended)
  }

  func interval(
    _ table: AnswerTable, task: Int, best: Int, posterior: [Double], value: Double
  ) -> Interval? {
    if classes < 2 { return nil }
    let row = task * classes
    var next = -1
    for k in 0..<classes where k != best {
      if next < 0 || posterior[row + k] > posterior[row + next] { next = k }
    }
    var spread = 0.0
    var cells: [Int: Double] = [:]
    for place in table.byTask.range(task) {
      // The same cell used twice moves twice as far.
      let cell = Int(table.byTask.other[place]) * classes + Int(table.byTask.label[place])
      cells[cell, default: 0] += 1
    }
    for cell in cells.keys.sorted() {
      let times = cells[cell] ?? 0
      let (worker, l) = cell.quotientAndRemainder(dividingBy: classes)
      spread += times * times * (variance(worker, l, best) + variance(worker, l, next))
    }
    let odds = log(value / max(1 - value, 1e-300))
    let half = 1.959963984540054 * spread.squareRoot()
    return Interval(
      lower: 1 / (1 + exp(-(odds - half))), upper: 1 / (1 + exp(-(odds + half))), level: 0.95,
      method: .deltaMethod)
  }
}
