import ArgumentParser
import Review

/// `lookalike review gold`.
struct ReviewGold: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gold",
    abstract: "How many known items it takes to find reviewers who guess.",
    discussion: """
      Exact binomial figures: nothing is simulated.

      Example:
        lookalike review gold --honest 0.81 --power 0.9
      """)

  @Option(help: "The share of pairs that an honest reviewer has right.")
  var honest: Double
  @Option(help: "The share that one who guesses has right.")
  var guess = 0.5
  @Option(help: "The highest share of honest reviewers that may be flagged.")
  var falseAlarm = 0.05
  @Option(help: "The share of those who guess that must be found.")
  var power = 0.9
  @OptionGroup var output: FormatOptions

  func run() throws {
    let plan = try GoldPlan(
      honestAccuracy: honest, guessAccuracy: guess, falseAlarm: falseAlarm, power: power)
    switch output.format {
    case .json: try StandardOutput.json(plan)
    case .text: try StandardOutput.print(plan.summary)
    }
  }
}
