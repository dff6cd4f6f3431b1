public import Essentials
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Adds the algorithm's calibrated score to people's answers as one more, correlated, voice.
///
/// Where answers and scores alone are known, the score is calibrated and the workers are learned
/// together, by expectation maximisation; known labels are clamped. Tasks that nobody answered help
/// to calibrate and get the score's own posterior.
public struct ScoreCombiner: Sendable {
  private let table: AnswerTable
  private let data: ScoreCombinerModel.Data
  private let tasks: [String]
  private let same: Int
  private let replicates: Int
  private let seed: UInt64
  private let threads: Int
  private let notes: [String]

  /// Prepares the combination of `table` and `scores`.
  ///
  /// - Parameters:
  ///   - table: the answers, of exactly two labels.
  ///   - scores: the score of each task, also of tasks that nobody answered.
  ///   - lowerIsMoreAlike: whether the score is a distance.
  ///   - sameLabel: the label that says "same person"; the last in order if nil.
  ///   - gold: known labels by task.
  ///   - replicates: how often tasks are drawn again for the intervals; 0 for none,
  ///     ``defaultReplicates(answers:)`` if nil.
  ///   - seed: the seed of the replicates.
  ///   - threads: how many threads to use; the result does not depend on it.
  /// - Throws: ``Failure``: `notMeasurable` where there are no answers, not two labels, or no spread of
  ///   scores; `mismatchedInput` where answered tasks lack a score or `sameLabel` does not occur.
  public init(
    _ table: AnswerTable, scores: [String: Double], lowerIsMoreAlike: Bool = false,
    sameLabel: String? = nil, gold: [String: String] = [:], replicates: Int? = nil,
    seed: UInt64 = 0, threads: Int = Parallel.defaultThreads
  ) throws {
    guard table.labels.count == 2 else {
      throw Failure(
        .notMeasurable, "answers have \(table.labels.count) labels, and a score has two classes",
        remedy: "Give answers with exactly two labels")
    }
    guard let same = table.labels.firstIndex(of: sameLabel ?? table.labels[1]) else {
      throw Failure(
        .mismatchedInput, "no answer is \"\(sameLabel ?? "")\"",
        remedy: "The labels are \"\(table.labels[0])\" and \"\(table.labels[1])\"")
    }
    let missing = table.tasks.filter { scores[$0] == nil }
    if let first = missing.first {
      throw Failure(
        .mismatchedInput,
        "\(missing.count) answered tasks have no score, the first is \"\(first)\"",
        remedy: "Give each a score, or leave its answers out")
    }
    let answered = Set(table.tasks)
    let others = scores.keys.filter { !answered.contains($0) }.sorted {
      AnswerOrder.precedes($0, $1)
    }
    tasks = table.tasks + others
    let raw = tasks.map { (lowerIsMoreAlike ? -1 : 1) * (scores[$0] ?? 0) }
    let mean = raw.reduce(0) { $0 + $1 / Double(raw.count) }
    let variance = raw.reduce(0) { $0 + ($1 - mean) * ($1 - mean) / Double(raw.count) }
    guard variance > 0, variance.isFinite, raw.allSatisfy(\.isFinite) else {
      throw Failure(
        .notMeasurable, "all scores are the same or beyond reach",
        remedy: "Give finite scores that differ")
    }
    var known = [Int8](repeating: -1, count: tasks.count)
    var unused = 0
    if !gold.isEmpty {
      var number: [String: Int] = [:]
      for (index, task) in tasks.enumerated() { number[task] = index }
      for (task, label) in gold {
        guard let place = table.labels.firstIndex(of: label) else {
          throw Failure(
            .mismatchedInput, "the known label \"\(label)\" is none of the answers'",
            remedy: "Use \"\(table.labels[0])\" and \"\(table.labels[1])\"")
        }
        if let index = number[task] { known[index] = place == same ? 1 : 0 } else { unused += 1 }
      }
    }
    var start: [Int] = [0]
    var worker: [Int32] = []
    var saysSame: [Bool] = []
    for task in tasks.indices {
      if task < table.tasks.count {
        for place in table.byTask.range(task) {
          worker.append(table.byTask.other[place])
          saysSame.append(Int(table.byTask.label[place]) == same)
        }
      }
      start.append(worker.count)
    }
    data = ScoreCombinerModel.Data(
      scores: raw.map { ($0 - mean) / variance.squareRoot() }, start: start, worker: worker,
      saysSame: saysSame, known: known, workers: table.workers.count)
    var notes: [String] = []
    if !others.isEmpty { notes.append("\(others.count) tasks have a score and no answer") }
    if unused > 0 { notes.append("\(unused) known labels are of tasks without answer or score") }
    if table.repeatedAnswers > 0 {
      notes.append("\(table.repeatedAnswers) answers repeat an earlier one; each counts")
    }
    self.notes = notes
    self.table = table
    self.same = same
    self.replicates = replicates ?? ScoreCombiner.defaultReplicates(answers: table.count)
    self.seed = seed
    self.threads = threads
  }

  /// How many replicates keep the wait within a minute or so: 200, fewer for large tables, at least 20.
  public static func defaultReplicates(answers: Int) -> Int {
    min(200, max(20, 4_000_000 / max(1, answers)))
  }

