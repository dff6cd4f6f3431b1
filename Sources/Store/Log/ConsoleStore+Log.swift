import GRDB

/// A study's part of the log.
package struct StudyLog: Sendable, Equatable {
  /// The entries that concern the study, one line of canonical text and hash each.
  package let lines: [String]
  /// The log's end, which covers these entries; none of the study's before it is missing.
  package let head: LogHead
}

extension ConsoleStore {
  /// The entries that concern `study`, and the log's end, in one snapshot.
  ///
  /// - Throws: ``Failure`` (`inputOutput`, `unavailable`).
  /// - Complexity: O(log): not for a thread that answers requests.
  package func log(of study: String) throws -> StudyLog {
    try read { db in
      let lines = try Row.fetchAll(
        db,
        sql: """
          SELECT payload, lower(hex(hash)) FROM entry
          WHERE payload LIKE '%"study":"' || ? || '"%' ORDER BY sequence
          """, arguments: [study]
      ).map { row in
        let payload: String = row[0]
        let hash: String = row[1]
        return "{\"entry\":\(payload),\"hash\":\"\(hash)\"}\n"
      }
      return StudyLog(lines: lines, head: try Log.head(db))
    }
  }
}
