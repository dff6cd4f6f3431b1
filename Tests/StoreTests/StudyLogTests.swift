import Testing

@testable import Store

@Suite struct StudyLogTests {
  /// Read while reviewers answer: the head is that of the last entry, never of one before or after.
  @Test func theLogEndsAtItsHead() async throws {
    let fixture = try StoreFixture()
    let study = try await fixture.study(StoreFixture.design(overlap: 1, reviewers: 1), pairs: 60)
    let person = try await fixture.reviewer(study)
    let open = try await fixture.open(person)
    let store = fixture.store
    var seen: Set<Int> = []
    try await withThrowingTaskGroup(of: [StudyLog].self) { group in
      group.addTask {
        var logs: [StudyLog] = []
        repeat {
          logs.append(try store.log(of: study))
          await Task.yield()
        } while try store.workState(of: person.id).done < 60
        logs.append(try store.log(of: study))
        return logs
      }
      for assignment in open { try await fixture.answer(person, assignment) }
      for log in try await group.next() ?? [] {
        // Of one study and its people alone: every entry is in it.
        #expect(log.lines.count == log.head.count)
        #expect(log.lines.last?.contains("\"hash\":\"\(log.head.hash)\"") == true)
        seen.insert(log.head.count)
      }
    }
    #expect(seen.contains(62))
  }
}
