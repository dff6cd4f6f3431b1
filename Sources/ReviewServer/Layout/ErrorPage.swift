import Foundation
import HTTPTypes
import Hummingbird
import Reports

/// How a refusal is told: as JSON to scripts, as a page to people.
enum ErrorPage {
  static func response(_ problem: Problem, path: String, session: Session?) -> Response {
    if path.hasPrefix("/api/") {
      return JSONAnswer.response(
        ErrorAnswer(error: .init(code: problem.code, message: problem.message)), problem.status)
    }
    let page = WebPage(
      title(problem.status),
      [
        .tag("p", ["class": "summary"], text: problem.message.capitalizedSentence + "."),
        .tag("p", [:], [.tag("a", ["href": "/"], text: "To the beginning")]),
        .tag("p", ["class": "hint"], text: "HTTP status \(problem.status.code)"),
      ], session: session)
    return page.response(problem.status)
  }

  /// What happened, for who does not know the web's numbers.
  private static func title(_ status: HTTPResponse.Status) -> String {
    switch status {
    case .unauthorized: "You are not signed in"
    case .forbidden: "You may not do that"
    case .notFound: "There is nothing here"
    case .conflict: "That can’t be done any more"
    case .contentTooLarge: "That is too large"
    case .unprocessableContent: "That can’t be accepted"
    case .tooManyRequests: "Too often"
    case .serviceUnavailable: "Not possible at the moment"
    case .internalServerError: "Something went wrong"
    default: "That request can’t be understood"
    }
  }
}

/// The JSON of a refusal.
struct ErrorAnswer: Codable {
  struct Detail: Codable {
    let code: String
    let message: String
  }
  let error: Detail
}

/// Answers in JSON.
enum JSONAnswer {
  static func response(_ value: some Encodable, _ status: HTTPResponse.Status = .ok) -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("our own values can be encoded")
    }
    return Response(
      status: status, headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
  }
}

extension String {
  /// With a capital letter at its beginning, without the full stop that some sentences bring.
  var capitalizedSentence: String {
    let text = hasSuffix(".") ? String(dropLast()) : self
    return text.prefix(1).uppercased() + text.dropFirst()
  }
}
