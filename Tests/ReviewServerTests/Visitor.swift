import Foundation
import Testing

/// A browser's part: keeps a cookie and the page's token, and sends them where browsers would.
final class Visitor {
  let client: RawClient
  private(set) var cookie: String?
  var token: String?
  var origin: String?

  init(_ client: RawClient) {
    self.client = client
    origin = "http://127.0.0.1:\(client.port)"
  }

  func get(_ path: String) async throws -> RawClient.Answer {
    try await send("GET", path)
  }

  func form(_ path: String, _ fields: [(String, String)]) async throws -> RawClient.Answer {
    var allowed = CharacterSet.alphanumerics
    allowed.insert(charactersIn: "-_.")
    let all = fields + (token.map { [("csrf", $0)] } ?? [])
    let body = all.map { name, value in
      name + "=" + (value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")
    }.joined(separator: "&")
    return try await send(
      "POST", path, ["Content-Type": "application/x-www-form-urlencoded"], Data(body.utf8))
  }

  func json(_ path: String, _ body: String) async throws -> RawClient.Answer {
    var headers = ["Content-Type": "application/json"]
    if let token { headers["X-CSRF-Token"] = token }
    return try await send("POST", path, headers, Data(body.utf8))
  }

  func send(
    _ method: String, _ path: String, _ extra: [String: String] = [:], _ body: Data? = nil
  ) async throws -> RawClient.Answer {
    var headers = ["Host": "127.0.0.1:\(client.port)", "Connection": "close"]
    if let cookie { headers["Cookie"] = cookie }
    if method != "GET" && method != "HEAD", let origin { headers["Origin"] = origin }
    if let body { headers["Content-Length"] = "\(body.count)" }
    headers.merge(extra) { $1 }
    let head = headers.map { "\($0.key): \($0.value)\r\n" }.sorted().joined()
    let answer = try #require(
      await client.raw(Data("\(method) \(path) HTTP/1.1\r\n\(head)\r\n".utf8) + (body ?? Data())))
    if let set = answer.headers["set-cookie"] {
      cookie = set.split(separator: ";").first.map(String.init)
    }
    if let match = answer.text.firstMatch(of: #/data-csrf="([^"]+)"/#) {
      token = String(match.1)
    }
    return answer
  }

  /// Opens an invitation and the page behind it.
  @discardableResult
  func join(_ link: String) async throws -> RawClient.Answer {
    let code = try #require(link.split(separator: "#").last)
    let answer = try await form("/join", [("code", String(code))])
    #expect(answer.status == 303)
    let home = try await get(try #require(answer.headers["location"]))
    return home.status == 303 ? try await get(try #require(home.headers["location"])) : home
  }
}
