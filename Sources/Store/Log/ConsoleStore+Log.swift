import GRDB

extension ConsoleStore {
  /// The entries that concern `study`, one line of canonical text and hash each.
  ///
  /// - Throws: ``Failure`` (`inputOutput`, `unavailable`).
  /// - Complexity: O(log): not for a thread that answers requests.
  package func log(of study: String) throws -> [String] {
    try read { db in
      try Row.fetchAll(
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
    }
  }
}
