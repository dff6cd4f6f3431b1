import Essentials
import Statistics

/// Weighted votes: majority, Wawa, zero-based skill, gold-weighted majority.
struct Voting {
  let table: AnswerTable
  let options: AggregationOptions

  func run(_ method: AggregationMethod) throws -> AggregationResult {
    switch method {
    case .wawa: return try wawa()
    case .zeroBasedSkill: return try zeroBasedSkill()
    case .goldMajority: return try goldMajority()
    default: return try majority()
    }
  }

  /// The share of weight that each label of each task got, tasks × labels.
  func shares(weights: [Double]?) -> [Double] {
    let classes = table.labels.count
    var shares = [Double](repeating: 0, count: table.tasks.count * classes)
    for task in table.tasks.indices {
      var total = 0.0
      for place in table.byTask.range(task) {
        let weight = weights?[Int(table.byTask.other[place])] ?? 1
        shares[task * classes + Int(table.byTask.label[place])] += weight
        total += weight
      }
      if total > 0 { for label in 0..<classes { shares[task * classes + label] /= total } }
    }
    return shares
  }

  /// For each worker the share of answers that are among the best labels, ties by their share.
  func agreement(with shares: [Double]) -> [Double] {
    let classes = table.labels.count
    var credit = [Double](repeating: 0, count: shares.count)
    for task in table.tasks.indices {
      let row = task * classes..<(task + 1) * classes
      let best = shares[row].max() ?? 0
      let ties = row.filter { shares[$0] >= best - Conclusion.tieTolerance }
      if best > 0 { for place in ties { credit[place] = 1 / Double(ties.count) } }
    }
    return table.workers.indices.map { worker in
      let range = table.byWorker.range(worker)
      if range.isEmpty { return 0 }
      let right = range.reduce(0.0) {
        $0 + credit[Int(table.byWorker.other[$1]) * classes + Int(table.byWorker.label[$1])]
      }
      return right / Double(range.count)
    }
  }

  private func majority() throws -> AggregationResult {
    let shares = shares(weights: nil)
    return try result(
      .majority, shares, weights: nil, skills: agreement(with: shares).map { $0 },
      meaning: "share of the worker's answers that agree with the majority, ties by their share")
  }

  private func wawa() throws -> AggregationResult {
    let skills = agreement(with: shares(weights: nil))
    return try result(
      .wawa, shares(weights: skills), weights: skills, skills: skills,
      meaning: "share of the worker's answers that agree with the majority, the vote's weight")
  }

  /// Skills start at chance and move to agreement: 100 steps, the rate cut by a tenth every ten.
  ///
  /// The idea of the ZeroBasedSkill of crowd-kit; there is no objective to converge to.
  private func zeroBasedSkill() throws -> AggregationResult {
    var skills = [Double](
      repeating: 1 / Double(max(1, table.labels.count)) + 1e-5, count: table.workers.count)
    var rate = 1.0
    for step in 1...100 {
      if step % 10 == 0 { rate *= 0.9 }
      let agreement = agreement(with: shares(weights: skills))
      for worker in skills.indices { skills[worker] += rate * (agreement[worker] - skills[worker]) }
    }
    return try result(
      .zeroBasedSkill, shares(weights: skills), weights: skills, skills: skills, iterations: 100,
      meaning: "agreement with the weighted majority after 100 steps, the vote's weight")
  }

  private func goldMajority() throws -> AggregationResult {
    if options.gold.isEmpty {
      throw Failure(
        .missingInput, "gold-majority weighs workers by tasks whose label is known, and none is",
        remedy: "Give such tasks with --gold FILE (columns task,label)")
    }
    let gold = try GoldLabels(options.gold, table)
    var skills = [Double?](repeating: nil, count: table.workers.count)
    var counts = [Proportion](
      repeating: Proportion(events: 0, trials: 0), count: table.workers.count)
    for worker in table.workers.indices {
      var right = 0
      var seen = 0
      for place in table.byWorker.range(worker) {
        let known = gold.label[Int(table.byWorker.other[place])]
        if known < 0 { continue }
        seen += 1
        if known == table.byWorker.label[place] { right += 1 }
      }
      counts[worker] = Proportion(events: right, trials: seen)
      skills[worker] = counts[worker].rate
    }
    if skills.allSatisfy({ $0 == nil }) {
      throw Failure(
        .notMeasurable, "no worker answered a task whose label is known",
        remedy: "Give known labels for tasks that were answered")
    }
    let unseen = skills.count { $0 == nil }
    return try result(
      .goldMajority, shares(weights: skills.map { $0 ?? 0 }), weights: skills.map { $0 ?? 0 },
      skills: skills, counts: counts,
      meaning: "share of known tasks that the worker has right, the vote's weight",
      notes: unseen == 0
        ? [] : ["\(unseen) workers answered no task whose label is known: their votes do not count"]
    )
  }

  private func result(
    _ method: AggregationMethod, _ shares: [Double], weights: [Double]?, skills: [Double?],
    counts: [Proportion]? = nil, iterations: Int = 0, meaning: String, notes: [String] = []
  ) throws -> AggregationResult {
    let conclusion = Conclusion(table: table, options: options)
    let table = table
    let items = try conclusion.items(shares) { task, _, share in
      Proportion.wilson(
        share: share,
        weights: table.byTask.range(task).map { weights?[Int(table.byTask.other[$0])] ?? 1 })
    }
    let workers = table.workers.indices.map { worker in
      let answers = table.byWorker.range(worker).count
      let trials = counts?[worker].trials ?? answers
      let interval = skills[worker].flatMap { skill in
        trials == 0
          ? nil
          : Proportion.wilson(rate: min(1, max(0, skill)), trials: Double(trials), level: 0.95)
      }
      return AggregationResult.Worker(
        worker: table.workers[worker], answers: answers, skill: skills[worker],
        interval: interval, confusion: nil,
        note: skills[worker] == nil ? "answered no task whose label is known: not counted" : nil)
    }
    return AggregationResult(
      method: method, logLikelihood: nil, tieRule: options.tieRule, objective: nil,
      objectiveName: nil, iterations: iterations, converged: true,
      convergence: iterations == 0 ? "one step" : "a fixed number of steps, no objective",
      classes: table.labels, classShares: conclusion.classShares(shares), skillMeaning: meaning,
      notes: conclusion.notes + notes, labels: items, workers: workers)
  }
}

extension Proportion {
  /// Wilson's interval of a share of weighted votes, over Kish's effective number of equal votes.
  ///
  /// That number is (Σw)²/Σw²; nil where no vote has weight.
  static func wilson(share: Double, weights: [Double]) -> Interval? {
    let sum = weights.reduce(0, +)
    let squares = weights.reduce(0) { $0 + $1 * $1 }
    if squares <= 0 { return nil }
    return wilson(rate: min(1, max(0, share)), trials: sum * sum / squares, level: 0.95)
  }
}
