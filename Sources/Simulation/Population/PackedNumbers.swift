import Foundation

/// Numbers that stand in a JSON file as the base64 of their little-endian bytes.
///
/// Half precision holds a factor of a covariance well enough (relative error 5e-4) and keeps a model of
/// sixteen components below 300 KB.
struct PackedNumbers: Sendable, Equatable, Codable {
  /// How many bytes each takes in the file.
  enum Width: Int { case half = 2, single = 4 }

  let values: [Float]
  let width: Width

  init(_ values: [Float], _ width: Width) {
    self.values = width == .half ? values.map { Float(Float16($0)) } : values
    self.width = width
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    // The first letter says the width: "h" or "s".
    guard let first = text.first, first == "h" || first == "s",
      let data = Data(base64Encoded: String(text.dropFirst()))
    else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "no packed numbers")
    }
    width = first == "h" ? .half : .single
    guard data.count.isMultiple(of: width.rawValue) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "packed numbers end in the middle of one")
    }
    let bytes = [UInt8](data)
    var values: [Float] = []
    values.reserveCapacity(bytes.count / width.rawValue)
    for start in stride(from: 0, to: bytes.count, by: width.rawValue) {
      var bits: UInt32 = 0
      for place in (0..<width.rawValue).reversed() {
        bits = bits << 8 | UInt32(bytes[start + place])
      }
      values.append(
        width == .half
          ? Float(Float16(bitPattern: UInt16(truncatingIfNeeded: bits))) : Float(bitPattern: bits))
    }
    guard values.allSatisfy(\.isFinite) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a packed number is not finite")
    }
    self.values = values
  }

  func encode(to encoder: any Encoder) throws {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count * width.rawValue)
    for value in values {
      let bits = width == .half ? UInt32(Float16(value).bitPattern) : value.bitPattern
      for place in 0..<width.rawValue {
        bytes.append(UInt8(truncatingIfNeeded: bits >> (8 * place)))
      }
    }
    var container = encoder.singleValueContainer()
    try container.encode((width == .half ? "h" : "s") + Data(bytes).base64EncodedString())
  }
}
