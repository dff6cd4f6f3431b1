/// Reads words and decimal numbers from text bytes, line by line, without making strings.
struct NumberScanner {
  private let bytes: [UInt8]
  private(set) var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { at >= bytes.count }

  /// The byte at the current place, or 0 at the end.
  var current: UInt8 { at < bytes.count ? bytes[at] : 0 }

  /// Moves behind the next line end.
  mutating func skipLine() {
    while at < bytes.count, bytes[at] != 0x0A { at += 1 }
    at += 1
  }

  /// Passes over blanks; false at the end of the line.
  mutating func skipBlanks() -> Bool {
    while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 || bytes[at] == 0x0D { at += 1 }
    return at < bytes.count && bytes[at] != 0x0A
  }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    at += 1
    return true
  }

  /// The rest of the line as text.
  mutating func word() -> String {
    let start = at
    while at < bytes.count, bytes[at] > 0x20 { at += 1 }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  /// A number such as -.024 or 7.33; nil where none stands.
  mutating func number() -> Float? {
    guard skipBlanks() else { return nil }
    let negative = skip(0x2D)
    var value: Double = 0
    var scale: Double = 1
    var digits = 0
    var behindPoint = false
    while at < bytes.count {
      let byte = bytes[at]
      if byte >= 0x30 && byte <= 0x39 {
        value = value * 10 + Double(byte - 0x30)
        if behindPoint { scale *= 10 }
        digits += 1
      } else if byte == 0x2E && !behindPoint {
        behindPoint = true
      } else {
        break
      }
      at += 1
    }
    guard digits > 0 else { return nil }
    return Float((negative ? -value : value) / scale)
  }
}
