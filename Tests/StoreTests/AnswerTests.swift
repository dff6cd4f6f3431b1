import Essentials
import Foundation
import Testing

@testable import Store

@Suite struct AnswerTests {
  @Test func theSameRequestCountsOnce() async throws {
    let fixture = try StoreFixture()
    let person = try await fixture.reviewer(try await fixture.study())
    let first = try await fixture.open(person)[0]
    #expect(try await fixture.answer(person, first, key: "key-0001") == .accepted)
    let before = try await fixture.store.head()
    #expect(try await fixture.answer(person, first, key: "key-0001") == .repeated)
    #expect(try await fixture.answer(person, first, -1, key: "key-0001") == .keyReused)
    #expect(try await fixture.answer(person, first, key: "key-0002") == .conflict)
    #expect(try await fixture.store.head() == before)
  }

  @Test func manyCopiesAtOnceCountOnce() async throws {
    let fixture = try StoreFixture()
    let person = try await fixture.reviewer(try await fixture.study())
    let first = try await fixture.open(person)[0]
    let store = fixture.store
    let outcomes = await withTaskGroup(of: AnswerOutcome?.self) { group in
      for copy in 0..<40 {
        let request = AnswerRequest(
          .answer, assignment: first, value: 2, active: 1500,
          key: copy % 2 == 0 ? "the-same" : "other-\(copy)")
        group.addTask { try? await store.carryOut(request, by: person.id) }
      }
      return await group.reduce(into: [AnswerOutcome?]()) { $0.append($1) }
    }
    #expect(outcomes.count { $0 == .accepted } == 1)
    #expect(try fixture.store.workState(of: person.id).done == 1)
    #expect(try await fixture.store.verify().faults.isEmpty)
  }

  @Test func nobodyAnswersForAnother() async throws {
    let fixture = try StoreFixture()
    let study = try await fixture.study()
    let mine = try await fixture.reviewer(study, "a")
    let other = try await fixture.reviewer(study, "b")
    let theirs = try await fixture.open(other)[0]
    #expect(try await fixture.answer(mine, theirs) == .unknownAssignment)
    let picture = try await fixture.store.picture(.probe, assignment: theirs, person: mine.id)
    #expect(picture == nil)
    #expect(
      try await fixture.store.picture(.probe, assignment: theirs, person: other.id) != nil)
  }

  /// However far a request had come when the invitation was taken back.
  @Test func whoWasTakenBackAnswersNoMore() async throws {
    let fixture = try StoreFixture()
    let study = try await fixture.study()
    let person = try await fixture.reviewer(study)
    let list = try await fixture.open(person)
    try await fixture.answer(person, list[0])
    try await fixture.store.revoke(person: person.id)
    let head = try await fixture.store.head()
    #expect(try await fixture.answer(person, list[1]) == .unknownAssignment)
    #expect(try await fixture.step(.undo, person, list[0]) == .unknownAssignment)
    #expect(
      try await fixture.store.decide(pair: 1, of: study, value: 1, active: 1, by: person.id)
        == false)
    #expect(try await fixture.store.head() == head)
  }

  @Test func aClosedStudyTakesNothing() async throws {
    let fixture = try StoreFixture()
    let study = try await fixture.study()
    let person = try await fixture.reviewer(study)
    let first = try await fixture.open(person)[0]
    try await fixture.store.close(study: study)
    #expect(try await fixture.answer(person, first) == .closed)
  }

  @Test func undoAndRedoAreEntries() async throws {
    let fixture = try StoreFixture()
    let person = try await fixture.reviewer(try await fixture.study())
    let list = try await fixture.open(person)
    try await fixture.answer(person, list[0], 1)
    try await fixture.answer(person, list[1], 2)
    #expect(try await fixture.step(.undo, person, list[0]) == .conflict)
    #expect(try await fixture.step(.undo, person, list[1], key: "undo-once") == .accepted)
    #expect(try await fixture.step(.undo, person, list[1], key: "undo-once") == .repeated)
    #expect(try await fixture.step(.undo, person, list[0]) == .accepted)
    #expect(try await fixture.open(person) == list)
    #expect(try await fixture.step(.redo, person, list[1]) == .conflict)
    #expect(try await fixture.step(.redo, person, list[0]) == .accepted)
    // A new answer ends what could be done again.
    try await fixture.answer(person, list[1], -3)
    #expect(try fixture.store.workState(of: person.id).redo == nil)
    let record = try await fixture.store.record(of: person.id)
    #expect(record.map(\.value) == [1, -3])
    #expect(try await fixture.store.verify().faults.isEmpty)
  }

  /// Random steps of several people against a plain model: stacks of what was done and undone.
  @Test(arguments: [1, 2, 3] as [UInt64]) func randomStepsAgreeWithAModel(seed: UInt64) async throws
  {
    let fixture = try StoreFixture()
    let study = try await fixture.study(pairs: 8)
    var people: [Person] = []
    for name in ["a", "b", "c"] { people.append(try await fixture.reviewer(study, name)) }
    var random = RandomStream(seed: seed, purpose: "random-steps")
    var done: [String: [(String, Int)]] = [:]
    var undone: [String: [(String, Int)]] = [:]
    for _ in 0..<150 {
      let person = people[random.index(below: 3)]
      switch random.index(below: 4) {
      case 0:
        if let (assignment, value) = done[person.id]?.last {
          #expect(try await fixture.step(.undo, person, assignment) == .accepted)
          done[person.id]?.removeLast()
          undone[person.id, default: []].append((assignment, value))
        }
      case 1:
        if let (assignment, value) = undone[person.id]?.last {
          #expect(try await fixture.step(.redo, person, assignment) == .accepted)
          undone[person.id]?.removeLast()
          done[person.id, default: []].append((assignment, value))
        }
      default:
        if let assignment = try await fixture.open(person).first {
          let value = random.index(below: 7) - 3
          #expect(try await fixture.answer(person, assignment, value) == .accepted)
          undone[person.id] = []
          done[person.id, default: []].append((assignment, value))
        }
      }
    }
    for person in people {
      let state = try fixture.store.workState(of: person.id)
      #expect(state.done == done[person.id, default: []].count)
      #expect(state.undo == done[person.id]?.last?.0)
      #expect(state.redo == undone[person.id]?.last?.0)
    }
    let values = try await fixture.store.answers(of: study).map(\.value).sorted()
    #expect(values == done.values.flatMap { $0.map(\.1) }.sorted())
    #expect(try await fixture.store.verify().faults == [])
  }
}
