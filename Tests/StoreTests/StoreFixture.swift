import Essentials
import Foundation
import Review
import TestSupport

@testable import Store

/// A store in a folder of its own, with a study of small pairs.
final class StoreFixture {
  let folder: TemporaryFolder
  let store: ConsoleStore

  init() throws {
    folder = try TemporaryFolder()
    store = try ConsoleStore(folder: folder.file("data"))
  }

  var data: String { folder.file("data") }

  static func design(overlap: Int = 2, reviewers: Int = 2, seconds: Int = 0) -> StudyDesign {
    var design = StudyDesign(
      title: "test", origin: .rendered, pay: Money(cents: 4, .usd), seed: 7, source: "test",
      proposal: "none")
    design.overlap = overlap
    design.reviewers = reviewers
    design.secondLooks = seconds
    return design
  }

  static func pairs(_ count: Int, gold: Int = 0) -> [NewPair] {
    (0..<count).map { number in
      NewPair(
        list: number / 4 + 1, probe: [UInt8(number / 4)], candidate: [UInt8(number), 1],
        frame: nil,
        facts: PairFacts(rank: number % 4 + 1, isProposed: false, isMated: number % 2 == 0),
        isGold: number < gold)
    }
  }

  func study(_ design: StudyDesign = design(), pairs: Int = 6, gold: Int = 0) async throws
    -> String
  {
    try await store.make(design, pairs: StoreFixture.pairs(pairs, gold: gold))
  }

  func reviewer(_ study: String, _ name: String = "r") async throws -> Person {
    let person = try await store.invite(.reviewer, study: study, name: name).person
    try await store.provideWork(for: person)
    return person
  }

  func open(_ person: Person) async throws -> [String] {
    try store.openWork(for: person.id, most: 1000).map(\.assignment)
  }

  @discardableResult
  func answer(
    _ person: Person, _ assignment: String, _ value: Int = 2, key: String = UUID().uuidString
  ) async throws -> AnswerOutcome {
    try await store.carryOut(
      AnswerRequest(.answer, assignment: assignment, value: value, active: 1500, key: key),
      by: person.id)
  }

  @discardableResult
  func step(
    _ action: AnswerRequest.Action, _ person: Person, _ assignment: String,
    key: String = UUID().uuidString
  ) async throws -> AnswerOutcome {
    try await store.carryOut(
      AnswerRequest(action, assignment: assignment, key: key), by: person.id)
  }
}
