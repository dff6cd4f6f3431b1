import GRDB

// What a pair was given and answered stands in the assignments and answers. With hundreds of reviewers
// that is tens of thousands of rows to count again for everybody who comes, so it is kept counted.
extension Schema {
  /// A row a pair: to how many it was given who answered or still may, and how they answered.
  ///
  /// First looks alone. Triggers keep it, and verification counts again.
  static func tally(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE tally (
          pair INTEGER PRIMARY KEY NOT NULL REFERENCES pair (id),
          given INTEGER NOT NULL DEFAULT 0,
          same INTEGER NOT NULL DEFAULT 0,
          different INTEGER NOT NULL DEFAULT 0,
          unsure INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        INSERT INTO tally (pair, given, same, different, unsure) SELECT * FROM (\(recount(lapses: false)));
        CREATE TRIGGER pairIsCounted AFTER INSERT ON pair
        BEGIN INSERT INTO tally (pair) VALUES (NEW.id); END;
        CREATE TRIGGER assignmentIsCounted AFTER INSERT ON assignment WHEN NEW.kind = 'first'
        BEGIN UPDATE tally SET given = given + 1 WHERE pair = NEW.pair; END;
        CREATE TRIGGER answerIsCounted AFTER INSERT ON answer
        BEGIN
          UPDATE tally SET same = same + (NEW.value > 0), different = different + (NEW.value < 0),
            unsure = unsure + (NEW.value = 0)
          WHERE pair = (SELECT pair FROM assignment WHERE id = NEW.assignment AND kind = 'first');
        END;
        CREATE TRIGGER undoIsCounted AFTER UPDATE OF undone ON answer
        BEGIN
          UPDATE tally SET same = same + (NEW.value > 0) * (OLD.undone - NEW.undone),
            different = different + (NEW.value < 0) * (OLD.undone - NEW.undone),
            unsure = unsure + (NEW.value = 0) * (OLD.undone - NEW.undone)
          WHERE pair = (SELECT pair FROM assignment WHERE id = NEW.assignment AND kind = 'first');
        END;
        CREATE TRIGGER revocationIsCounted AFTER UPDATE OF revoked ON person
        WHEN OLD.revoked IS NULL AND NEW.revoked IS NOT NULL
        BEGIN
          UPDATE tally SET given = given - 1 WHERE pair IN (
            SELECT pair FROM assignment WHERE person = NEW.id AND kind = 'first'
              AND NOT EXISTS (
                SELECT 1 FROM answer WHERE answer.assignment = assignment.id AND undone = 0));
        END;
        """)
  }

  /// The tally counted again from assignments and answers; files of earlier versions know no lapses.
  static func recount(lapses: Bool) -> String {
    """
    SELECT pair.id AS pair,
      count(person.id) FILTER (
        WHERE person.revoked IS NULL \(lapses ? "AND assignment.lapsed IS NULL" : "")
          OR answer.entry IS NOT NULL) AS given,
      coalesce(sum(answer.value > 0), 0) AS same, coalesce(sum(answer.value < 0), 0) AS different,
      coalesce(sum(answer.value = 0), 0) AS unsure
    FROM pair
      LEFT JOIN assignment ON assignment.pair = pair.id AND assignment.kind = 'first'
      LEFT JOIN person ON person.id = assignment.person
      LEFT JOIN answer ON answer.assignment = assignment.id AND answer.undone = 0
    GROUP BY pair.id
    """
  }
}
