import Essentials
import Yams

/// A value of a scenario file with its place, so that a bad one can be named.
struct ScenarioValue {
  private let node: Yams.Node
  private let path: String
  private let file: String?
  private let line: Int?

  init(_ node: Yams.Node, path: String, file: String?) {
    self.node = node
    self.path = path
    self.file = file
    // A value of the command line has no line.
    line = file == nil ? nil : node.mark?.line
  }

  /// A value given outside of a file, such as one of a sweep.
  init(_ text: String, path: String) throws {
    guard let node = try? Yams.compose(yaml: text) else {
      throw Failure(
        .malformedInput, "\(path): \"\(text)\" can't be read", remedy: "Write a number or a word")
    }
    self.init(node, path: path, file: nil)
  }

  /// A failure at this value.
  func failure(_ summary: String, _ remedy: String) -> Failure {
    Failure(
      .malformedInput, "\(path): \(shown) \(summary)", file: file, place: line.map { "line \($0)" },
      remedy: remedy)
  }

  private var shown: String {
    if let text = node.scalar?.string { return "\"\(text)\"" }
    return node.mapping != nil ? "a section" : "a list"
  }

  func text() throws -> String {
    guard let text = node.scalar?.string else {
      throw failure("is no text", "Write one text")
    }
    return text
  }

  func oneOf(_ allowed: [String]) throws -> String {
    let text = try text()
    guard allowed.contains(text) else {
      throw failure("is not known", "Write one of \(allowed.joined(separator: ", "))")
    }
    return text
  }

  func number(in range: ClosedRange<Double>) throws -> Double {
    guard let text = node.scalar?.string.replacing("_", with: ""), let value = Double(text),
      value.isFinite, range.contains(value)
    else {
      let ends = [range.lowerBound, range.upperBound].map { Numerals.grouped(Int($0)) }
      throw failure("is no number from \(ends[0]) to \(ends[1])", "Write such a number")
    }
    return value
  }

  func whole(in range: ClosedRange<Int>) throws -> Int {
    guard let text = node.scalar?.string.replacing("_", with: ""), let value = Int(text),
      range.contains(value)
    else {
      throw failure(
        "is no whole number from \(Numerals.grouped(range.lowerBound)) to \(Numerals.grouped(range.upperBound))",
        "Write such a number, without blanks or commas")
    }
    return value
  }

  func texts() throws -> [String] {
    if node.scalar != nil { return [try text()] }
    return try items().map { try $0.text() }
  }

  func wholes(in range: ClosedRange<Int>) throws -> [Int] {
    try items().map { try $0.whole(in: range) }
  }

  private func items() throws -> [ScenarioValue] {
    guard let sequence = node.sequence else {
      throw failure("is no list", "Write a list, such as [a, b]")
    }
    return sequence.map { ScenarioValue($0, path: path, file: file) }
  }

  /// Names with shares, scaled to a sum of 1; one name alone is all.
  func shares() throws -> [String: Double] {
    if let name = node.scalar?.string { return [name: 1] }
    guard let mapping = node.mapping, !mapping.isEmpty else {
      throw failure("has no shares", "Write names with shares, such as {clean: 0.7, dark: 0.3}")
    }
    var shares: [String: Double] = [:]
    for (key, value) in mapping {
      let name = try ScenarioValue(key, path: path, file: file).text()
      let share = try ScenarioValue(value, path: "\(path).\(name)", file: file).number(in: 0...1e9)
      if shares.updateValue(share, forKey: name) != nil {
        throw failure("names \(name) twice", "Name each once")
      }
    }
    let sum = shares.values.reduce(0, +)
    guard sum > 0 else { throw failure("has no share above 0", "Give one at least") }
    // Shares that add up already stay as they were written.
    return abs(sum - 1) < 1e-9 ? shares : shares.mapValues { $0 / sum }
  }

  func threshold() throws -> Scenario.Threshold {
    let text = try text()
    if text == "none" { return .none }
    let parts = text.split(separator: ":", maxSplits: 1)
    if parts.count == 2, let value = Double(parts[1]), value.isFinite {
      if parts[0] == "score" { return .score(value) }
      if parts[0] == "fmr", value > 0, value < 1 { return .falseMatchRate(value) }
    }
    throw failure(
      "is no threshold", "Write none, score:0.5 or fmr:0.001 (quotes are not needed)")
  }

  /// `text` as a YAML scalar: in quotes where it could be read as anything else.
  static func quoted(_ text: String) -> String {
    let plain = text.allSatisfy { $0.isLetter || $0.isNumber || "-_/.".contains($0) }
    if plain, !text.isEmpty, text.first?.isLetter == true,
      !["true", "false", "null", "yes", "no", "on", "off"].contains(text.lowercased())
    {
      return text
    }
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": escaped += "\\\""
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return "\"\(escaped)\""
  }
}
