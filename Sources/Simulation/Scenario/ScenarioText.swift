import Essentials
import Yams

/// The text of a scenario file, and what may be wrong with it before any key is looked at.
struct ScenarioText {
  private let text: String
  private let file: String
  /// The lines, the first at 0.
  private let lines: [Substring]

  init(_ text: String, file: String) {
    self.text = text
    self.file = file
    lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  }

  /// The text in `bytes`.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) with the first line that is no UTF-8.
  static func decoded(_ bytes: [UInt8], file: String) throws -> String {
    if let text = String(validating: bytes, as: UTF8.self) {
      // A byte-order mark is no part of the text.
      return text.unicodeScalars.first == "\u{FEFF}"
        ? String(text.unicodeScalars.dropFirst()) : text
    }
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    let first = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
    let isWide = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    throw Failure(
      .malformedInput, isWide ? "is text in UTF-16" : "is no text in UTF-8", file: file,
      place: "line \(first + 1)", remedy: "Save it as UTF-8")
  }

  /// A failure in this file.
  func failure(_ summary: String, line: Int?, _ remedy: String) -> Failure {
    Failure(.malformedInput, summary, file: file, place: line.map { "line \($0)" }, remedy: remedy)
  }

  /// The keys of the file.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) with the line.
  func mapping() throws -> Yams.Node.Mapping {
    let root: Yams.Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw failure(error)
    }
    guard let mapping = root?.mapping else {
      throw failure(
        "holds no keys", line: root?.mark?.line ?? 1,
        "Begin with what this writes: lookalike simulate --template")
    }
    return mapping
  }

  private func failure(_ error: YamlError) -> Failure {
    let remedy = "Mend that line; lookalike simulate --template shows the form"
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      // What was never closed is missed at the end, which may be beyond the last line.
      let line = min(mark.line, max(1, lines.count))
      if lines[line - 1].prefix(while: \.isWhitespace).contains("\t") {
        return failure("is indented by a tab", line: line, "Indent by blanks")
      }
      return failure("is no YAML: \(problem)", line: line, remedy)
    case .duplicatedKeysInMapping(let names, let context):
      return doubled(names.first ?? "", first: context.mark)
    default:
      let line = lines.firstIndex { $0.unicodeScalars.contains(where: ScenarioText.isForbidden) }
      return failure("holds a character that YAML does not allow", line: (line ?? 0) + 1, remedy)
    }
  }

  /// A key that is given twice: the second time is the one to be mended.
  private func doubled(_ name: String, first mark: Mark) -> Failure {
    let start = max(0, mark.line - 1)
    func isKey(_ place: Int) -> Bool {
      var line = lines[place].drop { $0 == " " }
      guard lines[place].count - line.count == mark.column - 1 else { return false }
      for quote in ["", "\"", "'"] where line.hasPrefix(quote + name + quote) {
        line = line.dropFirst(name.count + 2 * quote.count).drop { $0 == " " }
        return line.first == ":"
      }
      return false
    }
    let second = lines.indices.dropFirst(start + 1).first(where: isKey)
    let path = (enclosing(line: start, column: mark.column - 1) + [name]).joined(separator: ".")
    guard let second else {
      return failure("\(path) is given twice", line: start + 1, "Give it once")
    }
    return failure(
      "\(path) is given twice, first in line \(start + 1)", line: second + 1, "Give it once")
  }

  /// The keys under which column `column` of a line stands, the outermost first.
  private func enclosing(line: Int, column: Int) -> [String] {
    var (keys, column) = ([String](), column)
    for place in lines.indices.prefix(line + 1).reversed() where column > 0 {
      let trimmed = lines[place].drop { $0 == " " }
      let indent = lines[place].count - trimmed.count
      guard indent < column, let first = trimmed.first, first != "#", first != "-" else { continue }
      keys.insert(String(trimmed.prefix { $0 != ":" }), at: 0)
      column = indent
    }
    return keys
  }

  /// Whether YAML forbids a character: controls but tab and the ends of lines.
  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xFFFD, 0x10000...: false
    default: true
    }
  }
}
