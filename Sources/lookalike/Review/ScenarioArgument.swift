import ArgumentParser
import Review

/// The scenario that a command is about.
struct ScenarioArgument: ParsableArguments {
  @Argument(help: "The scenario.")
  var scenario: String

  func validate() throws {
    if ReviewScenario.named(scenario) == nil {
      throw ValidationError(
        "there is no scenario \"\(scenario)\"; there are \(ScenarioArgument.names)")
    }
  }

  /// The scenario with `changes`.
  func resolve(_ changes: ScenarioChanges) throws -> ReviewScenario {
    guard let scenario = ReviewScenario.named(scenario) else {
      throw ValidationError("there is no scenario \"\(scenario)\"")
    }
    return try scenario.changed(changes)
  }

  /// The names of all scenarios.
  static var names: String { ReviewScenario.all.map(\.name).joined(separator: ", ") }
}
