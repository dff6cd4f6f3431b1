import ArgumentParser
import Essentials
import Reports
import Simulation

/// `lookalike simulate SCENARIO`.
struct SimulateScenario: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scenario",
    abstract: "Run a scenario: who is found, who is not, and what is shown.",
    discussion: """
      SCENARIO is a name of --list or a file; --template writes a file that explains every key.

      Examples:
        lookalike simulate moscow --cameras 1000 --seed 1
        lookalike simulate --template > city.yaml && lookalike simulate city.yaml
        lookalike simulate npl --set list.people=1000 --format json
      """)

  @Argument(help: "The scenario: a name of --list, or a file.")
  var scenario: String?
  @Flag(help: "List the scenarios that come with Lookalike.")
  var list = false
  @Flag(help: "Print a scenario file with every key and its meaning.")
  var template = false
  @OptionGroup var changes: ScenarioOptions
  @OptionGroup var report: ReportOptions
  @OptionGroup var replace: ForceOptions
  @OptionGroup var output: FormatOptions
  @OptionGroup var random: SeedOptions
  @OptionGroup var work: WorkOptions

  func validate() throws {
    if scenario == nil && !list && !template {
      throw ValidationError("name a scenario, or ask for --list or --template")
    }
  }

  func run() async throws {
    if list {
      for preset in Scenario.presets {
        try StandardOutput.print("\(preset.name): \(preset.title) (\(preset.direction.rawValue))")
      }
      return
    }
    if template {
      let chosen = try scenario.map { try changes.scenario($0) } ?? Scenario()
      try StandardOutput.write(Array(chosen.yaml.utf8))
      return
    }
    let chosen = try changes.scenario(scenario ?? "")
    try await report.check(replace)
    let seed = random.resolve()
    let context = ReportContext(inputs: [], version: Version.text, seed: seed)
    switch chosen.direction {
    case .lookUp:
      let result = try LookUpResult.run(
        chosen, seed: seed, threads: work.threads, progress: work.progress())
      try output.format == .json
        ? StandardOutput.json(result) : StandardOutput.print(result.text)
      try await report.write(.lookUp(result, context: context), replace)
    case .watchList:
      let result = try WatchListResult.run(
        chosen, seed: seed, threads: work.threads, progress: work.progress())
      try output.format == .json
        ? StandardOutput.json(result) : StandardOutput.print(result.text)
      try await report.write(.watchList(result, context: context), replace)
    }
  }
}
