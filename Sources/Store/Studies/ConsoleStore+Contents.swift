import Essentials
import GRDB

/// An answer that counts, with what it is about; for who may see the whole study.
public struct CountedAnswer: Sendable, Equatable {
  /// The pair's number in the study, from 1.
  public let pair: Int
  /// Who answered.
  public let person: String
  /// The name that the auditor gave.
  public let name: String
  /// Why the reviewer was given the pair.
  public let kind: LookKind
  /// −3 (sure: different) to +3 (sure: same); 0 is "can't tell".
  public let value: Int
  /// Active time in milliseconds.
  public let active: Int
  /// When the server took it, in milliseconds since 1970 UTC.
  public let at: Int64
}

/// Why a reviewer was given a pair; never told to reviewers.
public enum LookKind: String, Sendable, Codable, CaseIterable {
  /// To learn about the pair.
  case first
  /// To learn how steady the reviewer is.
  case second
  /// To learn how good the reviewer is: the answer is known.
  case gold
}

/// A pair as who may see the whole study sees it.
public struct StudyPair: Sendable, Equatable {
  /// Its number in the study, from 1.
  public let number: Int
  /// The list it belongs to.
  public let list: Int
  /// What is known of it.
  public let facts: PairFacts
  /// Whether it tests reviewers.
  public let isGold: Bool
  /// Whether there is a picture of the whole frame.
  public let hasFrame: Bool
  /// What an adjudicator decided, −3…+3; nil where nobody did.
  public let verdict: Int?
}

/// A member of a study.
public struct StudyMember: Sendable, Equatable {
  /// Who.
  public let person: Person
  /// Whether the invitation was taken back.
  public let isRevoked: Bool
}

/// How long a reviewer's list is.
public struct ListLength: Sendable, Equatable {
  /// The pairs that were given and stand.
  public let given: Int
  /// Those that lapsed: they were not answered for long, and are for others.
  public let lapsed: Int

  /// No list.
  public static let empty = ListLength(given: 0, lapsed: 0)
}

/// All that is known of a study at one moment.
public struct StudyContents: Sendable, Equatable {
  /// All pairs, by number.
  public let pairs: [StudyPair]
  /// All answers that count, by pair and time.
  public let answers: [CountedAnswer]
  /// All reviewers and adjudicators, in the order in which they were invited.
  public let members: [StudyMember]
  /// How long the lists of those are who have one, by identifier.
  public let lists: [String: ListLength]
  /// The log's end, which covers exactly these.
  public let head: LogHead
}

extension ConsoleStore {
  /// What is known of `study`, in one snapshot: the head covers these answers and no others.
  ///
  /// - Throws: ``Failure`` (`inputOutput`, `unavailable`).
  /// - Complexity: O(answers): not for a thread that answers requests.
  package func contents(of study: String) throws -> StudyContents {
    try read { db in
      StudyContents(
        pairs: try ConsoleStore.pairs(of: study, db),
        answers: try ConsoleStore.answers(of: study, db),
        members: try ConsoleStore.members(of: study, db),
        lists: try ConsoleStore.lists(of: study, db), head: try Log.head(db))
    }
  }

  /// All answers of a study that count, by pair and time.
  package func answers(of study: String) async throws -> [CountedAnswer] {
    try read { try ConsoleStore.answers(of: study, $0) }
  }

  /// All reviewers and adjudicators of a study, in the order in which they were invited.
  package func members(of study: String) async throws -> [StudyMember] {
    try read { try ConsoleStore.members(of: study, $0) }
  }

  private static func answers(of study: String, _ db: Database) throws -> [CountedAnswer] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT pair.number, person.id, person.name, assignment.kind, answer.value,
          answer.active, answer.at
        FROM answer JOIN assignment ON assignment.id = answer.assignment
          JOIN pair ON pair.id = assignment.pair JOIN person ON person.id = answer.person
        WHERE assignment.study = ? AND answer.undone = 0
        ORDER BY pair.number, answer.entry
        """, arguments: [study]
    ).map { row in
      CountedAnswer(
        pair: row[0], person: row[1], name: row[2], kind: LookKind(rawValue: row[3]) ?? .first,
        value: row[4], active: row[5], at: row[6])
    }
  }

  private static func pairs(of study: String, _ db: Database) throws -> [StudyPair] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT number, list, facts, gold, frame, verdict.value
        FROM pair LEFT JOIN verdict ON verdict.pair = pair.id
        WHERE pair.study = ? ORDER BY number
        """, arguments: [study]
    ).map { row in
      StudyPair(
        number: row[0], list: row[1], facts: try value(PairFacts.self, row[2]), isGold: row[3],
        hasFrame: (row[4] as Int64?) != nil, verdict: row[5])
    }
  }

  private static func members(of study: String, _ db: Database) throws -> [StudyMember] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT id, role, name, revoked FROM person WHERE study = ? ORDER BY created, id
        """, arguments: [study]
    ).compactMap { row in
      Role(rawValue: row[1]).map { role in
        StudyMember(
          person: Person(id: row[0], role: role, study: study, name: row[2]),
          isRevoked: (row[3] as Int64?) != nil)
      }
    }
  }

  private static func lists(of study: String, _ db: Database) throws -> [String: ListLength] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT id, (SELECT count(*) FROM assignment WHERE assignment.person = person.id),
          (SELECT count(*) FROM assignment WHERE assignment.person = person.id AND lapsed IS NOT NULL)
        FROM person WHERE study = ?
        """, arguments: [study])
    return Dictionary(
      rows.map { row in
        let (all, lapsed): (Int, Int) = (row[1], row[2])
        return (row[0], ListLength(given: all - lapsed, lapsed: lapsed))
      }, uniquingKeysWith: { first, _ in first })
  }
}
