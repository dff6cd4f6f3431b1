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
  /// All pairs in the list.
  public let total: Int
  /// The assignment that "undo" takes back; nil for none.
  public let undo: String?
  /// The assignment that "redo" answers again; nil for none.
  public let redo: String?
  /// Active time on answers that count, in milliseconds.
  public let active: Int64
}

extension ConsoleStore {
  /// Gives a reviewer a list where there is none, and more where the list is done and pairs are left.
  package func provideWork(for person: Person, now: Int64 = Moment.now()) async throws {
    guard let study = person.study else { return }
    let needs = try await read { db in
      try Bool.fetchOne(db, sql: ConsoleStore.hasOpenWork, arguments: [person.id]) != true
    }
    if !needs { return }
    try await write { db in
      // Asked again within the transaction: two tabs may have come at once.
      if try Bool.fetchOne(db, sql: ConsoleStore.hasOpenWork, arguments: [person.id]) == true {
        return
      }
      guard let known = try ConsoleStore.studies(db, id: study).first, !known.isClosed else {
        return
      }
      try ConsoleStore.give(person.id, known, db)
    }
  }

  private static let hasOpenWork = """
    SELECT EXISTS (
      SELECT 1 FROM assignment WHERE person = ?
        AND NOT EXISTS (
          SELECT 1 FROM answer WHERE answer.assignment = assignment.id AND undone = 0))
    """

  private static func give(_ person: String, _ study: Study, _ db: Database) throws {
    let mine = Set(
      try Int64.fetchAll(
        db, sql: "SELECT pair FROM assignment WHERE person = ?", arguments: [person]))
    let pairs = try Row.fetchAll(
      db,
      sql: """
        SELECT id, gold, given, same, different, unsure
        FROM pair JOIN tally ON tally.pair = pair.id WHERE study = ? ORDER BY number
        """, arguments: [study.id]
    ).map { row in
      let votes = PairVotes(same: row[3], different: row[4], unsure: row[5])
      let (id, given): (Int64, Int) = (row[0], row[2])
      // Those that were given and not answered may yet bring what is wanted.
      let wanted = max(0, study.design.wanted(after: votes) - (given - votes.count))
      return WorkPlan.Pair(
        id: id, isGold: row[1], given: given, wanted: wanted, isMine: mine.contains(id))
    }
    let earlier =
      try Int.fetchOne(
        db,
        sql: """
          SELECT count(*) FROM person WHERE study = ? AND id <> ?
            AND EXISTS (SELECT 1 FROM assignment WHERE assignment.person = person.id)
          """, arguments: [study.id, person]) ?? 0
    let last =
      try Int.fetchOne(
        db, sql: "SELECT max(position) FROM assignment WHERE person = ?", arguments: [person]) ?? 0
    let plan = WorkPlan(
      design: study.design, pairs: pairs, earlierReviewers: earlier, reviewer: earlier,
      isFirst: last == 0)
    for (index, item) in plan.items().enumerated() {
      try db.execute(
        sql: """
          INSERT INTO assignment (id, study, person, position, pair, kind)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          Identifier.random(), study.id, person, last + index + 1, item.pair, item.kind.rawValue,
        ])
    }
  }

  /// The next `most` pairs that the reviewer has not answered, in order.
  package func openWork(for person: String, most: Int) async throws -> [WorkItem] {
    try await read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT assignment.id, position, facts, frame FROM assignment
          JOIN pair ON pair.id = assignment.pair
          WHERE assignment.person = ?
            AND NOT EXISTS (
              SELECT 1 FROM answer WHERE answer.assignment = assignment.id AND undone = 0)
          ORDER BY position LIMIT ?
          """, arguments: [person, most]
      ).map { row in
        WorkItem(
          assignment: row[0], position: row[1],
          facts: try ConsoleStore.value(PairFacts.self, row[2]),
          hasFrame: (row[3] as Int64?) != nil)
      }
    }
  }

  /// Where the reviewer stands.
  package func workState(of person: String) async throws -> WorkState {
    try await read { db in
      let sums = try Row.fetchOne(
        db,
        sql: """
          SELECT (SELECT count(*) FROM assignment WHERE person = ?1),
            (SELECT count(*) FROM answer WHERE person = ?1 AND undone = 0),
            (SELECT coalesce(sum(active), 0) FROM answer WHERE person = ?1 AND undone = 0)
          """, arguments: [person])
      return WorkState(
        done: sums?[1] ?? 0, total: sums?[0] ?? 0,
        undo: try ConsoleStore.step(of: person, .undo, db)?.assignment,
        redo: try ConsoleStore.step(of: person, .redo, db)?.assignment, active: sums?[2] ?? 0)
    }
  }

  /// A picture of somebody's own assignment; nil where it is another's or has none.
  package func picture(_ which: PicturePart, assignment: String, person: String) async throws
    -> Data?
  {
    try await read { db in
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
    try await read { db in
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
