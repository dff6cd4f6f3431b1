import Essentials
import Statistics

/// Turns answers into labels by any of the methods.
public struct Aggregator: Sendable {
  /// The answers.
  public let table: AnswerTable
  /// How to aggregate.
  public let options: AggregationOptions

  /// Makes it.
  public init(_ table: AnswerTable, options: AggregationOptions = AggregationOptions()) {
    self.table = table
    self.options = options
  }

  /// The labels by `method`.
  ///
  /// - Throws: ``Failure``: `notMeasurable` with no answers; `mismatchedInput` for KOS with more than
  ///   two labels or known labels that nobody used; `missingInput` for gold-weighted majority
  ///   without known labels.
  /// - Complexity: O(iterations · (answers · labels + workers · labels²)).
  public func aggregate(_ method: AggregationMethod) throws -> AggregationResult {
    if table.count == 0 {
      throw Failure(
        .notMeasurable, "there are no answers to aggregate",
        remedy: "Give at least one row of task, worker and label")
    }
    let size = table.workers.count.multipliedReportingOverflow(
      by: table.labels.count * table.labels.count)
    if size.overflow || size.partialValue > 1 << 28 {
      throw Failure(
        .unavailable,
        "\(table.workers.count) workers × \(table.labels.count)² labels need more than 2 GiB a table",
        remedy: "Use majority or wawa, or merge labels")
    }
    // With one label every model is trivial; majority says all there is.
    if table.labels.count == 1, method != .goldMajority { return try oneLabel(method) }
    switch method {
    case .majority, .wawa, .zeroBasedSkill, .goldMajority:
      return try Voting(table: table, options: options).run(method)
    case .dawidSkene: return try dawidSkene()
    case .oneCoin: return try oneCoin()
    case .mace: return try mace()
    case .glad: return try glad()
    case .kos: return try kos()
    }
  }

  private var conclusion: Conclusion { Conclusion(table: table, options: options) }

  private func oneLabel(_ method: AggregationMethod) throws -> AggregationResult {
    let result = try Voting(table: table, options: options).run(.majority)
    return AggregationResult(
      method: method, logLikelihood: method.hasLikelihood ? 0 : nil, tieRule: options.tieRule,
      objective: nil, objectiveName: nil, iterations: 0, converged: true,
      convergence: "one label: nothing to iterate", classes: result.classes,
      classShares: result.classShares, skillMeaning: "not measurable with one label",
      notes: result.notes, labels: result.labels,
      workers: result.workers.map {
        AggregationResult.Worker(
          worker: $0.worker, answers: $0.answers, skill: nil, interval: nil, confusion: nil,
          note: "not measurable with one label")
      })
  }

  private func dawidSkene() throws -> AggregationResult {
    let gold = try GoldLabels(options.gold, table)
    let engine = ExpectationMaximisation(table: table, gold: gold, threads: options.threads)
    let model = DawidSkeneModel(
      workers: table.workers.count, classes: table.labels.count, smoothing: options.smoothing)
    let state = try engine.run(
      model, from: engine.softMajority(), tolerance: options.tolerance,
      maximumIterations: options.maximumIterations)
    return try conclusion.result(
      .dawidSkene, state, gold: gold, skill: nil,
      meaning: "expected share of the worker's answers that are right",
      objectiveName: options.smoothing > 0 ? "log-likelihood with Dirichlet prior" : nil,
      showsConfusion: true)
  }

  private func oneCoin() throws -> AggregationResult {
    let gold = try GoldLabels(options.gold, table)
    let engine = ExpectationMaximisation(table: table, gold: gold, threads: options.threads)
    let model = OneCoinModel(workers: table.workers.count, classes: table.labels.count)
    let state = try engine.run(
      model, from: engine.softMajority(), tolerance: options.tolerance,
      maximumIterations: options.maximumIterations)
    return try conclusion.result(
      .oneCoin, state, gold: gold, skill: { state.model.accuracies[$0] },
      meaning: "the worker's probability of being right", showsConfusion: false)
  }

