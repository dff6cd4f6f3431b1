import ArgumentParser
import Review

/// `lookalike bench review`.
struct BenchReviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Simulated review decisions a second, every switch of the reviewers on.",
    discussion: """
      Example:
        lookalike bench review --decisions 5000000 --threads 2
      """)

  @Option(help: "How many decisions a run makes.")
  var decisions = 5_000_000
  @Option(help: "How many reviewers decide on each pair.")
  var reviewers = 5
  @Option(help: "How many runs; the middle one counts.")
  var runs = 3
  @OptionGroup var output: FormatOptions
  @OptionGroup var work: WorkOptions

  func run() throws {
    let result = try ReviewBenchmark(
      decisions: decisions, reviewers: reviewers, runs: runs, threads: work.threads)
    switch output.format {
    case .json: try StandardOutput.json(result)
    case .text: try StandardOutput.print(result.summary)
    }
  }
}
