import GRDB

// A pair that somebody was given and does not answer would wait for ever. So a pair lapses: it counts as
// not given, until the reviewer answers it all the same.
extension Schema {
  /// When a reviewer was last seen, and which of the pairs given have lapsed.
  ///
  /// - `person.seen`: when the reviewer last asked for pairs; NULL where nothing of theirs can lapse.
  /// - `assignment.lapsed`: when a first look or a known pair lapsed; NULL for all that stand. Never set
  ///   where there is an answer that counts.
  ///
  /// `assignmentList` holds all that telling a reviewer's next pairs takes, side by side.
  static func lapses(_ db: Database) throws {
    try db.execute(
      sql: """
        ALTER TABLE person ADD COLUMN seen INTEGER;
        CREATE INDEX personOfStudy ON person (study);
        ALTER TABLE assignment ADD COLUMN lapsed INTEGER;
        CREATE INDEX assignmentList ON assignment (person, position, pair, kind, lapsed);
        CREATE INDEX assignmentLapsed ON assignment (person, pair) WHERE lapsed IS NOT NULL;
        CREATE TRIGGER lapseIsCounted AFTER UPDATE OF lapsed ON assignment
        WHEN NEW.kind = 'first' AND (OLD.lapsed IS NULL) <> (NEW.lapsed IS NULL)
        BEGIN
          UPDATE tally SET given = given + iif(NEW.lapsed IS NULL, 1, -1) WHERE pair = NEW.pair;
        END;
        DROP TRIGGER revocationIsCounted;
        CREATE TRIGGER revocationIsCounted AFTER UPDATE OF revoked ON person
        WHEN OLD.revoked IS NULL AND NEW.revoked IS NOT NULL
        BEGIN
          UPDATE tally SET given = given - 1 WHERE pair IN (
            SELECT pair FROM assignment WHERE person = NEW.id AND kind = 'first'
              AND lapsed IS NULL AND NOT EXISTS (
                SELECT 1 FROM answer WHERE answer.assignment = assignment.id AND undone = 0));
        END;
        """)
  }
}
