import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Store

/// What each request passes before any page sees it.
///
/// In order: the host must be ours (against DNS rebinding); an unsafe method must come from our own
/// origin; a session is looked up; a body must arrive within size and time, large ones only from those
/// who may send them; and an unsafe method within a session must bring the session's companion token.
/// Whatever is thrown becomes an answer; every answer gets the security headers.
struct Gate: RouterMiddleware {
  typealias Context = ConsoleContext

  let store: ConsoleStore
  let origins: OriginsBox
  /// Paths whose bodies may be larger than ``mostBytes``: uploads.
  let uploads: [String: Upload]
  /// Who runs the console is told why it can't go on, such as a full disk; not with each request.
  private let complaints = RateLimiter(perMinute: 1)
  static let mostBytes = 16 << 10

  init(store: ConsoleStore, origins: OriginsBox, uploads: [String: Upload]) {
    self.store = store
    self.origins = origins
    self.uploads = uploads
  }

  /// How large a body may be, from whom, and how many such are held at once.
  struct Upload: Sendable {
    let most: Int
    /// Who may send it; nil for everybody.
    let role: Role?
    let budget = BodyBudget(most: 8)
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
      if problem.code == "defect" || (problem.code == "unavailable" && complaints.allows("")) {
        context.logger.error("\(error)")
      }
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
    var context = context
    if request.method == .get || request.method == .head {
      context.session = try session(request)
      return try await next(request, context)
    }
    try checkOrigin(request)
    context.session = try session(request)
    let upload = upload(request, context.session)
    if let upload, !upload.budget.enter() {
      throw Problem(.serviceUnavailable, "busy", "too many uploads at once: try again")
    }
    defer { upload?.budget.leave() }
    context.body = try await body(request, most: upload?.most ?? Gate.mostBytes)
    if let session = context.session { try checkCompanion(request, context, session) }
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

  /// The upload that `request` is; nil for a body of the usual size, or from who may send no other.
  private func upload(_ request: Request, _ session: Session?) -> Upload? {
    guard request.method == .post, let upload = uploads[request.uri.path],
      upload.role == nil || upload.role == session?.person.role
    else { return nil }
    let announced = request.headers[.contentLength].flatMap { Int($0) }
    return announced.map { $0 > Gate.mostBytes } ?? true ? upload : nil
  }

  private func body(_ request: Request, most: Int) async throws -> ByteBuffer {
    if let length = request.headers[.contentLength], Int(length).map({ $0 > most }) ?? true {
      throw Problem.tooLarge
    }
    do {
      // How long that may take is up to the connection's RequestDeadline.
      return try await request.body.collect(upTo: most)
    } catch is NIOTooManyBytesError {
      throw Problem.tooLarge
    } catch {
      // Who sent it hung up: nobody hears this, and it is no defect to be written down.
      throw Problem(.badRequest, "incomplete", "the request did not arrive whole")
    }
  }

  private func session(_ request: Request) throws -> Session? {
    guard let text = request.cookies[Session.cookie]?.value,
      let secret = Secret(presented: text)
    else { return nil }
    return try store.session(secret).map {
      Session(person: $0.person, digest: $0.digest, companion: $0.companion)
    }
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
