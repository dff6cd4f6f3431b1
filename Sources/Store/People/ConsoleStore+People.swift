import Essentials
package import Foundation
import GRDB

extension ConsoleStore {
  /// How many sessions a person may have open at once.
  package static let mostSessions = 16

  /// Makes a person and an invitation, whose secret is shown once and never kept.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  package func invite(
    _ role: Role, study: String?, name: String, now: Int64 = Moment.now(),
    lasting days: Int64 = 30
  ) async throws -> (person: Person, secret: Secret) {
    let person = Person(id: Identifier.random(), role: role, study: study, name: name)
    let secret = Secret()
    try await write { db in
      try db.execute(
        sql: "INSERT INTO person (id, role, study, name, created) VALUES (?, ?, ?, ?, ?)",
        arguments: [person.id, role.rawValue, study, name, now])
      try ConsoleStore.keep(secret, of: person.id, "invitation", now, now + Moment.days(days), db)
      try Log.append(
        .invited(person: person.id, role: role, study: study), at: now, db)
    }
    return (person, secret)
  }

  /// A new invitation for somebody who was invited: the link was lost, or is over.
  ///
  /// The old one and all sessions end; what the person answered stays theirs.
  ///
  /// - Returns: nil where there is no such person, or not any more.
  package func inviteAgain(person id: String, now: Int64 = Moment.now(), lasting days: Int64 = 30)
    async throws -> (person: Person, secret: Secret)?
  {
    let secret = Secret()
    defer { sessions.forget() }
    let person = try await write { db -> Person? in
      guard
        let row = try Row.fetchOne(
          db, sql: "SELECT role, study, name FROM person WHERE id = ? AND revoked IS NULL",
          arguments: [id]), let role = Role(rawValue: row[0])
      else { return nil }
      try db.execute(sql: "DELETE FROM token WHERE person = ?", arguments: [id])
      try ConsoleStore.keep(secret, of: id, "invitation", now, now + Moment.days(days), db)
      try Log.append(.invited(person: id, role: role, study: row[1]), at: now, db)
      return Person(id: id, role: role, study: row[1], name: row[2])
    }
    return person.map { ($0, secret) }
  }

  /// Opens a session for who brings an invitation; nil where there is none such, or not any more.
  ///
  /// An invitation opens sessions until it is revoked: reviewers change browsers. One person is one
  /// reviewer all the same. The latest ``mostSessions`` of a person stand.
  package func open(_ invitation: Secret, now: Int64 = Moment.now(), lasting days: Int64 = 7)
    async throws -> (person: Person, session: Secret)?
  {
    let session = Secret()
    let opened = try await write { db -> (person: Person, endsOthers: Bool)? in
      guard let person = try ConsoleStore.find(invitation.digest, "invitation", now, db)?.person
      else { return nil }
      try db.execute(sql: "DELETE FROM token WHERE expires <= ?", arguments: [now])
      try ConsoleStore.keep(session, of: person.id, "session", now, now + Moment.days(days), db)
      // The oldest give way: an invitation must not fill the file with sessions.
      try db.execute(
        sql: """
          DELETE FROM token WHERE kind = 'session' AND person = ?1 AND digest NOT IN (
            SELECT digest FROM token WHERE kind = 'session' AND person = ?1
            ORDER BY digest = ?2 DESC, created DESC, digest LIMIT ?3)
          """, arguments: [person.id, session.digest, ConsoleStore.mostSessions])
      return (person, db.changesCount > 0)
    }
    guard let (person, endsOthers) = opened else { return nil }
    if endsOthers { sessions.forget() }
    return (person, session)
  }

  /// The session that this secret opens; nil where it is over or was never one.
  package func session(_ secret: Secret, now: Int64 = Moment.now()) throws -> OpenSession? {
    let digest = secret.digest
    let found = try sessions.value(digest) {
      try read { try ConsoleStore.find(digest, "session", now, $0) }?.with(secret)
    }
    // In constant time, whatever found it; and it may have ended since.
    guard let found, Secret.areEqual(found.digest, digest), found.expires > now else { return nil }
    return found
  }

  /// Ends one session.
  package func close(session: Data) async throws {
    defer { sessions.forget() }
    try await write { db in
      try db.execute(
        sql: "DELETE FROM token WHERE digest = ? AND kind = 'session'", arguments: [session])
    }
  }

  /// Takes a person's invitation and sessions away; what the person answered stays.
  ///
  /// - Returns: false where there is no such person, or not any more.
  @discardableResult
  package func revoke(person: String, now: Int64 = Moment.now()) async throws -> Bool {
    defer { sessions.forget() }
    return try await write { db in
      try db.execute(
        sql: "UPDATE person SET revoked = ? WHERE id = ? AND revoked IS NULL",
        arguments: [now, person])
      if db.changesCount == 0 { return false }
      try db.execute(sql: "DELETE FROM token WHERE person = ?", arguments: [person])
      try Log.append(.revoked(person: person), at: now, db)
      return true
    }
  }

  /// Those of `role` whose invitation stands, in the order in which they were invited.
  package func people(_ role: Role, study: String? = nil) async throws -> [Person] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT id, study, name FROM person
          WHERE role = ? AND study IS ? AND revoked IS NULL ORDER BY created, id
          """, arguments: [role.rawValue, study]
      ).map { Person(id: $0[0], role: role, study: $0[1], name: $0[2]) }
    }
  }

  private static func keep(
    _ secret: Secret, of person: String, _ kind: String, _ now: Int64, _ expires: Int64,
    _ db: Database
  ) throws {
    try db.execute(
      sql: "INSERT INTO token (digest, person, kind, created, expires) VALUES (?, ?, ?, ?, ?)",
      arguments: [secret.digest, person, kind, now, expires])
  }

  private static func find(_ digest: Data, _ kind: String, _ now: Int64, _ db: Database) throws
    -> OpenSession?
  {
    let statement = try db.cachedStatement(
      sql: """
        SELECT token.digest, person.id, person.role, person.study, person.name, token.expires
        FROM token JOIN person ON person.id = token.person
        WHERE token.digest = ? AND token.kind = ? AND token.expires > ?
          AND person.revoked IS NULL
        """)
    guard let row = try Row.fetchOne(statement, arguments: [digest, kind, now]) else { return nil }
    // The index found it by its digest; compared once more in constant time.
    let stored: Data = row[0]
    guard Secret.areEqual(stored, digest), let role = Role(rawValue: row[2]) else { return nil }
    return OpenSession(
      digest: stored, person: Person(id: row[1], role: role, study: row[3], name: row[4]),
      expires: row[5])
  }
}

/// What a secret opens: a session or an invitation, and whose it is.
package struct OpenSession: Sendable {
  /// The SHA-256 of the secret.
  package let digest: Data
  /// Whose it is.
  package let person: Person
  /// When it ends, in milliseconds since 1970 UTC.
  package let expires: Int64
  /// The secret's ``Secret/companion``; empty for an invitation.
  package private(set) var companion = ""

  fileprivate func with(_ secret: Secret) -> OpenSession {
    var session = self
    session.companion = secret.companion
    return session
  }
}
