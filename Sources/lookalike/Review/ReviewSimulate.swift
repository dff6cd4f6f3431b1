import ArgumentParser
import Essentials
import Review

/// `lookalike review simulate`.
struct ReviewSimulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Run a review system with simulated people: funnel, ledger, story.",
    discussion: """
      Scenarios: \(ReviewScenario.all.map(\.name).joined(separator: ", ")).

      Example:
        lookalike review simulate moscow --seed 1
        lookalike review simulate mturk --counterfactuals --format json
      """)

  @Argument(help: "The scenario.")
  var scenario: String
  @Flag(help: "Show what each switch does to the same people and pairs instead.")
  var counterfactuals = false
  @OptionGroup var output: FormatOptions
  @OptionGroup var random: SeedOptions
  @OptionGroup var work: WorkOptions

  func validate() throws {
    if ReviewScenario.named(scenario) == nil {
      let names = ReviewScenario.all.map(\.name).joined(separator: ", ")
      throw ValidationError("there is no scenario \"\(scenario)\"; there are \(names)")
    }
  }

  func run() throws {
    guard let scenario = ReviewScenario.named(scenario) else { return }
    if counterfactuals {
      let all = try scenario.counterfactuals(seed: random.resolve(), threads: work.threads)
      switch output.format {
      case .json: try StandardOutput.json(all)
      case .text: try StandardOutput.print(Counterfactual.summary(all))
      }
      return
    }
    let outcome = try scenario.run(seed: random.resolve(), threads: work.threads)
    switch output.format {
    case .json: try StandardOutput.json(outcome)
    case .text: try StandardOutput.print(outcome.summary)
    }
  }
}
