import ArgumentParser
import Essentials
import Foundation

/// The console's own program: `Scripts/lookalike serve` builds and starts it.
@main
struct LookalikeServe: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lookalike serve",
    abstract: "The review console and the lessons, in a browser.",
    version: "lookalike 0.1.0",
    subcommands: [Serve.self, Backup.self, Restore.self, Verify.self, Export.self],
    defaultSubcommand: Serve.self)

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let failure as Failure {
      note(failure.description)
      Foundation.exit(1)
    } catch {
      exit(withError: error)
    }
  }

  /// Writes a line to standard error.
  static func note(_ text: String) {
    FileHandle.standardError.write(Data("lookalike: \(text)\n".utf8))
  }
}
