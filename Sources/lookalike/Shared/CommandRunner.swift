// What commands share, and how a command is written:
//
//   struct Enroll: ParsableCommand {            // or AsyncParsableCommand
//     @OptionGroup var output: FormatOptions    // --format text|json
//     @OptionGroup var random: SeedOptions      // --seed; `let seed = random.resolve()`
//     @OptionGroup var work: WorkOptions        // --threads, --quiet; `work.threads`, `work.progress()`
//     @OptionGroup var replace: ForceOptions    // --force
//     func run() throws {
//       let progress = work.progress()          // a ProgressObserver that draws on stderr
//       …
//       try StandardOutput.print("text")        // data; never Swift's print
//       try StandardOutput.json(value)
//       StandardError.note("a remark")          // notes, warnings, the seed
//       throw Failure(…)                        // one line on stderr, exit 1
//       throw ValidationError("…")              // wrong usage, exit 64 (also from validate())
//       throw ExitCode.limitBreached            // exit 3: an audit limit was breached
//     }
//   }
//
// Exit codes: 0 fine, 1 failed, 64 usage, 3 an audit limit was breached; 130, 143 and 129 after
// SIGINT, SIGTERM and SIGHUP, with everything half-written removed; 141 where the reader of standard
// output went away, as for any Unix tool.

import ArgumentParser
import Essentials
import Foundation

/// Parses the arguments, runs the command and turns what happened into an exit code.
enum CommandRunner {
  /// Runs `root` on this process's arguments and ends the process.
  static func run(_ root: (some ParsableCommand).Type) async -> Never {
    Signals.handle()
    var code: Int32 = 0
    var running: (any ParsableCommand.Type)?
    do {
      var command = try root.parseAsRoot()
      running = type(of: command)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      try StandardOutput.finish()
    } catch {
      code = report(error, of: running, under: root)
    }
    Signals.yieldToHandler()
    StandardError.clearProgress()
    exit(code)
  }

  /// Prints what `error` says where it belongs and gives the exit code for it.
  ///
  /// What is wrong with the use of a command that is running comes with that command's usage.
  private static func report(
    _ error: any Error, of running: (any ParsableCommand.Type)?,
    under root: (some ParsableCommand).Type
  ) -> Int32 {
    Signals.yieldToHandler()
    if error is BrokenPipe {
      Cleanup.removeAll()
      return 141
    }
    if let failure = error as? Failure {
      StandardError.print("lookalike: \(failure.description)")
      return 1
    }
    if error is ValidationError, let running {
      let name = (path(to: running, under: root) ?? [root._commandName]).joined(separator: " ")
      StandardError.print(
        """
        Error: \(root.message(for: error))
        Usage: \(root.usageString(for: running))
          See '\(name) --help' for more information.
        """)
      return root.exitCode(for: error).rawValue
    }
    let code = root.exitCode(for: error)
    let message = root.fullMessage(for: error)
    if code.isSuccess {
      do {
        if !message.isEmpty { try StandardOutput.print(message) }
        return 0
      } catch {
        return report(error, of: running, under: root)
      }
    }
    if code == .failure {
      StandardError.print("lookalike: \(String(describing: error))")
    } else if !message.isEmpty {
      StandardError.print(message)
    }
    return code.rawValue
  }

  /// The names from `root` to `command`; nil where it is not below.
  private static func path(
    to command: any ParsableCommand.Type, under root: any ParsableCommand.Type
  ) -> [String]? {
    if command == root { return [root._commandName] }
    return root.configuration.subcommands.lazy
      .compactMap { path(to: command, under: $0) }.first.map { [root._commandName] + $0 }
  }
}

extension ExitCode {
  /// An audit limit that the user set was breached (3).
  static let limitBreached = ExitCode(3)
}
