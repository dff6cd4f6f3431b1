import ArgumentParser
import Essentials
import Reports
import Review

/// `lookalike review simulate`.
struct ReviewSimulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Run a review system with simulated people: funnel, ledger, story.",
    discussion: """
      Scenarios: \(ReviewScenario.all.map(\.name).joined(separator: ", ")).

      Examples:
        lookalike review simulate moscow --seed 1
        lookalike review simulate mturk --report mturk.html
        lookalike review simulate mturk --counterfactuals --format json
      """)

  @Argument(help: "The scenario.")
  var scenario: String
  @Flag(help: "Show what each switch does to the same people and pairs instead.")
  var counterfactuals = false
  @OptionGroup var report: ReportOptions
  @OptionGroup var replace: ForceOptions
  @OptionGroup var output: FormatOptions
  @OptionGroup var random: SeedOptions
  @OptionGroup var work: WorkOptions

  func validate() throws {
    if ReviewScenario.named(scenario) == nil {
      let names = ReviewScenario.all.map(\.name).joined(separator: ", ")
      throw ValidationError("there is no scenario \"\(scenario)\"; there are \(names)")
    }
    if counterfactuals && report.path != nil {
      throw ValidationError("--report shows the scenario itself: leave out --counterfactuals")
    }
  }

  func run() async throws {
    guard let scenario = ReviewScenario.named(scenario) else { return }
    try await report.check(replace)
    if counterfactuals {
      let all = try scenario.counterfactuals(seed: random.resolve(), threads: work.threads)
      switch output.format {
      case .json: try StandardOutput.json(all)
      case .text: try StandardOutput.print(Counterfactual.summary(all))
      }
      return
    }
    let seed = random.resolve()
    let outcome = try scenario.run(seed: seed, threads: work.threads)
    try await report.write(
      Page.review(outcome, context: ReportContext(inputs: [], version: Version.text, seed: seed)),
      replace)
    switch output.format {
    case .json: try StandardOutput.json(outcome)
    case .text: try StandardOutput.print(outcome.summary)
    }
  }
}
