import Essentials
import Foundation
import Yams

extension Scenario {
  /// The preset called `name`, or the scenario in the file of that path.
  ///
  /// - Throws: ``Failure`` (`missingInput`, `malformedInput`).
  public static func named(_ name: String) throws -> Scenario {
    if let preset = presets.first(where: { $0.name == name }) { return preset }
    guard let data = FileManager.default.contents(atPath: name) else {
      throw Failure(
        .missingInput,
        FileManager.default.fileExists(atPath: name)
          ? "can't be read as a file" : "there is no scenario and no file of that name", file: name,
        remedy:
          "Name a file, or one of \(presets.map(\.name).joined(separator: ", ")); lookalike simulate --template writes a file to start from"
      )
    }
    return try read(try ScenarioText.decoded(Array(data), file: name), file: name)
  }

  /// Reads and checks a scenario file.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) with the line, the key and the remedy.
  public static func read(_ text: String, file: String) throws -> Scenario {
    let text = ScenarioText(text, file: file)
    let mapping = try text.mapping()
    var scenario = Scenario()
    scenario.source.file = file
    var seen: Set<String> = []
    func take(_ keyNode: Yams.Node, _ value: Yams.Node, section: String) throws {
      guard let name = keyNode.scalar?.string else {
        throw text.failure(
          "has a list or a section where a key should be", line: keyNode.mark?.line,
          "Write keys as lookalike simulate --template does")
      }
      let path = section.isEmpty ? name : "\(section).\(name)"
      guard let key = ScenarioKey.at(path) else {
        throw text.failure(
          "there is no key \"\(name)\"\(section.isEmpty ? "" : " in \(section)")",
          line: keyNode.mark?.line, ScenarioKey.hint(name, in: section))
      }
      if !seen.insert(path).inserted {
        throw text.failure("\(path) is given twice", line: keyNode.mark?.line, "Give it once")
      }
      scenario.source.lines[path] = keyNode.mark?.line
      let items = value.sequence?.map { $0 } ?? value.mapping?.map(\.key) ?? []
      for item in items {
        if let name = item.scalar?.string {
          scenario.source.lines["\(path).\(name)"] = item.mark?.line
        }
      }
      try key.read(&scenario, ScenarioValue(value, path: path, file: file))
    }
    for (keyNode, value) in mapping {
      let name = keyNode.scalar?.string ?? ""
      if ScenarioKey.sections.contains(where: { $0.name == name && !name.isEmpty }) {
        guard let inner = value.mapping else {
          throw text.failure(
            "\(name) is a section, and here it is a value", line: keyNode.mark?.line,
            "Put its keys under it, indented by two blanks")
        }
        for (key, value) in inner { try take(key, value, section: name) }
      } else {
        try take(keyNode, value, section: "")
      }
    }
    try scenario.validate()
    try scenario.validateFile()
    return scenario
  }

  /// This scenario with the value at the path of a key replaced.
  ///
  /// - Throws: ``Failure`` (`malformedInput`).
  public func setting(_ path: String, to text: String) throws -> Scenario {
    guard let key = ScenarioKey.at(path) else {
      throw Failure(
        .malformedInput, "a scenario has no key \"\(path)\"",
        remedy: "Known are \(ScenarioKey.all.map(\.path).joined(separator: ", "))")
    }
    var scenario = self
    try key.read(&scenario, ScenarioValue(text, path: path))
    scenario.source.forget(path)
    try scenario.validate()
    return scenario
  }

  /// The scenario as a file, every key with its meaning.
  public var yaml: String {
    var lines: [String] = []
    for section in ScenarioKey.sections {
      if !section.name.isEmpty { lines += ["", "# \(section.meaning)", "\(section.name):"] }
      for key in ScenarioKey.all where key.section == section.name {
        let indent = section.name.isEmpty ? "" : "  "
        lines.append("\(indent)# \(key.meaning)")
        lines.append("\(indent)\(key.name): \(key.write(self))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
