import Crypto
import Essentials
import Foundation
import GRDB

/// What a reviewer asks for: an answer, or a step back or forth.
package struct AnswerRequest: Sendable, Equatable {
  /// The three things that can be asked for.
  package enum Action: String, Sendable {
    /// A new answer.
    case answer
    /// Takes the last answer back.
    case undo
    /// Gives the answer again that was taken back last.
    case redo
  }

  /// What is asked for.
  package let action: Action
  /// The assignment that it is about.
  package let assignment: String
  /// The answer, −3…+3; nil for a step.
  package let value: Int?
  /// Active time in milliseconds; nil for a step.
  package let active: Int?
  /// A name that the page gave this request: sent again, it is carried out once.
  package let key: String

  /// Makes it.
  package init(
    _ action: Action, assignment: String, value: Int? = nil, active: Int? = nil, key: String
  ) {
    self.action = action
    self.assignment = assignment
    self.value = value
    self.active = active
    self.key = key
  }

  /// What tells this request from another one under the same key.
  fileprivate var digest: Data {
    let parts = [
      action.rawValue, assignment, value.map(String.init) ?? "", active.map(String.init) ?? "",
    ]
    return Data(SHA256.hash(data: Data(parts.joined(separator: "|").utf8)))
  }
}

/// What came of an ``AnswerRequest``.
package enum AnswerOutcome: Sendable, Equatable {
  /// It is durable.
  case accepted
  /// It was durable before: the same request under the same key.
  case repeated
  /// There is no such assignment of this person's, or the person's invitation was taken back.
  case unknownAssignment
  /// The assignment has an answer that counts already, or is not the one that a step is about.
  case conflict
  /// The key was used for something else.
  case keyReused
  /// The study takes no more answers.
  case closed
}

extension ConsoleStore {
  /// Carries out what a reviewer asks for; returns once it is durable.
  ///
  /// - Throws: ``Failure`` (`inputOutput`, `unavailable`).
  package func carryOut(_ request: AnswerRequest, by person: String, now: Int64 = Moment.now())
    async throws -> AnswerOutcome
  {
    try await write { try ConsoleStore.carryOut(request, by: person, now, $0) }
  }

  private static func carryOut(
    _ request: AnswerRequest, by person: String, _ now: Int64, _ db: Database
  ) throws -> AnswerOutcome {
    let digest = request.digest
    let receipts = try db.cachedStatement(
      sql: "SELECT request FROM receipt WHERE person = ? AND key = ?")
    if let known = try Data.fetchOne(receipts, arguments: [person, request.key]) {
      return known == digest ? .repeated : .keyReused
    }
    let find = try db.cachedStatement(
      sql: """
        SELECT pair.number, assignment.study, study.closed IS NOT NULL, assignment.lapsed
        FROM assignment JOIN pair ON pair.id = assignment.pair
          JOIN study ON study.id = assignment.study
        WHERE assignment.id = ?1 AND assignment.person = ?2
          AND EXISTS (SELECT 1 FROM person WHERE id = ?2 AND revoked IS NULL)
        """)
    guard let row = try Row.fetchOne(find, arguments: [request.assignment, person]) else {
      return .unknownAssignment
    }
    if row[2] { return .closed }
    let isLate = (row[3] as Int64?) != nil
    var record = LogRecord(.answer)
    record.person = person
    record.assignment = request.assignment
    record.pair = row[0]
    record.study = row[1]
    let entry: Int?
    switch request.action {
    case .answer: entry = try add(request, &record, person, now, isLate: isLate, db)
    case .undo: entry = try take(.undo, request, &record, person, now, db)
    case .redo: entry = try take(.redo, request, &record, person, now, db)
    }
    guard let entry else { return .conflict }
    // What is taken back is open again, and may lapse.
    if isLate || request.action == .undo { try note(person, now, db) }
    try db.cachedStatement(
      sql: "INSERT INTO receipt (person, key, request, entry) VALUES (?, ?, ?, ?)"
    ).execute(arguments: [person, request.key, digest, entry])
    return .accepted
  }

  private static func add(
    _ request: AnswerRequest, _ record: inout LogRecord, _ person: String, _ now: Int64,
    isLate: Bool, _ db: Database
  ) throws -> Int? {
    guard let value = request.value, let active = request.active else { return nil }
    let counted = try db.cachedStatement(
      sql: "SELECT 1 FROM answer WHERE assignment = ? AND undone = 0")
    if try Int.fetchOne(counted, arguments: [request.assignment]) != nil { return nil }
    // A late answer counts: the reviewer was shown the pair and did the work.
    if isLate { try restore(request.assignment, db) }
    record.value = value
    record.active = active
    let entry = try Log.append(record, at: now, db)
    try keep(record, entry: entry, person, now, db)
    return entry
  }

  /// Notes an answer that counts; what was undone before can't be redone any more.
  static func keep(
    _ record: LogRecord, entry: Int, _ person: String, _ now: Int64, _ db: Database
  ) throws {
    try db.cachedStatement(sql: "DELETE FROM answer WHERE person = ? AND undone = 1")
      .execute(arguments: [person])
    try db.cachedStatement(
      sql: """
        INSERT INTO answer (person, ordinal, assignment, entry, value, active, at)
        VALUES (?1, (SELECT coalesce(max(ordinal), 0) + 1 FROM answer WHERE person = ?1),
          ?2, ?3, ?4, ?5, ?6)
        """
    ).execute(arguments: [person, record.assignment, entry, record.value, record.active, now])
  }

  private static func take(
    _ step: LogRecord.Kind, _ request: AnswerRequest, _ record: inout LogRecord, _ person: String,
    _ now: Int64, _ db: Database
  ) throws -> Int? {
    guard let target = try self.step(of: person, step, db),
      target.assignment == request.assignment
    else { return nil }
    if step == .redo { try restore(request.assignment, db) }
    record.kind = step
    record.entry = target.entry
    let entry = try Log.append(record, at: now, db)
    try mark(step, ordinal: target.ordinal, person, db)
    return entry
  }

  static func mark(_ step: LogRecord.Kind, ordinal: Int, _ person: String, _ db: Database) throws {
    try db.cachedStatement(sql: "UPDATE answer SET undone = ? WHERE person = ? AND ordinal = ?")
      .execute(arguments: [step == .undo ? 1 : 0, person, ordinal])
  }

  /// The answer that a step is about: the last that counts, or the first that was taken back.
  static func step(of person: String, _ step: LogRecord.Kind, _ db: Database) throws
    -> (ordinal: Int, assignment: String, entry: Int)?
  {
    let statement = try db.cachedStatement(
      sql: step == .undo
        ? """
        SELECT ordinal, assignment, entry FROM answer WHERE person = ? AND undone = 0
        ORDER BY ordinal DESC LIMIT 1
        """
        : """
        SELECT ordinal, assignment, entry FROM answer WHERE person = ? AND undone = 1
        ORDER BY ordinal LIMIT 1
        """)
    return try Row.fetchOne(statement, arguments: [person]).map { ($0[0], $0[1], $0[2]) }
  }
}
