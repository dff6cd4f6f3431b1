import Essentials
import Foundation
import TestSupport
import Testing

@Suite struct NumPyTests {
  /// A `.npy` file put together byte by byte, apart from our writer.
  static func file(
    _ type: String, _ fortran: Bool, _ shape: String, _ data: [UInt8], version: UInt8 = 1
  ) -> [UInt8] {
    var text =
      "{'descr': '\(type)', 'fortran_order': \(fortran ? "True" : "False"), 'shape': \(shape), }"
    while (text.utf8.count + 11) % 16 != 0 { text += " " }
    text += "\n"
    let length = UInt32(text.utf8.count)
    let size = (0..<(version == 1 ? 2 : 4)).map { UInt8(length >> (8 * UInt32($0)) & 255) }
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + size + Array(text.utf8) + data
  }

  static func bytes(_ value: Double, _ type: String) -> [UInt8] {
    var bytes: [UInt8]
    switch type.dropFirst() {
    case "f2": bytes = withUnsafeBytes(of: Float16(value).bitPattern.littleEndian) { Array($0) }
    case "f4": bytes = withUnsafeBytes(of: Float(value).bitPattern.littleEndian) { Array($0) }
    default: bytes = withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
    }
    if type.first == ">" { bytes.reverse() }
    return bytes
  }

  func write(_ bytes: [UInt8], in folder: TemporaryFolder) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: folder.file("a.npy")))
    return folder.file("a.npy")
  }

  @Test(arguments: ["<f2", ">f2", "<f4", ">f4", "<f8", ">f8"], [false, true])
  func everyTypeAndOrder(type: String, fortran: Bool) throws {
    let folder = try TemporaryFolder()
    // 3 rows of 2: element (r, c) = r + c / 4, exact in every type.
    let order =
      fortran
      ? [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1)]
      : [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]
    let data = order.flatMap { Self.bytes(Double($0.0) + Double($0.1) / 4, type) }
    for version in [UInt8(1), 2, 3] {
      let path = try write(
        Self.file(type, fortran, "(3, 2)", data, version: version), in: folder)
      let reader = try NumPyReader(path: path)
      #expect(reader.rows == 3 && reader.columns == 2 && reader.count == 6)
      #expect(try reader.rowDoubles(0..<3) == [0, 0.25, 1, 1.25, 2, 2.25])
      #expect(try reader.rowFloats(1..<3) == [1, 1.25, 2, 2.25])
      for used in [[], [9], [9, 9, 9, 9]] as [[Float]] {
        var elements = used
        try reader.rowFloats(1..<3, into: &elements)
        #expect(elements == [1, 1.25, 2, 2.25])
      }
      #expect(try reader.doubles(0..<6) == order.map { Double($0.0) + Double($0.1) / 4 })
      #expect(try reader.floats(2..<2) == [])
    }
  }

  @Test func readsWhatTheWriterWrote() throws {
    let folder = try TemporaryFolder()
    let values = [0.5, -1.25, 3, .infinity, .nan, -0.0]
    for type in NumPyHeader.ElementType.allCases {
      let path = folder.file("\(type.rawValue).npy")
      let writer = try NumPyWriter(path: path, elementType: type, shape: [6])
      try writer.write(values[0..<4])
      try writer.write(values[4...].map { Float($0) })
      try writer.commit()
      let reader = try NumPyReader(path: path)
      #expect(reader.header == NumPyHeader(elementType: type, shape: [6]))
      let read = try reader.rowDoubles(0..<6)
      #expect(read[0..<4] == values[0..<4] && read[4].isNaN && read[5].sign == .minus)
    }
  }

  @Test(arguments: [
    ("", "does not begin with"), ("PK\u{3}\u{4} a zip archive", "does not begin with"),
  ]) func refusesOtherFormats(text: String, reason: String) throws {
    let folder = try TemporaryFolder()
    let path = try write(Array(text.utf8), in: folder)
    #expect { try NumPyReader(path: path) } throws: { "\($0)".contains(reason) }
  }

  @Test(arguments: [
    ("<i8", false, "(1,)", 8, "not of float16"), ("|O", false, "(1,)", 8, "not of float16"),
    ("<f4", false, "(2,)", 4, "promises 8"), ("<f4", false, "(2,)", 12, "promises 8"),
    ("<f4", false, "()", 4, "dimensions"), ("<f4", true, "(1, 1, 1)", 4, "dimensions"),
    ("<f4", false, "(9223372036854775807, 2)", 4, "2^63"),
    ("<f4", false, "(99999999999999999999,)", 4, "beyond 64 bits"),
    ("<f4", false, "(-1,)", 4, "no tuple"), ("<f4", false, "(1", 4, "no tuple"),
  ]) func saysWhatIsWrong(
    type: String, fortran: Bool, shape: String, bytes: Int, reason: String
  ) throws {
    let folder = try TemporaryFolder()
    let path = try write(
      Self.file(type, fortran, shape, [UInt8](repeating: 0, count: bytes)), in: folder)
    #expect { try NumPyReader(path: path) } throws: { error in
      "\(error)".contains(reason) && (error as? Failure)?.file == path
    }
  }

  /// Damage at random places: an answer or a `Failure`, never a trap, never a read out of bounds.
  @Test func survivesDamage() throws {
    let folder = try TemporaryFolder()
    let sound = Self.file("<f4", true, "(3, 2)", [UInt8](repeating: 7, count: 24))
    var random = RandomStream(seed: 5)
    var refused = 0
    for _ in 0..<600 {
      var bytes = sound
      for _ in 0...random.index(below: 3) {
        switch random.index(below: 3) {
        case 0: bytes[random.index(below: bytes.count)] = UInt8(random.index(below: 256))
        case 1: bytes.removeLast(random.index(below: bytes.count))
        default: bytes.insert(UInt8(random.index(below: 256)), at: random.index(below: bytes.count))
        }
        if bytes.isEmpty { bytes = [0] }
      }
      let path = try write(bytes, in: folder)
      do {
        let reader = try NumPyReader(path: path)
        #expect(try reader.rowDoubles(0..<reader.rows).count == reader.count)
      } catch {
        refused += 1
        #expect(error is Failure)
      }
    }
    #expect(refused > 300)
  }

  @Test func fvecsRows() throws {
    let folder = try TemporaryFolder()
    var bytes: [UInt8] = []
    for row in 0..<3 {
      bytes += [2, 0, 0, 0] + Self.bytes(Double(row), "<f4") + Self.bytes(0.5, "<f4")
    }
    let path = try write(bytes, in: folder)
    let reader = try FvecsReader(path: path)
    #expect(reader.rows == 3 && reader.columns == 2)
    #expect(try reader.rowFloats(1..<3) == [1, 0.5, 2, 0.5])
    bytes[12] = 3
    let wrong = try FvecsReader(path: try write(bytes, in: folder))
    #expect { try wrong.rowFloats(0..<3) } throws: { "\($0)".contains("row 1") }
    let short = try write(Array(bytes.dropLast()), in: folder)
    #expect(throws: Failure.self) { try FvecsReader(path: short) }
  }
}
