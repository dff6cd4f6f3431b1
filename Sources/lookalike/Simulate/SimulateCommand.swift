import ArgumentParser

/// Cities, cameras and watch lists that do not exist.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Simulate a city, its cameras and its watch lists, or a population's templates.",
    discussion: """
      lookalike simulate moscow runs a scenario; --list names those there are, --template explains \
      every key of a scenario file.

      Example: lookalike simulate moscow --cameras 1000 --seed 1
      """,
    subcommands: [
      SimulateScenario.self, SimulatePopulation.self, SimulateFit.self, SimulateSweep.self,
      SimulateDegrade.self,
    ], defaultSubcommand: SimulateScenario.self)
}
