import Essentials
import Foundation
import Review
import Testing

@Suite struct AggregationTests {
  /// A crowd of confusion tables, drawn by hand here so that nothing of the library is its own judge.
  static func crowd(
    tasks: Int, workers: Int, classes: Int, each: Int, seed: UInt64
  ) throws -> (table: AnswerTable, truth: [String: String]) {
    var random = RandomStream(seed: seed)
    let skills = (0..<workers).map { _ in random.uniform(in: 0.35..<0.95) }
    var answers: [Answer] = []
    var truth: [String: String] = [:]
    for task in 0..<tasks {
      let label = random.index(below: classes)
      truth["t\(task)"] = "\(label)"
      for _ in 0..<each {
        let worker = random.index(below: workers)
        let given =
          random.chance(skills[worker])
          ? label : (label + 1 + random.index(below: max(1, classes - 1))) % classes
        answers.append(Answer(task: "t\(task)", worker: "w\(worker)", label: "\(given)"))
      }
    }
    return (try AnswerTable(answers), truth)
  }

  static func aggregate(
    _ table: AnswerTable, _ method: AggregationMethod,
    _ change: (inout AggregationOptions) -> Void = { _ in }
  ) throws -> AggregationResult {
    var options = AggregationOptions()
    change(&options)
    return try Aggregator(table, options: options).aggregate(method)
  }

  /// The log-likelihood of a fitted confusion model by summing over *all labelings of all tasks*: no
  /// factorisation over tasks, no log-space, nothing shared with the implementation.
  @Test(arguments: [(2, 1), (2, 2), (3, 3)]) func logLikelihoodIsTheSumOverAllLabelings(
    classes: Int, seed: Int
  ) throws {
    let (table, _) = try Self.crowd(
      tasks: 6, workers: 3, classes: classes, each: 4, seed: UInt64(seed))
    for method in [AggregationMethod.dawidSkene, .oneCoin] {
      let result = try Self.aggregate(table, method)
      let k = table.labels.count
      var confusion: [String: [[Double]]] = [:]
      for worker in result.workers {
        let skill = try #require(worker.skill)
        let wrong = (1 - skill) / Double(k - 1)
        confusion[worker.worker] =
          worker.confusion ?? (0..<k).map { a in (0..<k).map { $0 == a ? skill : wrong } }
      }
      let answers = table.answers
      var total = 0.0
      var marginal = [Double](repeating: 0, count: table.tasks.count * k)
      var labeling = [Int](repeating: 0, count: table.tasks.count)
      enumerate: while true {
        var probability = 1.0
        for label in labeling { probability *= result.classShares[label] }
        for answer in answers {
          let task = try #require(table.tasks.firstIndex(of: answer.task))
          let given = try #require(table.labels.firstIndex(of: answer.label))
          probability *= try #require(confusion[answer.worker])[labeling[task]][given]
        }
        total += probability
        for (task, label) in labeling.enumerated() { marginal[task * k + label] += probability }
        var digit = 0
        while true {
          if digit == labeling.count { break enumerate }
          labeling[digit] += 1
          if labeling[digit] < k { break }
          labeling[digit] = 0
          digit += 1
        }
      }
      let logLikelihood = try #require(result.logLikelihood)
      #expect(abs(log(total) - logLikelihood) < 1e-9, "\(method)")
      for (task, item) in result.labels.enumerated() {
        for label in 0..<k {
          let exact = marginal[task * k + label] / total
          #expect(abs(item.posteriors[label] - exact) < 1e-9, "\(method)")
        }
      }
    }
  }

