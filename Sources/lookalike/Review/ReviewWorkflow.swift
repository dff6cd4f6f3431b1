import ArgumentParser
import Review

/// `lookalike review workflow`.
struct ReviewWorkflow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "workflow",
    abstract: "Compare fixed and adaptive overlap, adjudication and gold items: cost and effect.",
    discussion: """
      The same simulated people and pairs, the work organised differently: what a corrected false \
      match costs each way, and how many known items find those who guess.

      Scenarios: \(ScenarioArgument.names).

      Example:
        lookalike review workflow moscow --seed 1
      """)

  @OptionGroup var subject: ScenarioArgument
  @OptionGroup(title: "Reviewers and circumstances") var reviewer: ReviewerOptions
  @OptionGroup var output: FormatOptions
  @OptionGroup var random: SeedOptions
  @OptionGroup var work: WorkOptions

  func run() throws {
    let scenario = try subject.resolve(reviewer.changes)
    let comparison = try scenario.workflows(seed: random.resolve(), threads: work.threads)
    switch output.format {
    case .json: try StandardOutput.json(comparison)
    case .text: try StandardOutput.print(comparison.summary)
    }
  }
}
