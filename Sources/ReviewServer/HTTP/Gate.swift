import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Store

/// What each request passes before any page sees it.
///
/// In order: the host must be ours (against DNS rebinding); an unsafe method must come from our own
/// origin and its body within size and time; a session is looked up, and an unsafe method within one
/// must bring the session's companion token. Whatever is thrown becomes an answer; every answer gets
/// the security headers.
struct Gate: RouterMiddleware {
  typealias Context = ConsoleContext

  let store: ConsoleStore
  let origins: OriginsBox
  /// Paths whose bodies may be larger than ``mostBytes``, such as uploads.
  let largerBodies: [String: Int]
  static let mostBytes = 16 << 10
  private let budget = BodyBudget(most: 8)

  init(store: ConsoleStore, origins: OriginsBox, largerBodies: [String: Int]) {
    self.store = store
    self.origins = origins
    self.largerBodies = largerBodies
  }

  func handle(
    _ request: Request, context: ConsoleContext,
    next: (Request, ConsoleContext) async throws -> Response
  ) async throws -> Response {
    var response: Response
    do {
      response = try await pass(request, context, next)
    } catch {
      let problem = Problem(error)
      if problem.code == "defect" { context.logger.error("\(error)") }
      response = ErrorPage.response(problem, path: request.uri.path, session: nil)
    }
    Headers.add(to: &response.headers)
    return response
  }

  private func pass(
    _ request: Request, _ context: ConsoleContext,
    _ next: (Request, ConsoleContext) async throws -> Response
  ) async throws -> Response {
    guard origins.allow(host: request.head.authority) else {
      throw Problem(.misdirectedRequest, "wrong-host", "this console is not at that address")
    }
    let isLarge = isLarge(request)
    if isLarge && !budget.enter() {
      throw Problem(.serviceUnavailable, "busy", "too many uploads at once: try again")
    }
    defer { if isLarge { budget.leave() } }
    var context = context
    let safe = request.method == .get || request.method == .head
    if !safe {
      try checkOrigin(request)
      context.body = try await body(request)
    }
    context.session = try await session(request)
    if !safe, let session = context.session { try checkCompanion(request, context, session) }
    return try await next(request, context)
  }

  private func checkOrigin(_ request: Request) throws {
    let site = request.headers[Gate.fetchSite]
    let origin = request.headers[.origin]
    let isOurs = origin.map(origins.contains) ?? true
    let isSameSite = site.map { $0 == "same-origin" || $0 == "none" } ?? true
    guard isOurs, isSameSite else {
      throw Problem(.forbidden, "cross-site", "this request comes from another site")
    }
  }

  /// Whether a body may come that is larger than most: announced so, or not announced.
  private func isLarge(_ request: Request) -> Bool {
    guard request.method == .post, largerBodies[request.uri.path] != nil else { return false }
    return request.headers[.contentLength].flatMap { Int($0) }.map { $0 > Gate.mostBytes } ?? true
  }

  private func body(_ request: Request) async throws -> ByteBuffer {
    let most = largerBodies[request.uri.path] ?? Gate.mostBytes
    if let length = request.headers[.contentLength], Int(length).map({ $0 > most }) ?? true {
      throw Problem.tooLarge
    }
    do {
      // How long that may take is up to the connection's RequestDeadline.
      return try await request.body.collect(upTo: most)
    } catch is NIOTooManyBytesError {
      throw Problem.tooLarge
    }
  }

  private func session(_ request: Request) async throws -> Session? {
    guard let text = request.cookies[Session.cookie]?.value,
      let secret = Secret(presented: text)
    else { return nil }
    let digest = secret.digest
    guard let person = try await store.person(session: digest) else { return nil }
    return Session(person: person, digest: digest, companion: secret.companion)
  }

  private func checkCompanion(_ request: Request, _ context: ConsoleContext, _ session: Session)
    throws
  {
    let type = request.headers[.contentType] ?? ""
    let brought: String?
    if type.hasPrefix("application/x-www-form-urlencoded") {
      brought = try context.form["csrf"]
    } else {
      brought = request.headers[Gate.companion]
    }
    guard let brought, Secret.areEqual(Data(brought.utf8), Data(session.companion.utf8)) else {
      throw Problem(
        .forbidden, "no-companion", "this request lacks the page's token: reload the page")
    }
  }

  private static let fetchSite = field("Sec-Fetch-Site")
  static let companion = field("X-CSRF-Token")

  private static func field(_ name: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(name) else { preconditionFailure("a header's name") }
    return name
  }
}
