import Foundation
import GRDB
import Testing

@testable import Store

@Suite struct WorkPlanTests {
  /// Shares a study out among `reviewers` one after the other.
  private func share(
    pairs: Int, gold: Int, overlap: Int, reviewers: Int, seconds: Int
  ) -> [[WorkPlan.Item]] {
    var design = StoreFixture.design(overlap: overlap, reviewers: reviewers, seconds: seconds)
    design.gold = gold
    var given = [Int64: Int]()
    var lists: [[WorkPlan.Item]] = []
    for reviewer in 0..<reviewers {
      let plan = WorkPlan(
        design: design,
        pairs: (0..<pairs).map { number in
          let count = given[Int64(number)] ?? 0
          return WorkPlan.Pair(
            id: Int64(number), isGold: number < gold, given: count,
            wanted: max(0, overlap - count), isMine: false)
        }, earlierReviewers: reviewer, reviewer: reviewer, before: 0)
      let items = plan.items()
      #expect(items == plan.items())
      for item in items where item.kind == .first { given[item.pair, default: 0] += 1 }
      lists.append(items)
    }
    return lists
  }

  @Test(arguments: [
    (20, 0, 2, 2), (20, 4, 2, 3), (7, 1, 3, 3), (50, 5, 3, 10), (3, 0, 1, 5), (1, 0, 1, 1),
    (4, 4, 2, 2),
  ]) func everyPairIsGivenAsOftenAsAskedFor(
    pairs: Int, gold: Int, overlap: Int, reviewers: Int
  ) {
    let lists = share(pairs: pairs, gold: gold, overlap: overlap, reviewers: reviewers, seconds: 0)
    var count = [Int64: Int]()
    for list in lists {
      let firsts = list.filter { $0.kind == .first }.map(\.pair)
      #expect(Set(firsts).count == firsts.count, "nobody gets a pair twice as a first look")
      #expect(list.count { $0.kind == .gold } == gold)
      for pair in firsts { count[pair, default: 0] += 1 }
    }
    for pair in gold..<max(gold, pairs) {
      #expect(count[Int64(pair)] == overlap, "pair \(pair)")
    }
    // Shares differ by one at most, so that nobody works for two.
    let sizes = lists.map { $0.count { $0.kind == .first } }
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= max(1, overlap))
  }

  @Test func secondLooksComeLateAndAfterTheFirst() {
    for list in share(pairs: 30, gold: 3, overlap: 2, reviewers: 4, seconds: 5) {
      let seconds = list.indices.filter { list[$0].kind == .second }
      #expect(seconds.count == 5)
      for place in seconds {
        let first = list.firstIndex { $0.pair == list[place].pair && $0.kind == .first }
        #expect(first.map { place - $0 >= (list.count - 5) / 3 } ?? false)
      }
    }
  }

  @Test func whatIsLeftGoesToWhoAsksForMore() async throws {
    let fixture = try StoreFixture()
    let study = try await fixture.study(StoreFixture.design(overlap: 2, reviewers: 4), pairs: 8)
    let people = [try await fixture.reviewer(study, "a"), try await fixture.reviewer(study, "b")]
    // Two of the four never come: the others can go on until every pair has its two answers.
    for _ in 0..<4 {
      for person in people {
        for assignment in try await fixture.open(person) {
          try await fixture.answer(person, assignment)
        }
        try await fixture.store.provideWork(for: person)
      }
    }
    let answers = try await fixture.store.answers(of: study)
    #expect(answers.count == 16)
    #expect(Set(answers.map { "\($0.pair) \($0.person)" }).count == 16)
  }

  @Test func unansweredPairsOfWhoLeftAreGivenAgain() async throws {
    let fixture = try StoreFixture()
    let study = try await fixture.study(StoreFixture.design(overlap: 1, reviewers: 1), pairs: 4)
    let first = try await fixture.reviewer(study, "a")
    let list = try await fixture.open(first)
    try await fixture.answer(first, list[0])
    try await fixture.store.revoke(person: first.id)
    let second = try await fixture.reviewer(study, "b")
    #expect(try await fixture.open(second).count == 3)
  }

  /// A store of the version before tallies were kept is counted when it is opened.
  @Test func olderStoresAreCounted() async throws {
    let fixture = try StoreFixture()
    let study = try await fixture.study(pairs: 3)
    let (one, two) = (
      try await fixture.reviewer(study, "a"), try await fixture.reviewer(study, "b")
    )
    for (place, assignment) in try await fixture.open(one).enumerated() {
      try await fixture.answer(one, assignment, place - 1)
    }
    try await fixture.store.revoke(person: two.id)
    func counts(_ store: ConsoleStore) async throws -> [[Int]] {
      try store.read { db in
        try Row.fetchAll(db, sql: "SELECT given, same, different, unsure FROM tally ORDER BY pair")
          .map { [$0[0], $0[1], $0[2], $0[3]] }
      }
    }
    let before = try await counts(fixture.store)
    #expect(before.map { $0[0] } == [1, 1, 1])
    #expect(before.map { $0[1...].reduce(0, +) } == [1, 1, 1])
    try fixture.store.close()
    let queue = try DatabaseQueue(path: fixture.data + "/console.sqlite")
    try await queue.write { db in
      try db.execute(
        sql: """
          DROP TRIGGER pairIsCounted; DROP TRIGGER assignmentIsCounted;
          DROP TRIGGER answerIsCounted; DROP TRIGGER undoIsCounted;
          DROP TRIGGER revocationIsCounted; DROP TABLE tally;
          DROP TRIGGER lapseIsCounted; DROP INDEX assignmentLapsed; DROP INDEX personOfStudy;
          DROP INDEX assignmentList;
          ALTER TABLE assignment DROP COLUMN lapsed; ALTER TABLE person DROP COLUMN seen;
          DELETE FROM grdb_migrations WHERE identifier IN ('3', '4');
          """)
    }
    try queue.close()
    let copy = fixture.folder.file("copy")
    try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: false)
    try FileManager.default.copyItem(
      atPath: fixture.data + "/console.sqlite", toPath: copy + "/console.sqlite")
    // As it is, it verifies too.
    #expect(try await ConsoleStore.verify(folder: copy, expected: nil).faults == [])
    // So it does without lapses alone, as the version wrote it that first kept tallies.
    let third = fixture.folder.file("third.sqlite")
    try FileManager.default.copyItem(atPath: copy + "/console.sqlite", toPath: third)
    let file = try DatabaseQueue(path: third)
    try await file.write { db in
      try Schema.tally(db)
      try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('3')")
    }
    try file.close()
    #expect(try await ConsoleStore.verify(file: third).faults == [])
    let later = try ConsoleStore(folder: copy)
    #expect(try await counts(later) == before)
    #expect(try await later.verify().faults == [])
    try later.close()
  }
}
