import HTTPTypes

/// The fields of a submitted form (application/x-www-form-urlencoded), each name at most once.
struct FormFields: Sendable {
  private let values: [String: String]

  /// - Throws: ``Problem`` 400 for bad escapes, text that isn't UTF-8, or a name given twice.
  init(_ bytes: [UInt8]) throws {
    var values: [String: String] = [:]
    for pair in bytes.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      let name = try FormFields.decoded(parts[0])
      let value = parts.count == 2 ? try FormFields.decoded(parts[1]) : ""
      if values.updateValue(value, forKey: name) != nil { throw FormFields.malformed }
    }
    self.values = values
  }

  /// The value of the field `name` without blanks around it; nil where it is absent or empty.
  subscript(name: String) -> String? {
    guard let value = values[name], let first = value.firstIndex(where: { !$0.isWhitespace }),
      let last = value.lastIndex(where: { !$0.isWhitespace })
    else { return nil }
    return String(value[first...last])
  }

  /// The text of the field `name`, at most `most` characters.
  ///
  /// - Throws: ``Problem`` 422 where it is absent or too long.
  func text(_ name: String, most: Int = 200) throws -> String {
    guard let value = self[name] else { throw Problem.unfit("\(name) is missing") }
    if value.count > most { throw Problem.unfit("\(name) is longer than \(most) characters") }
    return value
  }

  /// The whole number in the field `name`, within `range`.
  ///
  /// - Throws: ``Problem`` 422 where it is none or out of range.
  func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int {
    guard let value = Int(try text(name)), range.contains(value) else {
      throw Problem.unfit(
        "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  private static let malformed = Problem(
    .badRequest, "malformed", "the request's body is not a form's")

  private static func decoded(_ bytes: ArraySlice<UInt8>) throws -> String {
    var result: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): result.append(0x20)
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit)
        else { throw malformed }
        result.append(high << 4 | low)
      default: result.append(byte)
      }
    }
    guard let text = String(validating: result, as: UTF8.self) else { throw malformed }
    return text
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
