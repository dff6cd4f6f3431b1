import ArgumentParser
import Essentials
import Foundation
import ReviewServer
import Store

/// `lookalike serve`, without a word more.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start",
    abstract: "Start the console and print its address and the auditor's link.",
    discussion: """
      Everything is kept in one folder. The console listens on this machine alone, unless --address \
      says otherwise.

      Example:
        lookalike serve --data review
      """)

  @Option(help: "The folder that keeps studies and decisions; made where it does not exist.")
  var data: String
  @Option(
    help: """
      The folder of frames that studies may show, with its frames.csv, probes.csv and perhaps \
      truth.csv and candidates.json. Scripts/lookalike names the sample frames.
      """)
  var frames: String?
  @Option(help: "The port; 0 takes a free one.")
  var port = ConsoleSettings().port
  @Option(
    help: "The address to listen at. Anything but 127.0.0.1 or ::1 needs --expose-without-tls.")
  var address = ConsoleSettings().address
  @Flag(
    help: """
      Listen where other machines can connect. The console speaks plain HTTP: whoever is on the way \
      can read and change everything, secrets included. Use an SSH tunnel or a proxy with TLS instead.
      """)
  var exposeWithoutTls = false
  @Option(
    help: "The origin that browsers see behind a proxy with TLS, such as https://audit.example.")
  var publicOrigin: String?

  func validate() throws {
    guard (0...65_535).contains(port) else {
      throw ValidationError("--port takes a number from 0 to 65535")
    }
    if !["127.0.0.1", "::1", "localhost"].contains(address) && !exposeWithoutTls {
      throw ValidationError(
        "--address \(address) lets other machines connect without encryption; if that is what you "
          + "want, add --expose-without-tls")
    }
    if let publicOrigin, !Serve.isOrigin(publicOrigin) {
      throw ValidationError("--public-origin takes scheme and host, such as https://audit.example")
    }
  }

  func run() async throws {
    let store = try ConsoleStore(folder: data)
    var settings = ConsoleSettings()
    settings.address = address
    settings.port = port
    settings.publicOrigin = publicOrigin
    let console = Console(
      store: store, settings: settings, library: try frames.map { try FrameLibrary(folder: $0) })
    let secret = try await console.auditorInvitation()
    try await console.run { _ in
      print("console: \(console.address)/")
      print("auditor: \(console.link(secret))")
      print("The auditor's link opens everything; it is valid until the console stops.")
      // To a pipe too at once: who started the console waits for these lines.
      fflush(nil)
    }
    try store.close()
  }

  private static func isOrigin(_ text: String) -> Bool {
    guard let parts = URLComponents(string: text) else { return false }
    return ["http", "https"].contains(parts.scheme) && parts.host != nil && parts.path.isEmpty
      && parts.query == nil && parts.fragment == nil && parts.user == nil
  }
}
