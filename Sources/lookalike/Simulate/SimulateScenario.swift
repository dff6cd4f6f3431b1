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
        lookalike simulate moscow --seed 1 --shard 1/4 --part p1

      --shard does one part of the captures; lookalike merge puts the parts together, to the bytes \
      that one run would have given.
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
  @OptionGroup var shards: ShardOptions
  @OptionGroup var work: WorkOptions

  func validate() throws {
    if scenario == nil && !list && !template {
      throw ValidationError("name a scenario, or ask for --list or --template")
    }
    if shards.shard != nil && random.seed == nil {
      throw ValidationError("--shard needs --seed, the same for all parts")
    }
    if shards.shard != nil && report.path != nil {
      throw ValidationError("--report goes to lookalike merge, which has the whole")
    }
  }

  func run() async throws {
    if list {
      for preset in Scenario.presets {
        try StandardOutput.print("\(preset.name): \(preset.title) (\(preset.direction.rawValue))")
      }
      try StandardOutput.print("\nOnly lookalike review simulate has:")
      for system in Scenario.withoutMatching {
        try StandardOutput.print("\(system.name): \(system.reason)")
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
    if let (shard, path) = try shards.resolve() {
      let file = try PartialResultWriter(
        path: path, header: try SimulationPart.header(chosen, seed: seed, shard: shard),
        replacing: replace.force)
      try SimulationPart(
        chosen, seed: seed, shard: shard, threads: work.threads, progress: work.progress()
      ).write(to: file)
      try file.commit()
      StandardError.note("shard \(shard) of \(chosen.name) in \(path)")
      return
    }
    let result = try SimulationResult.run(
      chosen, seed: seed, threads: work.threads, progress: work.progress())
    try await result.write(output, report, replace)
  }
}

extension SimulationResult {
  /// Prints it, and writes its report where one was asked for.
  func write(
    _ output: FormatOptions, _ report: ReportOptions, _ replace: ForceOptions
  ) async throws {
    switch self {
    case .lookUp(let result):
      try output.format == .json
        ? StandardOutput.json(result) : StandardOutput.print(result.text)
      try await report.write(.lookUp(result, context: .simulated(result.seed)), replace)
    case .watchList(let result):
      try output.format == .json
        ? StandardOutput.json(result) : StandardOutput.print(result.text)
      try await report.write(.watchList(result, context: .simulated(result.seed)), replace)
    }
  }
}

extension ReportContext {
  /// That of what was made from a seed alone.
  fileprivate static func simulated(_ seed: UInt64) -> ReportContext {
    ReportContext(inputs: [], version: Version.text, seed: seed)
  }
}
