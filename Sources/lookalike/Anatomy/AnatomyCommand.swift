import ArgumentParser
import Essentials
import Reports
import Simulation

/// Where low-confidence hits come from.
struct AnatomyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "anatomy",
    abstract: "Where low-confidence hits come from, cause by cause.",
    discussion: """
      Switches the causes on and off in all combinations, on a sample of the scenario's captures. \
      With --candidate it says why one candidate of the whole look-up came up.

      Examples:
        lookalike anatomy moscow --seed 1 --report anatomy.html
        lookalike anatomy moscow --cameras 1000 --candidate 1 --probe 2 --seed 1
      """)

  @Argument(help: "The scenario: a name of lookalike simulate --list, or a file.")
  var scenario: String
  @Option(help: "How many of the scenario's captures are searched.")
  var captures = 20_000
  @Option(help: "How many people are looked for.")
  var probes = 60
  @Option(
    help: ArgumentHelp(
      "Explain the candidate of this rank instead, of the look-up with all captures.",
      valueName: "rank"))
  var candidate: Int?
  @Option(help: "The probe whose candidate is explained; the first ones were never captured.")
  var probe = 1
  @OptionGroup var changes: ScenarioOptions
  @OptionGroup var report: ReportOptions
  @OptionGroup var replace: ForceOptions
  @OptionGroup var output: FormatOptions
  @OptionGroup var random: SeedOptions
  @OptionGroup var work: WorkOptions

  func validate() throws {
    if !(100...10_000_000).contains(captures) {
      throw ValidationError("--captures takes a number from 100 to 10 million")
    }
    if !(2...10_000).contains(probes) {
      throw ValidationError("--probes takes a number from 2 to 10,000")
    }
    if candidate != nil && report.path != nil {
      throw ValidationError("--report belongs to the whole anatomy, not to one candidate")
    }
  }

  func run() async throws {
    let chosen = try changes.scenario(scenario)
    try await report.check(replace)
    let seed = random.resolve()
    if let candidate {
      let result = try LookUpResult.run(
        chosen, seed: seed, threads: work.threads, progress: work.progress())
      let why = try CandidateAnatomy.explain(result, probe: probe, rank: candidate)
      try output.format == .json
        ? StandardOutput.json(why)
        : StandardOutput.print(why.sentences.joined(separator: "\n"))
      return
    }
    let anatomy = try Anatomy.run(
      chosen, captures: captures, probes: probes, seed: seed, threads: work.threads,
      progress: work.progress())
    try output.format == .json
      ? StandardOutput.json(anatomy) : StandardOutput.print(anatomy.text)
    try await report.write(
      .anatomy(
        anatomy, context: ReportContext(inputs: [], version: Version.text, seed: seed)), replace)
  }
}
