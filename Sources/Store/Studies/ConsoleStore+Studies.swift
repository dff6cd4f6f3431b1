import Crypto
import Essentials
import Foundation
import GRDB

/// A study as the store has it.
public struct Study: Sendable, Equatable {
  /// Its random identifier.
  public let id: String
  /// How it is run.
  public let design: StudyDesign
  /// When it was made, in milliseconds since 1970 UTC.
  public let created: Int64
  /// Whether it takes no more answers.
  public let isClosed: Bool
  /// How many pairs it has, known ones included.
  public let pairs: Int
}

extension ConsoleStore {
  /// Makes a study of `pairs` and returns its identifier.
  ///
  /// - Throws: ``Failure`` (`missingInput` without pairs, `inputOutput`).
  package func make(
    _ design: StudyDesign, pairs: [NewPair], now: Int64 = Moment.now()
  ) async throws -> String {
    if pairs.isEmpty {
      throw Failure(
        .missingInput, "there are no pairs to review",
        remedy: "Use a candidate list with at least one candidate")
    }
    let id = Identifier.random()
    let designText = try ConsoleStore.text(design)
    return try await write { db in
      try db.execute(
        sql: "INSERT INTO study (id, design, created) VALUES (?, ?, ?)",
        arguments: [id, designText, now])
      var digest = SHA256()
      digest.update(data: Data(designText.utf8))
      for (number, pair) in pairs.enumerated() {
        let pictures = try [pair.probe, pair.candidate].map { try ConsoleStore.keep($0, db) }
        let frame = try pair.frame.map { try ConsoleStore.keep($0, db) }
        let facts = try ConsoleStore.text(pair.facts)
        for part in [Data(pair.probe), Data(pair.candidate), Data(facts.utf8)] {
          digest.update(data: Data(SHA256.hash(data: part)))
        }
        try db.execute(
          sql: """
            INSERT INTO pair (study, number, list, probe, candidate, frame, facts, gold)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
          arguments: [
            id, number + 1, pair.list, pictures[0], pictures[1], frame, facts, pair.isGold,
          ])
      }
      let sum = Log.hexadecimal(Data(digest.finalize()))
      try Log.append(.made(study: id, digest: sum), at: now, db)
      return id
    }
  }

  /// All studies, the latest first.
  package func studies() async throws -> [Study] {
    try read { try ConsoleStore.studies($0, id: nil) }
  }

  /// The study called `id`; nil where there is none.
  package func study(_ id: String) async throws -> Study? {
    try knownStudies.value(id) {
      try read { try ConsoleStore.studies($0, id: id).first }
    }
  }

  /// Whether somebody is invited to review in a study that is open.
  package func isReviewUnderWay() async throws -> Bool {
    try read { db in
      try Bool.fetchOne(
        db,
        sql: """
          SELECT EXISTS (
            SELECT 1 FROM study JOIN person ON person.study = study.id
            WHERE closed IS NULL AND role = ? AND revoked IS NULL)
          """, arguments: [Role.reviewer.rawValue]) ?? false
    }
  }

  /// Closes a study: it takes no more answers.
  package func close(study: String, now: Int64 = Moment.now()) async throws {
    defer { knownStudies.forget() }
    try await write { db in
      try db.execute(
        sql: "UPDATE study SET closed = ? WHERE id = ? AND closed IS NULL", arguments: [now, study])
      if db.changesCount > 0 { try Log.append(.closed(study: study), at: now, db) }
    }
  }

  static func studies(_ db: Database, id: String?) throws -> [Study] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT id, design, created, closed, (SELECT count(*) FROM pair WHERE study = study.id)
        FROM study WHERE ?1 IS NULL OR id = ?1 ORDER BY created DESC, id
        """, arguments: [id]
    ).map { row in
      Study(
        id: row[0], design: try value(StudyDesign.self, row[1]), created: row[2],
        isClosed: (row[3] as Int64?) != nil, pairs: row[4])
    }
  }

  /// Keeps a picture once, however many pairs show it.
  private static func keep(_ png: [UInt8], _ db: Database) throws -> Int64 {
    let digest = Data(SHA256.hash(data: png))
    if let known = try Int64.fetchOne(
      db, sql: "SELECT id FROM picture WHERE digest = ?", arguments: [digest])
    {
      return known
    }
    try db.execute(
      sql: "INSERT INTO picture (digest, png) VALUES (?, ?)", arguments: [digest, Data(png)])
    return db.lastInsertedRowID
  }

  static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  static func value<T: Decodable>(_ type: T.Type, _ text: String) throws -> T {
    do {
      return try JSONDecoder().decode(type, from: Data(text.utf8))
    } catch {
      throw Failure(
        .malformedInput, "holds a record that is not \(type)'s (\(error))",
        file: ConsoleStore.fileName, remedy: "Restore a backup")
    }
  }
}
