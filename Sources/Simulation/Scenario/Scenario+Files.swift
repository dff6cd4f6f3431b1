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
        .missingInput, "there is no scenario and no file of that name", file: name,
        remedy:
          "Name a file, or one of \(presets.map(\.name).joined(separator: ", ")); lookalike simulate --template writes a file to start from"
      )
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw Failure(
        .malformedInput, "is no text in UTF-8", file: name, remedy: "Save it as UTF-8")
    }
    return try read(text, file: name)
  }

  /// Reads and checks a scenario file.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) with the line, the key and the remedy.
  public static func read(_ text: String, file: String) throws -> Scenario {
    func failure(_ summary: String, line: Int?, _ remedy: String) -> Failure {
      Failure(
        .malformedInput, summary, file: file, place: line.map { "line \($0)" }, remedy: remedy)
    }
    let root: Yams.Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      let (line, problem) = Scenario.place(error)
      throw failure(
        "is no YAML: \(problem)", line: line,
        "Mend that line; lookalike simulate --template shows the form")
    }
    guard let mapping = root?.mapping else {
      throw failure(
        "holds no keys", line: root?.mark?.line,
        "Begin with what this writes: lookalike simulate --template")
    }
    var scenario = Scenario()
    var lines: [String: Int] = [:]
    var seen: Set<String> = []
    func take(_ keyNode: Yams.Node, _ value: Yams.Node, section: String) throws {
      let name = keyNode.scalar?.string ?? "a list"
      let path = section.isEmpty ? name : "\(section).\(name)"
      guard let key = ScenarioKey.at(path) else {
        let known = ScenarioKey.all.filter { $0.section == section }.map(\.name)
        let near = known.min { name.editDistance(to: $0) < name.editDistance(to: $1) } ?? ""
        let hint =
          name.editDistance(to: near) <= 3
          ? "Perhaps \(near) is meant" : "Known here: \(known.joined(separator: ", "))"
        throw failure(
          "there is no key \"\(name)\"\(section.isEmpty ? "" : " in \(section)")",
          line: keyNode.mark?.line, hint)
      }
      if !seen.insert(path).inserted {
        throw failure("\(path) is given twice", line: keyNode.mark?.line, "Give it once")
      }
      lines[path] = keyNode.mark?.line
      try key.read(&scenario, ScenarioValue(value, path: path, file: file))
    }
    for (keyNode, value) in mapping {
      let name = keyNode.scalar?.string ?? ""
      if ScenarioKey.sections.contains(where: { $0.name == name && !name.isEmpty }) {
        guard let inner = value.mapping else {
          throw failure(
            "\(name) is a section, and here it is a value", line: keyNode.mark?.line,
            "Put its keys under it, indented by two blanks")
        }
        for (key, value) in inner { try take(key, value, section: name) }
      } else {
        try take(keyNode, value, section: "")
      }
    }
    try scenario.validate(file: file, lines: lines)
    try scenario.validateFile(file: file, lines: lines)
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
    try scenario.validate(file: nil)
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

  private static func place(_ error: YamlError) -> (Int?, String) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return (mark.line, problem)
    case .duplicatedKeysInMapping(let duplicates, let context):
      return (context.mark.line, "a key is given twice: \(duplicates.joined(separator: ", "))")
    default: return (nil, "it can't be parsed")
    }
  }
}

extension String {
  /// Levenshtein's distance: how many letters to insert, delete or replace.
  fileprivate func editDistance(to other: String) -> Int {
    let (left, right) = (Array(self), Array(other))
    var row = Array(0...right.count)
    for (i, letter) in left.enumerated() {
      var corner = row[0]
      row[0] = i + 1
      for j in right.indices {
        let next = Swift.min(row[j + 1] + 1, row[j] + 1, corner + (letter == right[j] ? 0 : 1))
        corner = row[j + 1]
        row[j + 1] = next
      }
    }
    return row[right.count]
  }
}
