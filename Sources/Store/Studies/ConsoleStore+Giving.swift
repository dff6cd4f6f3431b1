import Essentials
import GRDB

// Who is given which pairs, and when a pair that was given is for others again.
extension ConsoleStore {
  /// Gives a reviewer a list where there is none, and more where the list is done and pairs are left.
  package func provideWork(for person: Person, now: Int64 = Moment.now()) async throws {
    guard let id = person.study, let study = try await study(id), !study.isClosed else { return }
    let needs = try read { try ConsoleStore.needsWork(person.id, study, now, $0) }
    if needs { try await giveWork(to: person.id, of: id, now) }
  }

  /// Whether there is anything to write before `person` can be told what to do.
  static func needsWork(_ person: String, _ study: Study, _ now: Int64, _ db: Database) throws
    -> Bool
  {
    if study.isClosed { return false }
    if try !hasOpenWork(person, db) { return true }
    guard let milliseconds = study.design.returnAfter else { return false }
    let seen = try db.cachedStatement(
      sql: """
        SELECT coalesce(seen, 0) < ?1
          OR EXISTS (SELECT 1 FROM assignment WHERE person = ?2 AND lapsed IS NOT NULL)
        FROM person WHERE id = ?2
        """)
    // Not at every look, but often enough that nobody who is at work seems to be away.
    return try Bool.fetchOne(seen, arguments: [now - milliseconds / 4, person]) ?? false
  }

  func giveWork(to person: String, of id: String, _ now: Int64) async throws {
    try await write { db in
      // Looked at again within the transaction: two tabs may have come at once.
      guard let study = try ConsoleStore.studies(db, id: id).first, !study.isClosed else { return }
      // The invitation may have been taken back since the session was looked up: who can't answer any
      // more must not hold pairs.
      guard try ConsoleStore.isInvited(person, db) else { return }
      if study.design.returnAfter != nil { try ConsoleStore.note(person, now, db) }
      try ConsoleStore.restoreWanted(of: person, study, db)
      if try ConsoleStore.hasOpenWork(person, db) { return }
      try ConsoleStore.lapse(study, except: person, now, db)
      try ConsoleStore.restoreWanted(of: person, study, db)
      if try ConsoleStore.hasOpenWork(person, db) { return }
      try ConsoleStore.give(person, study, db)
    }
  }

  private static func isInvited(_ person: String, _ db: Database) throws -> Bool {
    let statement = try db.cachedStatement(
      sql: "SELECT EXISTS (SELECT 1 FROM person WHERE id = ? AND revoked IS NULL)")
    return try Bool.fetchOne(statement, arguments: [person]) ?? false
  }

  /// Notes that a reviewer is there.
  static func note(_ person: String, _ now: Int64, _ db: Database) throws {
    try db.cachedStatement(sql: "UPDATE person SET seen = ? WHERE id = ?")
      .execute(arguments: [now, person])
  }

  /// A reviewer's pairs that lapsed, or second looks at such.
  static let isAway = """
    pair IN (SELECT pair FROM assignment WHERE person = ?1 AND lapsed IS NOT NULL)
    """

  /// A reviewer's pairs with an answer that counts; all of a reviewer's answers lie side by side.
  static let isAnswered = "id IN (SELECT assignment FROM answer WHERE person = ?1 AND undone = 0)"

  private static func hasOpenWork(_ person: String, _ db: Database) throws -> Bool {
    let statement = try db.cachedStatement(
      sql: """
        SELECT EXISTS (
          SELECT 1 FROM assignment WHERE person = ?1 AND NOT \(isAnswered) AND NOT \(isAway))
        """)
    return try Bool.fetchOne(statement, arguments: [person]) ?? false
  }

  /// Takes first looks and known pairs of those who have given no sign for long out of their lists.
  ///
  /// Nobody else lacks the known pairs; but what stayed in a list when the others went would be they.
  /// Each of them once: with nothing left to lapse they are not seen, until they come again.
  private static func lapse(
    _ study: Study, except person: String, _ now: Int64, _ db: Database
  ) throws {
    guard let milliseconds = study.design.returnAfter else { return }
    let away = try String.fetchAll(
      db,
      sql: """
        SELECT id FROM person
        WHERE study = ?1 AND id <> ?2 AND role = ?3 AND revoked IS NULL AND seen < ?4
          AND coalesce((
            SELECT at FROM answer WHERE answer.person = person.id ORDER BY ordinal DESC LIMIT 1
          ), 0) < ?4
        """, arguments: [study.id, person, Role.reviewer.rawValue, now - milliseconds])
    for other in away {
      try db.execute(
        sql: """
          UPDATE assignment SET lapsed = ?2
          WHERE person = ?1 AND kind <> 'second' AND lapsed IS NULL AND NOT \(isAnswered)
          """, arguments: [other, now])
      try db.execute(sql: "UPDATE person SET seen = NULL WHERE id = ?", arguments: [other])
    }
  }

