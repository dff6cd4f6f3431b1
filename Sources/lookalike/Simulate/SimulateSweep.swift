import ArgumentParser
import Essentials
import Reports
import Simulation

/// `lookalike simulate sweep`.
struct SimulateSweep: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Run a scenario over a grid of values.",
    discussion: """
      Writes a row for each point of the grid as soon as it is known; run again, it goes on where \
      it was, however it ended. --force replaces a file that is not of this sweep. Parts of a sweep may be run anywhere and merged.

      Examples:
        lookalike simulate sweep moscow --over cameras.count=10,100,1000 --to cameras.csv --seed 1
        lookalike simulate sweep moscow --over cameras.count=10,100 --seed 1 --shard 1/2 --part p1
      """)

  @Argument(help: "The scenario: a name of lookalike simulate --list, or a file.")
  var scenario: String
  @Option(
    help: ArgumentHelp(
      "What is varied; may be given again.", valueName: "key=value,value"))
  var over: [String]
  @Option(
    name: .customLong("to"), help: ArgumentHelp("The rows, as CSV.", valueName: "file.csv"))
  var path: String?
  @OptionGroup var shards: ShardOptions
  @OptionGroup var changes: ScenarioOptions
  @OptionGroup var report: ReportOptions
  @OptionGroup var replace: ForceOptions
  @OptionGroup var output: FormatOptions
  @OptionGroup var random: SeedOptions
  @OptionGroup var work: WorkOptions

  func validate() throws {
    if (path == nil) == (shards.shard == nil) {
      throw ValidationError("name the file of the rows (--to), or a part of them (--shard, --part)")
    }
    if shards.shard != nil && (random.seed == nil || report.path != nil) {
      throw ValidationError("--shard needs --seed, and goes without --report")
    }
  }

  func run() async throws {
    let chosen = try changes.scenario(scenario)
    let axes = try over.map { try Sweep.Axis($0) }
    try await report.check(replace)
    let sweep = try Sweep(chosen, axes: axes, seed: random.resolve())
    if let shard = try shards.resolve() {
      return try sweep.run(
        shard.shard, part: shard.path, replacing: replace.force, threads: work.threads,
        progress: work.progress())
    }
    guard let path else { return }
    let rows = try sweep.run(
      path: path, replacing: replace.force, threads: work.threads, progress: work.progress())
    switch output.format {
    case .json: try StandardOutput.json(SweepAnswer(sweep, rows))
    case .text: try StandardOutput.print(sweep.table(rows).description)
    }
    try await report.write(
      .sweep(
        sweep, rows,
        context: ReportContext(inputs: [], version: Version.text, seed: sweep.seed)), replace)
  }
}

/// A sweep in its JSON form.
private struct SweepAnswer: Encodable {
  let scenario: Scenario
  let seed: UInt64
  let keys: [String]
  let measures: [String]
  let rows: [Sweep.Row]

  init(_ sweep: Sweep, _ rows: [Sweep.Row]) {
    scenario = sweep.scenario
    seed = sweep.seed
    keys = sweep.axes.map(\.path)
    measures = sweep.measures
    self.rows = rows
  }
}
