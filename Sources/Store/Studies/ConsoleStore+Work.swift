import Essentials
package import Foundation
import GRDB

/// One pair as a reviewer may see it: nothing in it depends on why it was given.
public struct WorkItem: Sendable, Equatable {
  /// The opaque name under which this reviewer knows this look at this pair.
  public let assignment: String
  /// Its place in the reviewer's list, from 1.
  public let position: Int
  /// What is known of the pair; the caller leaves out what the design hides.
  public let facts: PairFacts
  /// Whether there is a picture of the whole frame.
  public let hasFrame: Bool
}

/// Where a reviewer stands.
public struct WorkState: Sendable, Equatable {
  /// Answers that count.
  public let done: Int
  /// All pairs in the list, without those that lapsed unanswered.
  public let total: Int
  /// How many pairs of the study were given as a first look, lapsed ones included.
  public let firstLooks: Int
  /// The assignment that "undo" takes back; nil for none.
  public let undo: String?
  /// The assignment that "redo" answers again; nil for none.
  public let redo: String?
  /// Active time on answers that count, in milliseconds.
  public let active: Int64
}

/// What all reviewers of a study are told of a pair.
struct KnownPair: Sendable {
  let facts: PairFacts
  let hasFrame: Bool
}

/// A reviewer's next pairs, and where the reviewer stands, at one moment.
public struct Work: Sendable, Equatable {
  /// The next pairs, in order.
  public let items: [WorkItem]
  /// Where the reviewer stands.
  public let state: WorkState
}

extension ConsoleStore {
  /// The next `most` pairs of `person`, who is given pairs where there are none.
  ///
  /// - Throws: ``Failure`` (`inputOutput`, `unavailable`).
  package func work(for person: Person, of study: Study, most: Int, now: Int64 = Moment.now())
    async throws -> Work
  {
    let known = try read { db -> Work? in
      if try ConsoleStore.needsWork(person.id, study, now, db) { return nil }
      return try work(of: person.id, most: most, db)
    }
    if let known { return known }
    try await giveWork(to: person.id, of: study.id, now)
    return try read { try work(of: person.id, most: most, $0) }
  }

  private func work(of person: String, most: Int, _ db: Database) throws -> Work {
    Work(
      items: try openWork(for: person, most: most, db),
      state: try ConsoleStore.workState(of: person, db))
  }

  /// The next `most` pairs that the reviewer has not answered, in order.
  package func openWork(for person: String, most: Int) throws -> [WorkItem] {
    try read { try openWork(for: person, most: most, $0) }
  }

  private func openWork(for person: String, most: Int, _ db: Database) throws -> [WorkItem] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT id, position, pair FROM assignment
        WHERE person = ?1 AND NOT \(ConsoleStore.isAnswered) AND NOT \(ConsoleStore.isAway)
        ORDER BY position LIMIT ?2
        """)
    return try Row.fetchAll(statement, arguments: [person, most]).compactMap { row in
      guard let pair = try knownPair(row[2], db) else { return nil }
      return WorkItem(
        assignment: row[0], position: row[1], facts: pair.facts, hasFrame: pair.hasFrame)
    }
  }

  /// A pair as all reviewers see it, which never changes.
  private func knownPair(_ id: Int64, _ db: Database) throws -> KnownPair? {
    try knownPairs.value(id) {
      try Row.fetchOne(
        db, sql: "SELECT facts, frame IS NOT NULL FROM pair WHERE id = ?", arguments: [id]
      ).map { row in
        KnownPair(facts: try ConsoleStore.value(PairFacts.self, row[0]), hasFrame: row[1])
      }
    }
  }

  /// Where the reviewer stands.
  package func workState(of person: String) throws -> WorkState {
    try read { try ConsoleStore.workState(of: person, $0) }
  }

  private static func workState(of person: String, _ db: Database) throws -> WorkState {
    let statement = try db.cachedStatement(
      sql: """
        SELECT count(*) FILTER (WHERE \(isAnswered) OR NOT \(isAway)),
          count(*) FILTER (WHERE kind = 'first'),
          (SELECT count(*) FROM answer WHERE person = ?1 AND undone = 0),
          (SELECT coalesce(sum(active), 0) FROM answer WHERE person = ?1 AND undone = 0)
        FROM assignment WHERE person = ?1
        """)
    let sums = try Row.fetchOne(statement, arguments: [person])
    return WorkState(
      done: sums?[2] ?? 0, total: sums?[0] ?? 0, firstLooks: sums?[1] ?? 0,
      undo: try step(of: person, .undo, db)?.assignment,
      redo: try step(of: person, .redo, db)?.assignment, active: sums?[3] ?? 0)
  }

  /// A picture of somebody's own assignment; nil where it is another's or has none.
  package func picture(_ which: PicturePart, assignment: String, person: String) async throws
    -> Data?
  {
    try read { db in
      try Data.fetchOne(
        db,
        sql: """
          SELECT png FROM picture WHERE id = (
            SELECT pair.\(which.rawValue) FROM assignment JOIN pair ON pair.id = assignment.pair
            WHERE assignment.id = ? AND assignment.person = ?)
          """, arguments: [assignment, person])
    }
  }

  /// A picture of a pair of `study`, for who may see the whole study.
  package func picture(_ which: PicturePart, pair: Int, study: String) async throws -> Data? {
    try read { db in
      try Data.fetchOne(
        db,
        sql: """
          SELECT png FROM picture WHERE id = (
            SELECT \(which.rawValue) FROM pair WHERE study = ? AND number = ?)
          """, arguments: [study, pair])
    }
  }
}

/// The pictures of a pair.
package enum PicturePart: String, Sendable, CaseIterable {
  /// The probe, cut out.
  case probe
  /// The candidate, cut out.
  case candidate
  /// The candidate's whole frame.
  case frame
}
