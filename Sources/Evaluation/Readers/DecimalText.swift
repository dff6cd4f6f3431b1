/// Numbers and words in lines of bytes.
enum DecimalText {
  /// The number that all of `bytes` spell, or nil; "nan" and "inf" are numbers too.
  ///
  /// Where mantissa and power of ten are both exact in a double, one operation rounds correctly
  /// (Clinger, PLDI 1990); the rest goes to the standard library.
  static func number(_ bytes: ArraySlice<UInt8>) -> Double? {
    var mantissa: UInt64 = 0
    var digits = 0
    var scale = 0
    var isFraction = false
    var index = bytes.startIndex
    let isNegative = bytes.first == 0x2D
    if isNegative { index += 1 }
    while index < bytes.endIndex {
      let byte = bytes[index]
      if byte == 0x2E && !isFraction {
        isFraction = true
      } else if byte >= 0x30 && byte <= 0x39 && digits < 19 {
        mantissa = mantissa &* 10 &+ UInt64(byte &- 0x30)
        if mantissa > 0 { digits += 1 }
        if isFraction { scale += 1 }
      } else {
        return slow(bytes)
      }
      index += 1
    }
    let written = bytes.count - (isNegative ? 1 : 0) - (isFraction ? 1 : 0)
    guard written > 0, mantissa < 1 << 53, scale <= 22 else { return slow(bytes) }
    let value = Double(mantissa) / powers[scale]
    return isNegative ? -value : value
  }

  private static func slow(_ bytes: ArraySlice<UInt8>) -> Double? {
    Double(String(decoding: bytes, as: UTF8.self))
  }

  private static let powers: [Double] = (0...22).map { power in
    (0..<power).reduce(1.0) { value, _ in value * 10 }
  }

  /// The words of `line`, apart by spaces and tabs.
  static func words(_ line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    line.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
  }
}
