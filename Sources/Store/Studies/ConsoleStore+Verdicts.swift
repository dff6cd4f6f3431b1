import Essentials
import GRDB

extension ConsoleStore {
  /// Keeps an adjudicator's verdict on a pair; another one takes its place, and the log has both.
  ///
  /// The same one by the same person, a form sent twice, is nothing new.
  ///
  /// - Returns: false where there is no such pair, or the person's invitation was taken back.
  package func decide(
    pair number: Int, of study: String, value: Int, active: Int, by person: String,
    now: Int64 = Moment.now()
  ) async throws -> Bool {
    try await write { db in
      guard
        let pair = try Int64.fetchOne(
          db,
          sql: """
            SELECT id FROM pair WHERE study = ? AND number = ?
              AND EXISTS (SELECT 1 FROM person WHERE id = ? AND revoked IS NULL)
            """, arguments: [study, number, person])
      else { return false }
      let isKnown = try Bool.fetchOne(
        db,
        sql: "SELECT EXISTS (SELECT 1 FROM verdict WHERE pair = ? AND person = ? AND value = ?)",
        arguments: [pair, person, value])
      if isKnown == true { return true }
      var record = LogRecord(.verdict)
      record.person = person
      record.study = study
      record.pair = number
      record.value = value
      record.active = active
      let entry = try Log.append(record, at: now, db)
      try db.execute(
        sql: """
          INSERT INTO verdict (pair, study, person, entry, value, active, at)
          VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
          ON CONFLICT (pair) DO UPDATE SET
            person = ?3, entry = ?4, value = ?5, active = ?6, at = ?7
          """, arguments: [pair, study, person, entry, value, active, now])
      return true
    }
  }

  /// The log's end.
  package func head() async throws -> LogHead { try read { try Log.head($0) } }
}