  private struct Fit: Sendable {
    var model: ScoreCombinerModel
    var beliefs: [Double]
    var logLikelihood: Double
    var objective: Double
    var iterations: Int
    var converged: Bool
  }

  /// Iterates until the objective's relative change is below `tolerance`.
  private func fit(
    _ start: ScoreCombinerModel, weights: [Double]?, tolerance: Double, most: Int
  ) -> Fit {
    var model = start
    var (beliefs, likelihood) = model.expectation(data, weights: weights)
    var objective = likelihood + model.penalty
    var iterations = 0
    var converged = false
    while iterations < most && !converged {
      model.maximise(data, beliefs: beliefs, weights: weights)
      (beliefs, likelihood) = model.expectation(data, weights: weights)
      let next = likelihood + model.penalty
      converged = abs(next - objective) <= tolerance * abs(next)
      objective = next
      iterations += 1
    }
    return Fit(
      model: model, beliefs: beliefs, logLikelihood: likelihood, objective: objective,
      iterations: iterations, converged: converged)
  }

  /// Combines.
  ///
  /// - Throws: ``Failure`` (`mismatchedInput`) where higher scores go with the other label.
  /// - Complexity: O((iterations + 30 · replicates) · answers).
  public func combine() throws -> CombinedResult {
    let fit = fit(ScoreCombinerModel(data), weights: nil, tolerance: 1e-9, most: 5000)
    let model = fit.model
    let sensitivity = (model.means[1] - model.means[0]) / model.deviation
    if sensitivity < -0.2 {
      throw Failure(
        .mismatchedInput,
        "scores are lower where people say \"\(table.labels[same])\": the polarity is the other way",
        remedy: "Say --distance for distances, or name the label that says same with --same")
    }
    let draws = try Parallel.map(count: replicates, threads: threads) { replicate in
      var random = RandomStream(seed: seed, purpose: "combine-bootstrap", item: replicate)
      var weights = [Double](repeating: 0, count: tasks.count)
      for _ in tasks.indices { weights[random.index(below: tasks.count)] += 1 }
      return self.fit(model, weights: weights, tolerance: 1e-6, most: 30).model
    }
    let items = try Parallel.map(count: tasks.count, threads: threads) { task in
      item(task, fit, draws)
    }
    let workers = table.workers.indices.map { worker in
      CombinedResult.Worker(
        worker: table.workers[worker], answers: table.byWorker.range(worker).count,
        hitRate: model.rate(worker: worker, class: 1),
        falsePassRate: model.rate(worker: worker, class: 0))
    }
    func estimate(_ value: (ScoreCombinerModel) -> Double) -> CombinedResult.Estimate {
      CombinedResult.Estimate(
        value: value(model), interval: ScoreCombiner.percentiles(draws.map(value)))
    }
    return CombinedResult(
      limits: [
        "Scores are taken as normal within each class with one spread, people's evidence as normal "
          + "and as correlated with the score as everyone else's",
        "Nothing here is checked against the truth unless labels are known",
      ], sameLabel: table.labels[same], differentLabel: table.labels[1 - same],
      prevalence: estimate(\.share),
      machineSensitivity: estimate { ($0.means[1] - $0.means[0]) / $0.deviation },
      correlation: estimate(\.correlation), logLikelihood: fit.logLikelihood,
      objective: fit.objective, iterations: fit.iterations, converged: fit.converged, notes: notes,
      labels: items, workers: workers)
  }

  private func item(
    _ task: Int, _ fit: Fit, _ draws: [ScoreCombinerModel]
  ) -> CombinedResult.Item {
    let belief = fit.beliefs[task]
    let saysSame = belief > 0.5
    let votes = data.start[task]..<data.start[task + 1]
    var interval: Interval?
    if data.known[task] < 0, draws.count > 1 {
      let odds = draws.map { model in
        let joint = model.logJoint(data, task: task)
        return joint.same - joint.different
      }
      let mean = odds.reduce(0, +) / Double(odds.count)
      let square = odds.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(odds.count - 1)
      let half = 1.959963984540054 * square.squareRoot()
      let joint = fit.model.logJoint(data, task: task)
      let centre = (saysSame ? 1 : -1) * (joint.same - joint.different)
      interval = Interval(
        lower: 1 / (1 + exp(half - centre)), upper: 1 / (1 + exp(-half - centre)), level: 0.95,
        method: .simulated)
    }
    return CombinedResult.Item(
      task: tasks[task], label: table.labels[saysSame ? same : 1 - same],
      posterior: saysSame ? belief : 1 - belief, interval: interval,
      undecided: belief == 0.5 || interval?.contains(0.5) ?? false,
      scoreAlone: 1 / (1 + exp(-fit.model.scoreLogOdds(data.scores[task]))),
      votes: Proportion(events: votes.count { data.saysSame[$0] }, trials: votes.count))
  }

  private static func percentiles(_ values: [Double]) -> Interval? {
    let sorted = values.filter(\.isFinite).sorted()
    if sorted.count < 2 { return nil }
    let last = Double(sorted.count - 1)
    return Interval(
      lower: sorted[Int(0.025 * last)], upper: sorted[Int((0.975 * last).rounded(.up))],
      level: 0.95, method: .simulated)
  }
}
