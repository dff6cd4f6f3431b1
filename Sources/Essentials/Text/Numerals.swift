import Foundation

/// Numbers as people read them, the same in the terminal and on a page, whatever the locale.
public enum Numerals {
  /// `value` with a comma between groups of three digits: 3,147,436.
  public static func grouped(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var text = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return text
  }

  /// `value` with exactly `places` digits after the point; "not measurable" when it is NaN.
  ///
  /// Rounds the binary value half to even, and never writes a negative zero.
  public static func fixed(_ value: Double, _ places: Int) -> String {
    guard value.isFinite else { return unusual(value) }
    let text = String(format: "%.\(max(0, places))f", value)
    return text.hasPrefix("-") && !text.contains(where: { "123456789".contains($0) })
      ? String(text.dropFirst()) : text
  }

  /// `value` with `digits` significant digits.
  ///
  /// Fixed from 0.0001 up to a million (from there on whole and grouped), and as 3.2e-6 below; "not
  /// measurable" when it is NaN.
  public static func significant(_ value: Double, _ digits: Int = 3) -> String {
    guard value.isFinite else { return unusual(value) }
    if value == 0 { return "0" }
    let magnitude = abs(value)
    if magnitude >= 1e6 && magnitude < 1e15 { return grouped(Int(value.rounded())) }
    if magnitude < 1e-4 || magnitude >= 1e15 {
      let text = String(format: "%.\(max(0, digits - 1))e", value)
      let parts = text.split(separator: "e")
      guard parts.count == 2, let exponent = Int(parts[1]) else { return text }
      return "\(parts[0])e\(exponent)"
    }
    // Rounding may carry into a further digit: 0.9996 to three digits is 1.00.
    let rounded = Double(String(format: "%.\(max(0, digits - 1))e", value)) ?? value
    let exponent = Int(log10(abs(rounded)).rounded(.down))
    return fixed(rounded, digits - 1 - exponent)
  }

  /// A share of 1 as a percentage with `digits` significant digits: "19.0 %".
  ///
  /// Below one in ten thousand a percentage is hard to read, so that 3.2e-6 stays as it is; "not
  /// measurable" when it is NaN.
  public static func percent(_ share: Double, _ digits: Int = 3) -> String {
    guard share.isFinite else { return unusual(share) }
    if share != 0 && abs(share) < 1e-4 { return significant(share, min(digits, 2)) }
    if share == 1 { return "100 %" }
    return significant(100 * share, digits) + " %"
  }

  private static func unusual(_ value: Double) -> String {
    value.isNaN ? "not measurable" : value < 0 ? "-infinite" : "infinite"
  }
}
