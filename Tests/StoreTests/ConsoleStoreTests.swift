import Essentials
import Foundation
import GRDB
import Testing

@testable import Store

@Suite struct ConsoleStoreTests {
  @Test func everyConnectionSyncsFully() async throws {
    let fixture = try StoreFixture()
    let written = try await fixture.store.write { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    #expect(written == 2)
    // Several readers at once are several connections.
    let store = fixture.store
    try await withThrowingTaskGroup(of: Int?.self) { group in
      for _ in 0..<5 {
        group.addTask {
          try store.read { db in
            Thread.sleep(forTimeInterval: 0.02)
            return try Int.fetchOne(db, sql: "PRAGMA synchronous")
          }
        }
      }
      for try await level in group { #expect(level == 2) }
    }
    let copying = try await fixture.store.checkpointer.own.read {
      try Int.fetchOne($0, sql: "PRAGMA synchronous")
    }
    #expect(copying == 2)
    let mode = try fixture.store.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
    #expect(mode == "wal")
  }

  @Test func nobodyElseCanReadTheFiles() async throws {
    let fixture = try StoreFixture()
    _ = try await fixture.study()
    for name in try FileManager.default.contentsOfDirectory(atPath: fixture.data) {
      let facts = try FileManager.default.attributesOfItem(atPath: fixture.data + "/" + name)
      #expect(facts[.posixPermissions] as? Int == 0o600, "\(name)")
    }
  }

  @Test func oneProcessAtATime() throws {
    let fixture = try StoreFixture()
    #expect(throws: Failure.self) { try ConsoleStore(folder: fixture.data) }
    try fixture.store.close()
  }

  @Test func whatIsNoDatabaseIsRefused() throws {
    let fixture = try StoreFixture()
    try FileManager.default.createDirectory(
      atPath: fixture.folder.file("other"), withIntermediateDirectories: false)
    try fixture.folder.write(
      String(repeating: "no database ", count: 100), to: "other/console.sqlite")
    let failure = #expect(throws: Failure.self) {
      try ConsoleStore(folder: fixture.folder.file("other"))
    }
    #expect(failure?.code == .malformedInput)
  }

  @Test func aFailedJobUndoesItselfAlone() async throws {
    let fixture = try StoreFixture()
    let store = fixture.store
    let results = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<60 {
        group.addTask {
          do {
            try await store.write { db in
              try db.execute(
                sql: "INSERT INTO person (id, role, name, created) VALUES (?, 'x', 'x', 0)",
                arguments: ["p\(number)"])
              if number % 3 == 0 { throw Failure(.cancelled, "on purpose") }
            }
            return true
          } catch {
            return false
          }
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    let kept = try fixture.store.read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM person")
    }
    #expect(results == 40)
    #expect(kept == 40)
  }

  /// What was copied into the file stands there without the log beside it.
  @Test func theLogBesideTheFileIsCopied() async throws {
    let fixture = try StoreFixture()
    let person = try await fixture.reviewer(try await fixture.study(pairs: 40))
    for assignment in try await fixture.open(person) {
      try await fixture.answer(person, assignment)
    }
    fixture.store.checkpointer.run()
    let head = try await fixture.store.head()
    let copy = fixture.folder.file("copy.sqlite")
    try FileManager.default.copyItem(atPath: fixture.data + "/console.sqlite", toPath: copy)
    let found = try await ConsoleStore.verify(file: copy)
    #expect(found.faults == [] && found.head == head && found.answers == 40)
    _ = try await fixture.store.invite(.reviewer, study: nil, name: "late")
    let last = try await fixture.store.head()
    try fixture.store.close()
    fixture.store.checkpointer.run()
    // Closed, it is one file, with what came since.
    let names = try FileManager.default.contentsOfDirectory(atPath: fixture.data)
    #expect(names.sorted() == ["console.sqlite", "lock"])
    #expect(try await ConsoleStore.verify(folder: fixture.data, expected: last).faults == [])
  }

  @Test func theLogCanOnlyGrow() async throws {
    let fixture = try StoreFixture()
    _ = try await fixture.store.invite(.auditor, study: nil, name: "a")
    for sql in [
      "UPDATE entry SET payload = 'x'", "DELETE FROM entry",
      "INSERT INTO entry (sequence, payload, hash) VALUES (3, '{}', zeroblob(32))",
    ] {
      await #expect(throws: Failure.self) {
        try await fixture.store.write { try $0.execute(sql: sql) }
      }
    }
    #expect(try await fixture.store.head().count == 1)
  }
}
