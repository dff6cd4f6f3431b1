import ArgumentParser

/// From rates to a day's work, and back from published counts to rates.
struct Operations: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What error rates come to in operation, and what published counts imply.",
    subcommands: [OperationsForecast.self, OperationsInfer.self])
}
