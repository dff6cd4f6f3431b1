import Essentials
import Foundation
import GRDB

/// What a look through the whole store found.
public struct Verification: Sendable, Equatable, Codable {
  /// The log's end.
  public let head: LogHead
  /// Answers that count.
  public let answers: Int
  /// Verdicts that stand.
  public let verdicts: Int
  /// What is wrong, in words; empty where nothing is.
  public let faults: [String]

  /// The findings, one line each.
  public var lines: [String] {
    [
      "entries: \(head.count)", "head: \(head.hash)", "answers that count: \(answers)",
      "verdicts: \(verdicts)",
    ] + (faults.isEmpty ? ["whole"] : faults.map { "FAULT: " + $0 })
  }
}

extension ConsoleStore {
  /// Reads everything: SQLite's pages, the hash chain, and whether answers and verdicts are what the
  /// log says.
  ///
  /// - Parameter expected: a head written down earlier: the log must hold it, at its place.
  /// - Returns: the log's end, and what is wrong.
  /// - Throws: ``Failure`` where it can't be read at all.
  /// - Complexity: O(file).
  public func verify(expected: LogHead? = nil) async throws -> Verification {
    try read { db in
      var verifier = Verifier(db: db, expected: expected)
      return try verifier.run()
    }
  }
}

/// Replays the log beside the tables that were made of it.
struct Verifier {
  let db: Database
  let expected: LogHead?
  private var faults: [String] = []
  private var replay = Replay()

  init(db: Database, expected: LogHead?) {
    self.db = db
    self.expected = expected
  }

  mutating func run() throws -> Verification {
    try checkPages()
    let head = try checkChain()
    if let expected, expected.count > head.count {
      faults.append(
        "the log was cut: it had \(expected.count) entries once and has \(head.count)")
    }
    try compare()
    return Verification(
      head: head, answers: replay.counted.count, verdicts: replay.verdicts.count,
      faults: Array(faults.prefix(20)))
  }

  private mutating func checkPages() throws {
    for line in try String.fetchAll(db, sql: "PRAGMA integrity_check(10)") where line != "ok" {
      faults.append("SQLite: \(line)")
    }
    if try Row.fetchOne(db, sql: "PRAGMA foreign_key_check") != nil {
      faults.append("SQLite: a row refers to one that is not there")
    }
  }

  private mutating func checkChain() throws -> LogHead {
    var hash = Log.beginning
    var count = 0
    if let expected, expected.count == 0, expected != .empty {
      faults.append("the log does not begin as the one did that was written down")
    }
    let rows = try Row.fetchCursor(
      db, sql: "SELECT sequence, payload, hash FROM entry ORDER BY sequence")
    while let row = try rows.next() {
      count += 1
      let text: String = row[1]
      hash = Log.hash(after: hash, text)
      if row[0] != count || hash != row[2] {
        faults.append("entry \(row[0] as Int): the hash chain breaks here")
        break
      }
      if let expected, expected.count == count, expected.hash != Log.hexadecimal(hash) {
        faults.append("entry \(count): not the one that was written down")
      }
      let record = try ConsoleStore.value(LogRecord.self, text)
      if record.sequence != count || record.canonicalText != text {
        faults.append("entry \(count): its text is not in the log's form")
      }
      if !replay.take(record) { faults.append("entry \(count): does not follow from those before") }
    }
    return LogHead(count: count, hash: Log.hexadecimal(hash))
  }

  private mutating func compare() throws {
    let answers = try Row.fetchAll(
      db, sql: "SELECT assignment, entry, value, active FROM answer WHERE undone = 0")
    let stored = Dictionary(
      answers.map { ($0[0] as String, Replay.Step(entry: $0[1], value: $0[2], active: $0[3])) },
      uniquingKeysWith: { first, _ in first })
    if stored != replay.counted { faults.append("the answers are not what the log says") }
    let verdicts = try Row.fetchAll(
      db,
      sql: """
        SELECT verdict.study || '/' || pair.number, entry, value, active
        FROM verdict JOIN pair ON pair.id = verdict.pair
        """)
    let decided = Dictionary(
      verdicts.map { ($0[0] as String, Replay.Step(entry: $0[1], value: $0[2], active: $0[3])) },
      uniquingKeysWith: { first, _ in first })
    if decided != replay.verdicts { faults.append("the verdicts are not what the log says") }
    try compareTally()
  }

  /// Stores and backups of earlier versions have no tally; it is counted when they are opened.
  private mutating func compareTally() throws {
    guard try db.tableExists("tally") else { return }
    let lapses = try db.columns(in: "assignment").contains { $0.name == "lapsed" }
    let isCounted = try Bool.fetchOne(
      db,
      sql: """
        SELECT NOT EXISTS (SELECT * FROM tally EXCEPT \(Schema.recount(lapses: lapses)))
          AND (SELECT count(*) FROM tally) = (SELECT count(*) FROM pair)
        """)
    if isCounted != true { faults.append("the counts of answers are not what the answers say") }
  }
}

/// The log turned into what counts: the reference that the tables are held against.
struct Replay {
  struct Step: Equatable {
    let entry: Int
    let value: Int
    let active: Int
  }
  private struct Given {
    let assignment: String
    let step: Step
  }
  private var done: [String: [Given]] = [:]
  private var undone: [String: [Given]] = [:]
  /// The answer to each assignment that has one.
  private(set) var counted: [String: Step] = [:]
  /// The verdict on each "study/pair" that has one.
  private(set) var verdicts: [String: Step] = [:]

  /// Takes the next record; false where it can't follow.
  mutating func take(_ record: LogRecord) -> Bool {
    switch record.kind {
    case .study, .invited, .revoked, .closed: return true
    case .verdict:
      guard let study = record.study, let pair = record.pair, let value = record.value,
        let active = record.active
      else { return false }
      verdicts["\(study)/\(pair)"] = Step(entry: record.sequence, value: value, active: active)
      return true
    case .answer:
      guard let person = record.person, let assignment = record.assignment,
        let value = record.value, let active = record.active, counted[assignment] == nil
      else { return false }
      let step = Step(entry: record.sequence, value: value, active: active)
      done[person, default: []].append(Given(assignment: assignment, step: step))
      undone[person] = nil
      counted[assignment] = step
      return true
    case .undo, .redo:
      guard let person = record.person, let assignment = record.assignment else { return false }
      let isUndo = record.kind == .undo
      guard let given = isUndo ? done[person]?.popLast() : undone[person]?.popLast(),
        given.assignment == assignment, given.step.entry == record.entry
      else { return false }
      if isUndo {
        undone[person, default: []].append(given)
        counted[assignment] = nil
      } else {
        done[person, default: []].append(given)
        counted[assignment] = given.step
      }
      return true
    }
  }
}
