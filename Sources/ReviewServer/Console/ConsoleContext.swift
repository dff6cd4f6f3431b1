import Foundation
package import Hummingbird
import Store

/// What is known of a request beside its head: where it comes from, whose it is, and its body.
package struct ConsoleContext: RequestContext {
  package var coreContext: CoreRequestContextStorage
  /// The address at the other end of the connection.
  let peer: String
  /// Whose session it is; nil for nobody's.
  var session: Session?
  /// The whole body, collected within size and time; empty for safe methods.
  var body = ByteBuffer()

  /// Made for each request by the framework.
  package init(source: Source) {
    coreContext = .init(source: source)
    peer = source.channel.remoteAddress?.ipAddress ?? "unknown"
  }
}

/// An open session.
struct Session: Sendable {
  /// Who.
  let person: Person
  /// The SHA-256 of the cookie's secret.
  let digest: Data
  /// What forms and scripts must bring back; see ``Secret/companion``.
  let companion: String

  /// The cookie's name.
  static let cookie = "lookalike_session"
}

extension ConsoleContext {
  /// The person, who must have one of `roles`.
  ///
  /// - Throws: ``Problem`` 401 without a session, 403 for another role.
  func person(_ roles: Role...) throws -> Person {
    guard let session else { throw Problem.noSession }
    guard roles.contains(session.person.role) else {
      throw Problem(.forbidden, "not-yours", "this page is not for the role of your link")
    }
    return session.person
  }

  /// The body as JSON.
  ///
  /// - Throws: ``Problem`` 400 where it is none or lacks a value.
  func json<T: Decodable>(_ type: T.Type) throws -> T {
    do {
      return try JSONDecoder().decode(type, from: Data(body.readableBytesView))
    } catch {
      throw Problem(.badRequest, "malformed", "the request's body is not the JSON expected here")
    }
  }

  /// The fields of a form.
  ///
  /// - Throws: ``Problem`` 400 where it is none.
  var form: FormFields {
    get throws { try FormFields(Array(body.readableBytesView)) }
  }
}
