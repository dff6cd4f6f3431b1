import Essentials
import HTTPTypes
import Hummingbird
import Reports

/// A file that pages refer to, compiled into the program: nothing is read from a disk.
struct Asset: Sendable {
  /// Its name, such as "review.js".
  let name: String
  /// Its address; a changed file has another one, so that browsers may keep it for good.
  let path: String
  private let type: String
  private let buffer: ByteBuffer

  init(_ name: String, type: String, _ bytes: [UInt8]) {
    self.name = name
    self.type = type
    buffer = ByteBuffer(bytes: bytes)
    path = "/assets/" + Digest.sha256(bytes).prefix(16) + "/" + name
  }

  /// The answer that holds it.
  var response: Response {
    Response(
      status: .ok,
      headers: [
        .contentType: type, .cacheControl: "public, max-age=31536000, immutable",
      ], body: ResponseBody(byteBuffer: buffer))
  }

  static let script = "text/javascript; charset=utf-8"
  static let style = "text/css; charset=utf-8"
}

extension Asset {
  /// The style of reports, which the console shares.
  static let base = Asset("base.css", type: style, Array(Stylesheet.text.utf8))
  /// What the console adds to it.
  static let console = Asset("console.css", type: style, PackageResources.console_css)
  /// Opens an invitation.
  static let join = Asset("join.js", type: script, PackageResources.join_js)

  /// All that are served; the only names that a request can ask for.
  static let all: [Asset] = [base, console, join] + reviewing + studies + teaching
}