  /// Gives a reviewer back what lapsed and still lacks answers that nobody else was asked for.
  ///
  /// Of the known pairs, as many as keep their share: a list with more of them, or fewer, would tell.
  private static func restoreWanted(of person: String, _ study: Study, _ db: Database) throws {
    let lapsed = try Row.fetchAll(
      db,
      sql: """
        SELECT assignment.id, kind = 'gold', given, same, different, unsure
        FROM assignment JOIN tally ON tally.pair = assignment.pair
        WHERE person = ? AND lapsed IS NOT NULL ORDER BY position
        """, arguments: [person])
    let known = lapsed.filter { $0[1] }
    let others = lapsed.filter { !$0[1] }
    let back = others.filter {
      wanted(study.design, given: $0[2], votes: votes($0, from: 3)) > 0
    }
    // None where no others lapsed: what came back alone would be known.
    let share =
      others.isEmpty
      ? 0 : (known.count * back.count + Int.random(in: 0..<others.count)) / others.count
    for row in back + known.prefix(share) { try restore(row[0], db) }
  }

  /// Puts a pair that lapsed into its reviewer's list again.
  static func restore(_ assignment: String, _ db: Database) throws {
    try db.cachedStatement(
      sql: "UPDATE assignment SET lapsed = NULL WHERE id = ? AND lapsed IS NOT NULL"
    ).execute(arguments: [assignment])
  }

  private static func votes(_ row: Row, from column: Int) -> PairVotes {
    PairVotes(same: row[column], different: row[column + 1], unsure: row[column + 2])
  }

  /// How many more are to be given a pair now: those who were given it and may still answer may yet
  /// bring what is wanted.
  private static func wanted(_ design: StudyDesign, given: Int, votes: PairVotes) -> Int {
    max(0, design.wanted(after: votes) - (given - votes.count))
  }

  private static func give(_ person: String, _ study: Study, _ db: Database) throws {
    let mine = Set(
      try Int64.fetchAll(
        db, sql: "SELECT pair FROM assignment WHERE person = ?", arguments: [person]))
    let counts = try db.cachedStatement(
      sql: """
        SELECT id, gold, given, same, different, unsure
        FROM pair JOIN tally ON tally.pair = pair.id WHERE study = ? ORDER BY number
        """)
    let expected = ExpectedAnswers(study.design)
    let pairs = try Row.fetchAll(counts, arguments: [study.id]).map { row in
      let (id, given): (Int64, Int) = (row[0], row[2])
      let votes = self.votes(row, from: 3)
      let wanted = self.wanted(study.design, given: given, votes: votes)
      return WorkPlan.Pair(
        id: id, isGold: row[1], given: given, wanted: wanted,
        later: max(0, expected.after(votes) - Double(given - votes.count + wanted)),
        isMine: mine.contains(id))
    }
    let others = try db.cachedStatement(
      sql: """
        SELECT count(*) FROM person WHERE study = ? AND id <> ?
          AND EXISTS (SELECT 1 FROM assignment WHERE assignment.person = person.id)
        """)
    let earlier = try Int.fetchOne(others, arguments: [study.id, person]) ?? 0
    let last =
      try Int.fetchOne(
        db, sql: "SELECT max(position) FROM assignment WHERE person = ?", arguments: [person]) ?? 0
    // Who has a list may have as many before as others have: the identifier tells them apart.
    let own = Int(person.prefix(7), radix: 16) ?? earlier
    let plan = WorkPlan(
      design: study.design, pairs: pairs, earlierReviewers: earlier,
      reviewer: last == 0 ? earlier : own, before: last)
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO assignment (id, study, person, position, pair, kind) VALUES (?, ?, ?, ?, ?, ?)
        """)
    for (index, item) in plan.items().enumerated() {
      try insert.execute(
        arguments: [
          Identifier.random(), study.id, person, last + index + 1, item.pair, item.kind.rawValue,
        ])
    }
  }
}

extension StudyDesign {
  /// ``returnAfterMinutes`` in milliseconds; nil for never.
  var returnAfter: Int64? { returnAfterMinutes.map { Int64($0) * 60_000 } }
}
