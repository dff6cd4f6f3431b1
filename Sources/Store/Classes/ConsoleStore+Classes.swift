import Essentials
import GRDB

// Classes stand beside the log, not in it: a student's answer is nobody's decision about anybody, and
// an entry that can never be removed would be the wrong place for it.
extension Schema {
  /// Classes and their answers.
  static func classes(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE classroom (
          id TEXT PRIMARY KEY NOT NULL,
          code TEXT NOT NULL UNIQUE,
          name TEXT NOT NULL,
          created INTEGER NOT NULL,
          closed INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE classAnswer (
          id INTEGER PRIMARY KEY NOT NULL,
          classroom TEXT NOT NULL REFERENCES classroom (id),
          lesson TEXT NOT NULL,
          step INTEGER NOT NULL,
          person TEXT NOT NULL REFERENCES person (id),
          guess REAL NOT NULL,
          UNIQUE (classroom, lesson, step, person)
        ) STRICT;
        """)
  }
}

extension ConsoleStore {
  /// Opens a class with a code of its own.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  package func openClass(name: String, now: Int64 = Moment.now()) async throws -> Classroom {
    let room = Classroom(
      id: Identifier.random(), code: Classroom.newCode(), name: name, created: now, closed: nil)
    try await write { db in
      try db.execute(
        sql: "INSERT INTO classroom (id, code, name, created) VALUES (?, ?, ?, ?)",
        arguments: [room.id, room.code, room.name, room.created])
    }
    return room
  }

  /// The class of this identifier; nil where there is none.
  package func classroom(_ id: String) async throws -> Classroom? {
    try await classrooms("id = ?", [id]).first
  }

  /// The open class of this code; nil where there is none, or not any more.
  package func classroom(code: String) async throws -> Classroom? {
    try await classrooms("code = ? AND closed IS NULL", [code]).first
  }

  /// All classes, the latest first.
  package func classrooms() async throws -> [Classroom] { try await classrooms("1", []) }

  private func classrooms(_ condition: String, _ arguments: StatementArguments) async throws
    -> [Classroom]
  {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT id, code, name, created, closed FROM classroom WHERE \(condition)
          ORDER BY created DESC, id
          """, arguments: arguments
      ).map {
        Classroom(id: $0[0], code: $0[1], name: $0[2], created: $0[3], closed: $0[4])
      }
    }
  }

  /// Ends a class: its code opens nothing any more, and no answer is taken.
  package func closeClass(_ id: String, now: Int64 = Moment.now()) async throws {
    try await write { db in
      try db.execute(
        sql: "UPDATE classroom SET closed = ? WHERE id = ? AND closed IS NULL",
        arguments: [now, id])
    }
  }

  /// Keeps a student's first answer to a question; later ones, and answers to a class that is closed,
  /// change nothing.
  package func answer(_ answer: ClassAnswer, by person: String, in room: String) async throws {
    try await write { db in
      try db.execute(
        sql: """
          INSERT OR IGNORE INTO classAnswer (classroom, lesson, step, person, guess)
          SELECT ?, ?, ?, ?, ? FROM classroom WHERE id = ? AND closed IS NULL
          """,
        arguments: [room, answer.lesson, answer.step, person, answer.guess, room])
    }
  }

  /// The answers of a class to all questions, each question's in the order in which they came.
  package func classAnswers(of room: String) async throws -> [ClassAnswer] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: "SELECT lesson, step, guess FROM classAnswer WHERE classroom = ? ORDER BY id",
        arguments: [room]
      ).map { ClassAnswer(lesson: $0[0], step: $0[1], guess: $0[2]) }
    }
  }
}
