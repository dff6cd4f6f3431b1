import ArgumentParser

/// `--system`.
struct SystemOptions: ParsableArguments {
  @Option(
    name: .customLong("system"),
    help: "The name and version of the system under test, for the report.")
  var name: String?
}
