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
      Scenarios: \(ScenarioArgument.names).

      Any switch may be set over the scenario's own. A circumstance brings the effect that answers to \
      it unless the scenario or an option gives another: --show the influence of a label, \
      --prevalence its weight, --deadline the loss from hurry, --start-hour fatigue.

      Examples:
        lookalike review simulate moscow --seed 1
        lookalike review simulate moscow --show nothing --reviewers 5 --seed 1
        lookalike review simulate mturk --report mturk.html
        lookalike review simulate mturk --counterfactuals --format json
      """)

  @OptionGroup var subject: ScenarioArgument
  @Flag(help: "Show what each switch does to the same people and pairs instead.")
  var counterfactuals = false
  @Flag(help: "Tell the story at length: assumptions, all tables, wages, derivations.")
  var verbose = false
  @OptionGroup(title: "Reviewers and circumstances") var reviewer: ReviewerOptions
  @OptionGroup var report: ReportOptions
  @OptionGroup var replace: ForceOptions
  @OptionGroup var output: FormatOptions
  @OptionGroup var random: SeedOptions
  @OptionGroup var work: WorkOptions

  func validate() throws {
    if verbose && (counterfactuals || output.format == .json) {
      throw ValidationError("--verbose is for the story as text; JSON holds all of it anyway")
    }
    if counterfactuals && report.path != nil {
      throw ValidationError(
        "--report holds the counterfactuals already: leave out --counterfactuals")
    }
  }

  func run() async throws {
    let scenario = try subject.resolve(reviewer.changes)
    try await report.check(replace)
    let seed = random.resolve()
    if counterfactuals {
      let all = try scenario.counterfactuals(seed: seed, threads: work.threads)
      switch output.format {
      case .json: try StandardOutput.json(all)
      case .text: try StandardOutput.print(Counterfactual.summary(all))
      }
      return
    }
    let outcome = try scenario.run(seed: seed, threads: work.threads)
    if report.path != nil {
      try await report.write(
        Page.review(
          outcome, counterfactuals: scenario.counterfactuals(seed: seed, threads: work.threads),
          workflows: scenario.workflows(seed: seed, threads: work.threads),
          context: ReportContext(inputs: [], version: Version.text, seed: seed)), replace)
    }
    switch output.format {
    case .json: try StandardOutput.json(outcome)
    case .text: try StandardOutput.print(outcome.summary(isVerbose: verbose))
    }
  }
}
