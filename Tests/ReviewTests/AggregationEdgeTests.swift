import Essentials
import Foundation
import Review
import Testing

/// The defects found in other libraries, each an explicit outcome here.
@Suite struct AggregationEdgeTests {
  static func table(_ rows: [(String, String, String)]) throws -> AnswerTable {
    try AnswerTable(rows.map { Answer(task: $0.0, worker: $0.1, label: $0.2) })
  }

  @Test(arguments: TieRule.allCases) func tiesFollowTheRule(rule: TieRule) throws {
    // "b" is answered first, so a tie by order of appearance would choose it.
    let table = try Self.table([("1", "x", "b"), ("1", "y", "a"), ("2", "x", "b"), ("2", "y", "b")])
    let result = try Aggregator(table, options: AggregationOptions(tieRule: rule)).aggregate(
      .majority)
    let tie = result.labels[0]
    #expect(tie.undecided && tie.tied == ["a", "b"])
    #expect(result.labels[1].label == "b" && !result.labels[1].undecided)
    let (right, _) = result.accuracy(against: ["1": "b", "2": "b"])
    switch rule {
    case .lowest: #expect(tie.label == "a" && right == 1)
    case .fractional: #expect(tie.label == "a" && right == 1.5)
    case .abstain: #expect(tie.label == nil && right == 1)
    case .random: #expect(tie.label == "a" || tie.label == "b")
    }
  }

  @Test func randomTiesAreFairAndSeeded() throws {
    let rows = (0..<2000).flatMap { [("\($0)", "x", "a"), ("\($0)", "y", "b")] }
    let table = try Self.table(rows)
    func labels(_ seed: UInt64) throws -> [String?] {
      try Aggregator(table, options: AggregationOptions(tieRule: .random, seed: seed))
        .aggregate(.majority).labels.map(\.label)
    }
    let first = try labels(1)
    #expect(try labels(1) == first)
    #expect(try labels(2) != first)
    let share = Double(first.count { $0 == "a" }) / 2000
    #expect(abs(share - 0.5) < 5 * 0.5 / 2000.0.squareRoot())
  }

  @Test(arguments: AggregationMethod.allCases) func noAnswersIsNotMeasurable(
    method: AggregationMethod
  ) throws {
    let empty = try Self.table([])
    #expect(throws: Failure.self) { _ = try Aggregator(empty).aggregate(method) }
  }

  @Test(arguments: AggregationMethod.allCases) func oneClassTeachesNothing(
    method: AggregationMethod
  ) throws {
    let table = try Self.table([("1", "x", "a"), ("1", "y", "a"), ("2", "y", "a")])
    let result = try Aggregator(table, options: AggregationOptions(gold: ["1": "a"])).aggregate(
      method)
    #expect(result.labels.allSatisfy { $0.label == "a" && $0.posterior == 1 })
    #expect(result.notes.contains { $0.contains("one label") })
  }

  @Test(arguments: AggregationMethod.allCases) func oneWorkerIsThatWorkersAnswers(
    method: AggregationMethod
  ) throws {
    let table = try Self.table([("1", "x", "a"), ("2", "x", "b"), ("3", "x", "a")])
    let result = try Aggregator(table, options: AggregationOptions(gold: ["1": "a"])).aggregate(
      method)
    #expect(result.labels.map(\.label) == ["a", "b", "a"], "\(method)")
    #expect(result.notes.contains { $0.contains("one worker") })
  }

  @Test(arguments: AggregationMethod.allCases) func aLabelThatAppearsOnceIsNoCrash(
    method: AggregationMethod
  ) throws {
    if method == .kos { return }
    let table = try Self.table([
      ("1", "x", "a"), ("1", "y", "a"), ("2", "x", "b"), ("2", "y", "b"), ("3", "x", "c"),
    ])
    let result = try Aggregator(table, options: AggregationOptions(gold: ["1": "a", "2": "b"]))
      .aggregate(method)
    #expect(result.classes == ["a", "b", "c"])
    #expect(result.labels.map(\.label) == ["a", "b", "c"], "\(method)")
    for item in result.labels { #expect(item.posteriors.allSatisfy { $0.isFinite }) }
  }

  @Test func repeatsCountAndAreNamed() throws {
    let table = try Self.table([
      ("1", "x", "a"), ("1", "x", "a"), ("1", "y", "b"), ("2", "y", "b"),
    ])
    #expect(table.repeatedAnswers == 1)
    let result = try Aggregator(table).aggregate(.majority)
    #expect(result.labels[0].label == "a")
    #expect(result.notes.contains { $0.hasPrefix("1 answers repeat") })
  }

  @Test func emptyAndMissingLabelsAreRefused() throws {
    for row in [("", "x", "a"), ("1", "", "a"), ("1", "x", ""), ("1", "x", "NaN")] {
      #expect(throws: Failure.self) { _ = try Self.table([row]) }
    }
  }

  @Test func unicodeNamesAreOneNameWhenEquivalent() throws {
    let table = try Self.table([
      ("é", "Ægir", "да"), ("e\u{301}", "道", "нет"), ("é", "Zoë", "нет"),
    ])
    #expect(table.tasks.count == 1 && table.workers.count == 3)
    let label = try Aggregator(table).aggregate(.majority).labels[0].label
    #expect(label == "нет")
  }

  @Test func numbersSortByValue() throws {
    let table = try Self.table([("1", "x", "10"), ("1", "y", "9"), ("1", "z", "-1")])
    #expect(table.labels == ["-1", "9", "10"])
    let mixed = try Self.table([("1", "x", "10"), ("1", "y", "9"), ("1", "z", "b")])
    #expect(mixed.labels == ["10", "9", "b"])
  }

  @Test func kosRefusesThreeLabels() throws {
    let table = try Self.table([("1", "x", "a"), ("1", "y", "b"), ("2", "y", "c")])
    #expect(throws: Failure.self) { _ = try Aggregator(table).aggregate(.kos) }
  }

  @Test func workersUnseenByGoldDoNotVote() throws {
    let table = try Self.table([
      ("1", "x", "a"), ("2", "x", "b"), ("2", "y", "a"), ("2", "z", "a"), ("3", "y", "a"),
    ])
    let result = try Aggregator(table, options: AggregationOptions(gold: ["1": "a"])).aggregate(
      .goldMajority)
    #expect(result.labels[1].label == "b")
    #expect(result.labels[2].label == nil && result.labels[2].undecided)
    #expect(result.workers[1].skill == nil && result.workers[1].note != nil)
    #expect(throws: Failure.self) { _ = try Aggregator(table).aggregate(.goldMajority) }
  }

  @Test func stoppingEarlyIsSaid() throws {
    let (table, _) = try AggregationTests.crowd(
      tasks: 100, workers: 10, classes: 2, each: 4, seed: 1)
    let result = try Aggregator(table, options: AggregationOptions(maximumIterations: 2))
      .aggregate(.dawidSkene)
    #expect(!result.converged && result.iterations == 2)
    #expect(result.notes.contains { $0.contains("without converging") })
  }
}
