import Essentials
import Foundation
import GRDB
import Testing

@testable import Store

@Suite struct VerificationTests {
  private func filled() async throws -> (StoreFixture, [Person]) {
    let fixture = try StoreFixture()
    let study = try await fixture.study()
    let people = [try await fixture.reviewer(study, "a"), try await fixture.reviewer(study, "b")]
    for person in people {
      for assignment in try await fixture.open(person) {
        try await fixture.answer(person, assignment, 3)
      }
    }
    let judge = people[0].id
    #expect(
      try await fixture.store.decide(pair: 2, of: study, value: -2, active: 900, by: judge))
    let decided = try await fixture.store.head()
    // The same form sent twice is one verdict.
    #expect(
      try await fixture.store.decide(pair: 2, of: study, value: -2, active: 950, by: judge))
    #expect(try await fixture.store.head() == decided)
    #expect(
      try await fixture.store.decide(pair: 99, of: study, value: 1, active: 1, by: judge) == false)
    return (fixture, people)
  }

  /// Opens the file behind the store's back and changes it, without the triggers.
  private func tamper(_ fixture: StoreFixture, _ sql: String) throws {
    let queue = try DatabaseQueue(path: fixture.data + "/console.sqlite")
    try queue.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          PRAGMA foreign_keys = OFF;
          DROP TRIGGER entryIsNeverChanged; DROP TRIGGER entryIsNeverRemoved;
          """)
      try db.execute(sql: sql)
    }
    try queue.close()
  }

  @Test func theChainIsWhatItsRuleSays() async throws {
    let (fixture, _) = try await filled()
    let rows = try fixture.store.read { db in
      try Row.fetchAll(db, sql: "SELECT payload, hash FROM entry ORDER BY sequence").map {
        ($0[0] as String, $0[1] as Data)
      }
    }
    var previous = Digest.sha256(Data("Lookalike decision log, version 1".utf8))
    for (text, hash) in rows {
      let bytes = stride(from: 0, to: 64, by: 2).map { place -> UInt8 in
        let start = previous.index(previous.startIndex, offsetBy: place)
        return UInt8(previous[start...].prefix(2), radix: 16) ?? 0
      }
      previous = Digest.sha256(Data(bytes) + Data(text.utf8))
      #expect(previous == hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    }
    #expect(try await fixture.store.head() == LogHead(count: rows.count, hash: previous))
  }

  @Test func aWholeStoreVerifies() async throws {
    let (fixture, _) = try await filled()
    let found = try await fixture.store.verify(expected: try await fixture.store.head())
    #expect(found.faults == [])
    #expect(found.answers == 12)
    #expect(found.verdicts == 1)
  }

  @Test(arguments: [
    "UPDATE entry SET payload = replace(payload, '\"value\":3', '\"value\":2') WHERE sequence = 8",
    "DELETE FROM entry WHERE sequence = 8",
    "UPDATE entry SET hash = zeroblob(32) WHERE sequence = 5",
    "UPDATE answer SET value = -3 WHERE ordinal = 1",
    "DELETE FROM answer WHERE ordinal = 2",
    "UPDATE verdict SET value = 2", "UPDATE tally SET given = given + 1 WHERE pair = 1",
    "DELETE FROM tally WHERE pair = 1",
    "DELETE FROM entry WHERE sequence = (SELECT max(sequence) FROM entry)",
  ]) func changesAreFound(sql: String) async throws {
    let (fixture, _) = try await filled()
    let head = try await fixture.store.head()
    try fixture.store.close()
    try tamper(fixture, sql)
    let found = try await ConsoleStore.verify(folder: fixture.data, expected: head)
    #expect(!found.faults.isEmpty)
  }

  /// Log, answers and all: the file is consistent in itself, and only the head tells.
  @Test func aCutTailIsFoundByItsHead() async throws {
    let fixture = try StoreFixture()
    _ = try await fixture.store.invite(.auditor, study: nil, name: "a")
    _ = try await fixture.store.invite(.auditor, study: nil, name: "b")
    let head = try await fixture.store.head()
    try fixture.store.close()
    try tamper(fixture, "DELETE FROM entry WHERE sequence = 2")
    #expect(try await ConsoleStore.verify(folder: fixture.data, expected: nil).faults == [])
    #expect(try await ConsoleStore.verify(folder: fixture.data, expected: head).faults.count == 1)
  }

  /// The last answer gone from the log and from everything that was made of it.
  @Test func anAnswerTakenOutWithAllItsTracesIsFoundByTheHead() async throws {
    let fixture = try StoreFixture()
    let person = try await fixture.reviewer(try await fixture.study())
    for assignment in try await fixture.open(person) {
      try await fixture.answer(person, assignment, 3)
    }
    let head = try await fixture.store.head()
    try fixture.store.close()
    try tamper(
      fixture,
      """
      DELETE FROM receipt WHERE entry = (SELECT max(sequence) FROM entry);
      UPDATE tally SET same = same - 1 WHERE pair = (
        SELECT pair FROM answer JOIN assignment ON assignment.id = answer.assignment
        WHERE entry = (SELECT max(sequence) FROM entry));
      DELETE FROM answer WHERE entry = (SELECT max(sequence) FROM entry);
      DELETE FROM entry WHERE sequence = (SELECT max(sequence) FROM entry);
      """)
    #expect(try await ConsoleStore.verify(folder: fixture.data, expected: nil).faults == [])
    let faults = try await ConsoleStore.verify(folder: fixture.data, expected: head).faults
    #expect(faults.count == 1 && faults[0].contains("the log was cut"))
  }

  @Test func backupAndRestore() async throws {
    let (fixture, _) = try await filled()
    let head = try await fixture.store.head()
    let copy = fixture.folder.file("copy.sqlite")
    try fixture.store.backup(to: copy)
    #expect(throws: Failure.self) { try fixture.store.backup(to: copy) }
    let other = fixture.folder.file("other")
    #expect(try await ConsoleStore.restore(copy, into: other) == head)
    await #expect(throws: Failure.self) { try await ConsoleStore.restore(copy, into: other) }
    let restored = try ConsoleStore(folder: other)
    #expect(try await restored.verify(expected: head).faults == [])
    try restored.close()
    #expect(try fixture.folder.entries().filter { $0.contains("partial") } == [])
  }

  /// The log of a store that was deleted by hand would be taken for the end of the restored one.
  @Test(arguments: ["-wal", "-shm", "-journal"]) func aBackupIsNotMixedWithRemains(part: String)
    async throws
  {
    let (fixture, _) = try await filled()
    let copy = fixture.folder.file("copy.sqlite")
    try fixture.store.backup(to: copy)
    let other = fixture.folder.file("other")
    try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: false)
    try fixture.folder.write("remains", to: "other/console.sqlite" + part)
    await #expect(throws: Failure.self) { try await ConsoleStore.restore(copy, into: other) }
    #expect(!FileManager.default.fileExists(atPath: other + "/console.sqlite"))
  }

  @Test func aDamagedBackupIsRefused() async throws {
    let (fixture, _) = try await filled()
    let copy = fixture.folder.file("copy.sqlite")
    try fixture.store.backup(to: copy)
    try damage(copy)
    await #expect(throws: Failure.self) {
      try await ConsoleStore.restore(copy, into: fixture.folder.file("other"))
    }
    #expect(!FileManager.default.fileExists(atPath: fixture.folder.file("other")))
  }

  private func damage(_ path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction {
      try $0.execute(sql: "DROP TRIGGER entryIsNeverChanged")
      try $0.execute(sql: "UPDATE entry SET payload = payload || ' ' WHERE sequence = 3")
    }
    try queue.close()
  }
}
