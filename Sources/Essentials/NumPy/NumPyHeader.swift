/// What stands before the numbers of a NumPy `.npy` file: their type, their shape and their order.
public struct NumPyHeader: Sendable, Equatable {
  /// The floating-point types that are read and written.
  public enum ElementType: String, Sendable, CaseIterable {
    /// IEEE binary16.
    case float16 = "f2"
    /// IEEE binary32.
    case float32 = "f4"
    /// IEEE binary64.
    case float64 = "f8"

    /// Bytes an element.
    public var width: Int {
      switch self {
      case .float16: 2
      case .float32: 4
      case .float64: 8
      }
    }
  }

  /// The type of the elements.
  public let elementType: ElementType
  /// Whether the elements' bytes stand most significant first.
  public let isBigEndian: Bool
  /// Whether the first index runs fastest (Fortran order) and not the last (C order).
  public let isFortranOrder: Bool
  /// The extent along each dimension; empty for a scalar.
  public let shape: [Int]

  /// Makes it; each extent must be at least 0.
  public init(
    elementType: ElementType, isBigEndian: Bool = false, isFortranOrder: Bool = false, shape: [Int]
  ) {
    precondition(shape.allSatisfy { $0 >= 0 })
    self.elementType = elementType
    self.isBigEndian = isBigEndian
    self.isFortranOrder = isFortranOrder
    self.shape = shape
  }

  /// How many elements there are; nil where the product is beyond 64 bits.
  public var elementCount: Int? {
    var count = 1
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      if overflow { return nil }
      count = product
    }
    return count
  }

  /// The header as a version 1.0 file begins with it, padded to a multiple of 64 bytes.
  public func encoded() -> [UInt8] {
    let extents = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var text =
      "{'descr': '\(isBigEndian ? ">" : "<")\(elementType.rawValue)', "
      + "'fortran_order': \(isFortranOrder ? "True" : "False"), 'shape': (\(extents)), }"
    let unpadded = NumPyHeader.magic.count + 4 + text.utf8.count + 1
    text += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
    let length = text.utf8.count
    return NumPyHeader.magic + [1, 0, UInt8(length & 255), UInt8(length >> 8)] + Array(text.utf8)
  }

  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
}

extension NumPyHeader {
  /// Reads the header of `file` and says where its elements begin.
  ///
  /// Format versions 1.0 to 3.0.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) naming the file and what is wrong with it.
  static func read(_ file: InputFile) throws -> (header: NumPyHeader, dataOffset: Int) {
    func malformed(_ reason: String, _ remedy: String = "Write the file again with numpy.save")
      -> Failure
    {
      Failure(.malformedInput, reason, file: file.path, place: "byte 0", remedy: remedy)
    }
    let start = try file.bytes(at: 0, count: min(12, file.size))
    guard start.starts(with: magic), start.count >= 10 else {
      throw malformed("is not a NumPy .npy file: it does not begin with \\x93NUMPY")
    }
    let isLong = start[6] >= 2
    guard (1...3).contains(start[6]), start[7] == 0, !isLong || start.count == 12 else {
      throw malformed("is of .npy version \(start[6]).\(start[7]), which is not known")
    }
    let length = start[8..<(isLong ? 12 : 10)].reversed().reduce(0) { $0 << 8 | Int($1) }
    let offset = (isLong ? 12 : 10) + length
    guard length <= 65_535, offset <= file.size else {
      throw malformed("is cut short within its header, or its header's length is damaged")
    }
    var parser = NumPyHeaderParser(try file.bytes(at: offset - length, count: length))
    do {
      return (try parser.header(), offset)
    } catch let error {
      throw malformed(error.reason, error.remedy)
    }
  }
}
