import GRDB

/// One answer of a reviewer's, for that reviewer.
public struct OwnAnswer: Sendable, Equatable {
  /// The pair's place in the reviewer's list.
  public let position: Int
  /// The answer.
  public let value: Int
  /// Active time in milliseconds.
  public let active: Int
  /// When the server took it, in milliseconds since 1970 UTC.
  public let at: Int64
}

extension ConsoleStore {
  /// All answers of a reviewer that count, in the order of the list.
  package func record(of person: String) async throws -> [OwnAnswer] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT position, value, active, at
          FROM answer JOIN assignment ON assignment.id = answer.assignment
          WHERE answer.person = ? AND undone = 0 ORDER BY position
          """, arguments: [person]
      ).map { OwnAnswer(position: $0[0], value: $0[1], active: $0[2], at: $0[3]) }
    }
  }
}
