import ArgumentParser

/// The command line: one file a command, no logic of its own.
@main
struct Lookalike: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lookalike",
    abstract: "An open audit bench for face matching.",
    subcommands: [])
}