  @Test(arguments: AggregationMethod.allCases.filter { $0 != .goldMajority })
  func theSameAtAnyThreadCount(method: AggregationMethod) throws {
    let (table, _) = try Self.crowd(tasks: 9000, workers: 300, classes: 2, each: 4, seed: 5)
    var results: [AggregationResult] = []
    for threads in [1, 2, 5] {
      results.append(
        try Self.aggregate(table, method) {
          $0.threads = threads
          $0.maximumIterations = 20
          $0.restarts = 3
          $0.tieRule = .random
        })
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  @Test(arguments: AggregationMethod.allCases) func everyMethodBeatsOneAnswer(
    method: AggregationMethod
  ) throws {
    let (table, truth) = try Self.crowd(tasks: 600, workers: 40, classes: 2, each: 7, seed: 12)
    let result = try Self.aggregate(table, method) {
      $0.gold = truth.filter { $0.key.hasSuffix("7") }
    }
    let (right, of) = result.accuracy(against: truth)
    #expect(of == 600 && right / Double(of) > 0.74, "\(method): \(right)")
    #expect(result.converged)
    for item in result.labels {
      let posterior = try #require(item.posterior)
      #expect(posterior > 0 && posterior <= 1 + 1e-12)
      #expect(abs(item.posteriors.reduce(0, +) - 1) < 1e-9)
      if method != .dawidSkene && method != .oneCoin && method != .mace {
        let interval = try #require(item.interval)
        #expect(interval.lower <= posterior + 1e-9 && posterior <= interval.upper + 1e-9)
      }
    }
  }

  /// Wawa by dictionaries of names, the long way.
  @Test func wawaIsTheWeightedMajority() throws {
    let (table, _) = try Self.crowd(tasks: 300, workers: 60, classes: 3, each: 4, seed: 21)
    var votes: [String: [String: Double]] = [:]
    for answer in table.answers { votes[answer.task, default: [:]][answer.label, default: 0] += 1 }
    var right: [String: Double] = [:]
    var given: [String: Double] = [:]
    for answer in table.answers {
      let cast = votes[answer.task] ?? [:]
      let most = cast.values.max() ?? 0
      let best = cast.filter { $0.value == most }
      given[answer.worker, default: 0] += 1
      if best[answer.label] != nil { right[answer.worker, default: 0] += 1 / Double(best.count) }
    }
    var weighted: [String: [String: Double]] = [:]
    for answer in table.answers {
      weighted[answer.task, default: [:]][answer.label, default: 0] +=
        (right[answer.worker] ?? 0) / (given[answer.worker] ?? 1)
    }
    let result = try Self.aggregate(table, .wawa)
    var changed = 0
    for (item, plain) in zip(result.labels, try Self.aggregate(table, .majority).labels) {
      let cast = try #require(weighted[item.task])
      let label = try #require(item.label)
      let posterior = try #require(item.posterior)
      #expect(abs(posterior - (cast[label] ?? 0) / cast.values.reduce(0, +)) < 1e-12)
      #expect((cast[label] ?? 0) >= (cast.values.max() ?? 0) - 1e-12)
      if plain.label != label { changed += 1 }
    }
    #expect(changed > 0, "weights that change nothing prove nothing")
  }

  /// The crowd of Karger, Oh and Shah, drawn by hand: most guess, some know.
  ///
  /// Message passing must do better than votes; a KOS that starts anew each round stays at chance.
  @Test func messagePassingBeatsVotesAmongSpammers() throws {
    var random = RandomStream(seed: 3)
    var answers: [Answer] = []
    var truth: [String: String] = [:]
    for task in 0..<1000 {
      let label = random.chance(0.5) ? "yes" : "no"
      truth["\(task)"] = label
      for _ in 0..<9 {
        let worker = random.index(below: 200)
        let right = worker % 3 == 0 ? random.chance(0.95) : random.chance(0.5)
        let given = right ? label : (label == "yes" ? "no" : "yes")
        answers.append(Answer(task: "\(task)", worker: "\(worker)", label: given))
      }
    }
    let table = try AnswerTable(answers)
    let votes = try Self.aggregate(table, .majority).accuracy(against: truth).right
    let messages = try Self.aggregate(table, .kos).accuracy(against: truth).right
    #expect(messages > votes + 30, "\(messages) against \(votes)")
  }

  /// Three people who guess answer everything, and often alike: sums follow them to chance level.
  @Test func messagePassingIsNotLedByTheBusiest() throws {
    var random = RandomStream(seed: 12)
    var answers: [Answer] = []
    var truth: [String: String] = [:]
    for task in 0..<600 {
      let label = random.chance(0.5) ? "yes" : "no"
      truth["\(task)"] = label
      func add(_ worker: String, _ accuracy: Double) {
        let given = random.chance(accuracy) ? label : (label == "yes" ? "no" : "yes")
        answers.append(Answer(task: "\(task)", worker: worker, label: given))
      }
      for busy in 0..<3 { add("busy \(busy)", 0.5) }
      // The busy agree with each other more often than chance: two of them copy the third.
      if random.chance(0.4) {
        let copied = answers[answers.count - 3].label
        for back in 1...2 {
          answers[answers.count - back] = Answer(
            task: "\(task)", worker: "busy \(3 - back)", label: copied)
        }
      }
      for worker in 0..<7 { add("w \((task * 7 + worker) % 90)", 0.85) }
    }
    let table = try AnswerTable(answers)
    let (right, of) = try Self.aggregate(table, .kos).accuracy(against: truth)
    #expect(right > 0.93 * Double(of), "\(right) of \(of)")
  }

  @Test func startsOfMaceAreDistinctAndTheBestIsKept() throws {
    let (table, _) = try Self.crowd(tasks: 60, workers: 12, classes: 3, each: 4, seed: 77)
    var bounds: [Double] = []
    for restarts in [1, 3, 10] {
      let result = try Self.aggregate(table, .mace) {
        $0.restarts = restarts
        $0.seed = 4
      }
      bounds.append(try #require(result.objective))
    }
    #expect(bounds[0] <= bounds[1] && bounds[1] <= bounds[2])
    let early = try (0..<4).map { seed in
      try Self.aggregate(table, .mace) {
        $0.restarts = 1
        $0.maximumIterations = 1
        $0.seed = UInt64(seed)
      }.objective
    }
    #expect(Set(early).count == 4)
  }

  @Test func gladIsAtAStationaryPointAndBeatsItsStart() throws {
    let (table, _) = try Self.crowd(tasks: 200, workers: 20, classes: 3, each: 5, seed: 8)
    let result = try Self.aggregate(table, .glad) { $0.tolerance = 1e-13 }
    #expect(result.converged)
    let objective = try #require(result.objective)
    let start = try #require(
      try Self.aggregate(table, .glad) { $0.maximumIterations = 0 }.objective)
    #expect(objective > start)
  }

  @Test func goldIsClamped() throws {
    let (table, truth) = try Self.crowd(tasks: 50, workers: 10, classes: 2, each: 5, seed: 2)
    let gold = Dictionary(
      uniqueKeysWithValues: truth.filter { Int($0.key.dropFirst()) ?? 0 < 10 }
        .map { ($0.key, $0.value == "0" ? "1" : "0") })
    let result = try Self.aggregate(table, .dawidSkene) { $0.gold = gold }
    for item in result.labels {
      if let known = gold[item.task] { #expect(item.label == known && item.posterior == 1) }
    }
    #expect(throws: Failure.self) {
      _ = try Self.aggregate(table, .dawidSkene) { $0.gold = ["t1": "7"] }
    }
  }
}
