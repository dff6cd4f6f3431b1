import GRDB

/// The tables, version by version.
enum Schema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { db in
      try log(db)
      try people(db)
      try studies(db)
    }
    migrator.registerMigration("2", migrate: classes)
    migrator.registerMigration("3", migrate: tally)
    migrator.registerMigration("4", migrate: lapses)
    return migrator
  }

  /// The log can be added to and nothing else; triggers hold even a slip of our own to that.
  private static func log(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE entry (
          sequence INTEGER PRIMARY KEY NOT NULL CHECK (sequence > 0),
          payload TEXT NOT NULL,
          hash BLOB NOT NULL CHECK (length(hash) = 32)
        ) STRICT;
        CREATE TRIGGER entryIsNeverChanged BEFORE UPDATE ON entry
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
        CREATE TRIGGER entryIsNeverRemoved BEFORE DELETE ON entry
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
        CREATE TRIGGER entryFollowsTheLast BEFORE INSERT ON entry
        WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM entry)
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
        """)
  }

  private static func people(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE person (
          id TEXT PRIMARY KEY NOT NULL,
          role TEXT NOT NULL,
          study TEXT,
          name TEXT NOT NULL,
          created INTEGER NOT NULL,
          revoked INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE token (
          digest BLOB PRIMARY KEY NOT NULL CHECK (length(digest) = 32),
          person TEXT NOT NULL REFERENCES person (id),
          kind TEXT NOT NULL CHECK (kind IN ('invitation', 'session')),
          created INTEGER NOT NULL,
          expires INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX tokenOfPerson ON token (person);
        """)
  }

  private static func studies(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE study (
          id TEXT PRIMARY KEY NOT NULL,
          design TEXT NOT NULL,
          created INTEGER NOT NULL,
          closed INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE picture (
          id INTEGER PRIMARY KEY NOT NULL,
          digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
          png BLOB NOT NULL
        ) STRICT;
        CREATE TABLE pair (
          id INTEGER PRIMARY KEY NOT NULL,
          study TEXT NOT NULL REFERENCES study (id),
          number INTEGER NOT NULL,
          list INTEGER NOT NULL,
          probe INTEGER NOT NULL REFERENCES picture (id),
          candidate INTEGER NOT NULL REFERENCES picture (id),
          frame INTEGER REFERENCES picture (id),
          facts TEXT NOT NULL,
          gold INTEGER NOT NULL DEFAULT 0 CHECK (gold IN (0, 1)),
          UNIQUE (study, number)
        ) STRICT;
        CREATE TABLE assignment (
          id TEXT PRIMARY KEY NOT NULL,
          study TEXT NOT NULL REFERENCES study (id),
          person TEXT NOT NULL REFERENCES person (id),
          position INTEGER NOT NULL,
          pair INTEGER NOT NULL REFERENCES pair (id),
          kind TEXT NOT NULL CHECK (kind IN ('first', 'second', 'gold')),
          UNIQUE (person, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX assignmentOfPair ON assignment (pair);
        CREATE INDEX assignmentOfStudy ON assignment (study);
        CREATE TABLE answer (
          person TEXT NOT NULL REFERENCES person (id),
          ordinal INTEGER NOT NULL,
          assignment TEXT NOT NULL REFERENCES assignment (id),
          entry INTEGER NOT NULL REFERENCES entry (sequence),
          value INTEGER NOT NULL,
          active INTEGER NOT NULL,
          at INTEGER NOT NULL,
          undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1)),
          PRIMARY KEY (person, ordinal)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX answerThatCounts ON answer (assignment) WHERE undone = 0;
        CREATE INDEX answerTakenBack ON answer (person, ordinal) WHERE undone = 1;
        CREATE TABLE receipt (
          person TEXT NOT NULL REFERENCES person (id),
          key TEXT NOT NULL,
          request BLOB NOT NULL,
          entry INTEGER NOT NULL REFERENCES entry (sequence),
          PRIMARY KEY (person, key)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE verdict (
          pair INTEGER PRIMARY KEY NOT NULL REFERENCES pair (id),
          study TEXT NOT NULL REFERENCES study (id),
          person TEXT NOT NULL REFERENCES person (id),
          entry INTEGER NOT NULL REFERENCES entry (sequence),
          value INTEGER NOT NULL,
          active INTEGER NOT NULL,
          at INTEGER NOT NULL
        ) STRICT;
        """)
  }
}