  private func mace() throws -> AggregationResult {
    let gold = try GoldLabels(options.gold, table)
    // Many starts side by side when they are small; one after the other, each over all threads, when
    // they are large. Either way the numbers are the same.
    let small = table.count < 100_000
    let engine = ExpectationMaximisation(
      table: table, gold: gold, threads: small ? 1 : options.threads)
    let states = try Parallel.map(
      count: max(1, options.restarts), threads: small ? options.threads : 1
    ) { restart in
      let model = MaceModel(
        workers: table.workers.count, classes: table.labels.count, seed: options.seed,
        restart: restart)
      return try engine.accelerated(
        model, tolerance: options.tolerance, maximumIterations: options.maximumIterations)
    }
    var best = states[0]
    for state in states.dropFirst() where state.objective > best.objective { best = state }
    let competence = best.model.competence
    return try conclusion.result(
      .mace, best, gold: gold, skill: { competence[$0] },
      meaning: "the expected probability that the worker knows instead of guessing",
      objectiveName: "variational bound (best of \(states.count) different starts)",
      showsConfusion: false)
  }

  private func glad() throws -> AggregationResult {
    let fit = try Glad(table: table, threads: options.threads).fit(
      tolerance: options.tolerance, maximumIterations: options.maximumIterations)
    let spread = GladSpread(table: table, fit: fit)
    let items = try conclusion.items(fit.posterior) { task, best, _ in
      spread.interval(task: task, best: best)
    }
    return AggregationResult(
      method: .glad, logLikelihood: fit.logLikelihood, tieRule: options.tieRule,
      objective: fit.outcome.value, objectiveName: "log-likelihood with N(1, 1) priors",
      iterations: fit.outcome.iterations, converged: fit.outcome.converged,
      convergence:
        "the objective changed by at most \(options.tolerance) of itself in two steps in a row",
      classes: table.labels, classShares: conclusion.classShares(fit.posterior),
      skillMeaning: "ability α: the logit of being right on a task of ease e^β = 1",
      notes: conclusion.notes, labels: items,
      workers: table.workers.indices.map {
        AggregationResult.Worker(
          worker: table.workers[$0], answers: table.byWorker.range($0).count,
          skill: fit.abilities[$0], interval: nil, confusion: nil,
          note: fit.abilities[$0] < 0 ? "answers against the others" : nil)
      })
  }

  private func kos() throws -> AggregationResult {
    guard table.labels.count == 2 else {
      throw Failure(
        .mismatchedInput, "KOS is for two labels, and \(table.labels.count) occur",
        remedy: "Use dawid-skene, glad or mace")
    }
    let fit = Kos(table: table, options: options).fit()
    let table = table
    var shares: [Double] = []
    for (belief, weight) in zip(fit.beliefs, fit.weights) {
      let share = weight > 0 ? (1 + belief / weight) / 2 : 0.5
      shares += [1 - share, share]
    }
    return AggregationResult(
      method: .kos, logLikelihood: nil, tieRule: options.tieRule, objective: nil,
      objectiveName: nil, iterations: fit.iterations, converged: true,
      convergence: "a fixed number of rounds, no objective", classes: table.labels,
      classShares: conclusion.classShares(shares),
      skillMeaning: "mean message of the worker: reliability up to scale",
      notes: conclusion.notes + ["KOS gives shares of weighted votes, not probabilities"]
        + (fit.iterations == 0 ? ["No two workers share two tasks: each answer is one vote"] : []),
      labels: try conclusion.items(shares) { task, _, share in
        let votes = table.byTask.range(task).map { abs(fit.messages[$0]) }
        return Proportion.wilson(share: share, weights: votes)
      },
      workers: table.workers.indices.map {
        AggregationResult.Worker(
          worker: table.workers[$0], answers: table.byWorker.range($0).count,
          skill: fit.reliabilities[$0], interval: nil, confusion: nil,
          note: fit.reliabilities[$0] < 0 ? "answers against the others" : nil)
      })
  }
}

extension AggregationMethod {
  /// Whether the method maximises or reports a likelihood.
  public var hasLikelihood: Bool {
    switch self {
    case .dawidSkene, .oneCoin, .glad, .mace: true
    case .majority, .wawa, .zeroBasedSkill, .goldMajority, .kos: false
    }
  }
}
