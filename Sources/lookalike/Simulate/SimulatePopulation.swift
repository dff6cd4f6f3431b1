import ArgumentParser
import Essentials
import Simulation

/// `lookalike simulate population`.
struct SimulatePopulation: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "population",
    abstract: "Draw templates of people who do not exist, for any tool to test.",
    discussion: """
      Writes FILE (NumPy, float32) and the same name with .csv: row, subject, condition, capture, \
      group. Person s0000007 of a seed is the same person under every condition; captures under \
      different conditions are different shots. Shots without a face found are left out.

      Conditions of dlib-lfw: \(conditions). What is simulated says nothing about any one product.

      Example: lookalike simulate population --people 5000 --captures 2 --seed 1 --to X.npy
      """)

  private static let conditions =
    ((try? PopulationModel.named("dlib-lfw").conditionNames) ?? []).joined(separator: ", ")

  @Option(
    help: "The population: \(PopulationModel.presetNames.joined(separator: ", ")), or a file.")
  var preset = "dlib-lfw"
  @Option(help: "How many people.")
  var people = 1000
  @Option(help: "How many shots of each.")
  var captures = 1
  @Option(help: "The condition they are taken under.")
  var condition = PopulationModel.clean
  @Option(help: "The share of people who have a relative in the population (assumed, not fitted).")
  var relatives = 0.0
  @Option(help: "How much relatives resemble each other: 0.5 siblings, near 1 identical twins.")
  var resemblance = 0.5
  @Option(
    name: .customLong("to"), help: ArgumentHelp("The templates to write.", valueName: "file.npy"))
  var path: String
  @OptionGroup var random: SeedOptions
  @OptionGroup var replace: ForceOptions
  @OptionGroup var work: WorkOptions
  @OptionGroup var output: FormatOptions

  func validate() throws {
    if !(1...50_000_000).contains(people) {
      throw ValidationError("--people takes a number from 1 to 50 million")
    }
    if !(1...1000).contains(captures) {
      throw ValidationError("--captures takes a number from 1 to 1000")
    }
    if !(0...1).contains(relatives) || !(0...1).contains(resemblance) {
      throw ValidationError("--relatives and --resemblance take shares from 0 to 1")
    }
  }

  func run() throws {
    let model = try PopulationModel.named(preset)
    let seed = random.resolve()
    let file = try PopulationFile.write(
      SimulatedPeople(
        model: model, seed: seed, kinship: .init(share: relatives, resemblance: resemblance)),
      people: people, captures: captures, condition: condition, to: path,
      replacing: replace.force, threads: work.threads, progress: work.progress())
    switch output.format {
    case .json: try StandardOutput.json(file)
    case .text:
      try StandardOutput.print(
        """
        Simulated people: templates of nobody, drawn from \(file.model) (\(file.source)).
        \(Numerals.grouped(file.templates)) templates of \(Numerals.grouped(people)) people, condition \(condition), in \(path) with \(PopulationFile.labelPath(path)); in \(Numerals.grouped(file.notDetected)) shots no face was found.
        """)
    }
  }
}
