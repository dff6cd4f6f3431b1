extension String {
  /// This text with control characters escaped, so that a hostile name cannot forge lines or colours.
  ///
  /// Escaped are C0, DEL, C1, the line and paragraph separators, and the bidirectional controls,
  /// which can make a terminal show a text in another order than it has.
  ///
  /// - Complexity: O(n).
  public var oneLine: String {
    var line = ""
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069:
        line += "\\u{" + Swift.String(scalar.value, radix: 16) + "}"
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line
  }
}
