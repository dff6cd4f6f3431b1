import Essentials
import HTTPTypes
import Hummingbird
import Reports

/// Why a request is refused: a status, a word for programs, a sentence for people.
struct Problem: Error, Sendable, Equatable {
  let status: HTTPResponse.Status
  let code: String
  let message: String

  init(_ status: HTTPResponse.Status, _ code: String, _ message: String) {
    self.status = status
    self.code = code
    self.message = message
  }

  static let noSession = Problem(
    .unauthorized, "no-session", "your session is over: open your invitation link again")
  static let notFound = Problem(.notFound, "not-found", "there is no such page")
  static let tooLarge = Problem(.contentTooLarge, "too-large", "the request is too large")

  /// 422: well-formed, but not to be accepted.
  static func unfit(_ message: String) -> Problem {
    Problem(.unprocessableContent, "unfit", message)
  }

  /// 409: it contradicts what is there.
  static func conflict(_ code: String, _ message: String) -> Problem {
    Problem(.conflict, code, message)
  }

  /// What to answer where `error` was thrown; a defect of ours tells nothing of itself.
  init(_ error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let error as HTTPError:
      switch error.status {
      case .notFound: self = .notFound
      case .contentTooLarge: self = .tooLarge
      default: self.init(error.status, "refused", error.status.reasonPhrase)
      }
    case let failure as Failure:
      switch failure.code {
      case .inputOutput, .unavailable:
        self.init(
          .serviceUnavailable, "unavailable",
          "the server can't do this now; nothing was lost: try again in a minute")
      default: self.init(.unprocessableContent, "unfit", failure.withoutFile.description)
      }
    default: self.init(.internalServerError, "defect", "the server failed; nothing was lost")
    }
  }
}

extension Failure {
  /// The same without the file's path, which is nobody's business at the other end.
  fileprivate var withoutFile: Failure {
    Failure(code, summary, place: place, remedy: remedy)
  }
}
