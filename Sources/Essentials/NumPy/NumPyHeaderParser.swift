/// Reads the Python dictionary in a `.npy` header: three keys, each once, in any order.
struct NumPyHeaderParser {
  struct Problem: Error {
    let reason: String
    var remedy = "Write the file again with numpy.save"
  }

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func header() throws(Problem) -> NumPyHeader {
    var type: (NumPyHeader.ElementType, isBigEndian: Bool)?
    var isFortranOrder: Bool?
    var shape: [Int]?
    try expect("{")
    while !take("}") {
      let key = try quoted()
      try expect(":")
      switch key {
      case "descr" where type == nil: type = try elementType()
      case "fortran_order" where isFortranOrder == nil: isFortranOrder = try boolean()
      case "shape" where shape == nil: shape = try tuple()
      default: throw Problem(reason: "has the unknown or repeated header key '\(key)'")
      }
      if !take(",") {
        try expect("}")
        break
      }
    }
    skipSpace()
    guard position == bytes.count, let type, let isFortranOrder, let shape else {
      throw Problem(reason: "has a header without 'descr', 'fortran_order' and 'shape' alone")
    }
    return NumPyHeader(
      elementType: type.0, isBigEndian: type.isBigEndian, isFortranOrder: isFortranOrder,
      shape: shape)
  }

  private mutating func elementType() throws(Problem) -> (NumPyHeader.ElementType, Bool) {
    skipSpace()
    if position < bytes.count, bytes[position] == UInt8(ascii: "[") {
      throw Problem(
        reason: "holds records with named fields",
        remedy: "Save one plain floating-point array: numpy.save(file, array['field'])")
    }
    let text = try quoted()
    guard let order = text.first, "<>=".contains(order),
      let type = NumPyHeader.ElementType(rawValue: String(text.dropFirst()))
    else {
      throw Problem(
        reason: "holds elements of type '\(text)', not of float16, float32 or float64",
        remedy: "Save it with array.astype('float32')")
    }
    return (type, order == ">")
  }

  private mutating func boolean() throws(Problem) -> Bool {
    if take("True") { return true }
    try expect("False")
    return false
  }

  private mutating func tuple() throws(Problem) -> [Int] {
    try expect("(")
    var extents: [Int] = []
    while !take(")") {
      extents.append(try number())
      if !take(",") {
        try expect(")")
        break
      }
    }
    return extents
  }

  private mutating func number() throws(Problem) -> Int {
    skipSpace()
    var value = 0
    let start = position
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
      let (shifted, tooBig) = value.multipliedReportingOverflow(by: 10)
      let (sum, tooBigStill) = shifted.addingReportingOverflow(Int(bytes[position]) - 0x30)
      if tooBig || tooBigStill { throw Problem(reason: "has a shape beyond 64 bits") }
      value = sum
      position += 1
    }
    if position == start { throw Problem(reason: "has a shape that is no tuple of numbers") }
    return value
  }

  private mutating func quoted() throws(Problem) -> String {
    skipSpace()
    guard position < bytes.count, [0x22, 0x27].contains(bytes[position]) else {
      throw Problem(reason: "has a header that is no Python dictionary")
    }
    let mark = bytes[position]
    guard let end = bytes[(position + 1)...].firstIndex(of: mark) else {
      throw Problem(reason: "has a header with an open quotation mark")
    }
    let text = String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
    position = end + 1
    return text
  }

  private mutating func expect(_ word: String) throws(Problem) {
    if !take(word) { throw Problem(reason: "has a header in which '\(word)' was expected") }
  }

  private mutating func take(_ word: String) -> Bool {
    skipSpace()
    guard bytes[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  private mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x0A, 0x09, 0x0D].contains(bytes[position]) {
      position += 1
    }
  }
}
