import ArgumentParser

/// `lookalike bench`: throughput, against the machine's own limits.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure throughput against the machine's own limits.",
    subcommands: [BenchAllPairsCommand.self, BenchSearchCommand.self, BenchReviewCommand.self])
}
