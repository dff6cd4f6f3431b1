import ArgumentParser
import Essentials
import Simulation

/// A scenario by name or file, with values changed on the command line.
struct ScenarioOptions: ParsableArguments {
  @Option(help: "How many cameras are connected.")
  var cameras: Int?
  @Option(help: "Faces that each camera captures a day.")
  var facesPerCamera: Int?
  @Option(help: "How many days are kept.")
  var days: Int?
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Change a value of the scenario; may be given again.", valueName: "key=value"))
  var changes: [String] = []

  /// The scenario called `name`, changed as asked.
  func scenario(_ name: String) throws -> Scenario {
    var scenario = try Scenario.named(name)
    let numbers = [
      ("cameras.count", cameras), ("cameras.faces-per-camera", facesPerCamera),
      ("cameras.days", days),
    ]
    for (path, value) in numbers {
      if let value { scenario = try scenario.setting(path, to: String(value)) }
    }
    for change in changes {
      let parts = change.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else {
        throw ValidationError("--set takes key=value, such as --set cameras.count=100")
      }
      scenario = try scenario.setting(String(parts[0]), to: String(parts[1]))
    }
    return scenario
  }
}
