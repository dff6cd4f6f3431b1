/// Reads a NumPy `.npy` file of floating-point numbers, any part of it, in fixed memory.
///
/// float16, float32 and float64; C and Fortran order; little and big endian; one or two dimensions.
/// Opening checks header and size, and reads none of the elements. Whether a number is finite is for
/// the caller to ask, who knows what to call its place. Several threads may read at once.
public final class NumPyReader: Sendable {
  /// What the file says of itself.
  public let header: NumPyHeader
  /// The extent along the first dimension.
  public let rows: Int
  /// The extent along the second dimension; 1 for an array of one dimension.
  public let columns: Int
  private let file: InputFile
  private let dataOffset: Int

  /// The file, as the user named it.
  public var path: String { file.path }

  /// Checks that nobody has written to the file since it was opened, nor put another in its place.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  public func requireUnchanged() throws { try file.requireUnchanged() }

  /// How many elements there are.
  public var count: Int { rows * columns }

  /// Opens the file at `path`.
  ///
  /// - Throws: ``Failure`` (`missingInput`, `inputOutput`; `malformedInput` for another format,
  ///   type or number of dimensions, and where the size is not what the header promises).
  public init(path: String) throws {
    file = try InputFile(path: path)
    (header, dataOffset) = try NumPyHeader.read(file)
    let shape = header.shape
    guard shape.count == 1 || shape.count == 2 else {
      throw Failure(
        .malformedInput, "has \(shape.count) dimensions, not one or two", file: path,
        remedy: "Save it with array.reshape(rows, -1)")
    }
    let (bytes, overflow) = (header.elementCount ?? Int.max)
      .multipliedReportingOverflow(by: header.elementType.width)
    let present = file.size - dataOffset
    guard !overflow, bytes == present else {
      let promised = overflow ? "more than 2^63" : "\(bytes)"
      throw Failure(
        .malformedInput, "holds \(present) bytes of elements where its header promises \(promised)",
        file: path, place: "byte \(dataOffset)",
        remedy: "The file is cut short or has something after the array: save it again")
    }
    rows = shape[0]
    columns = shape.count == 2 ? shape[1] : 1
  }

  /// The elements `range`, in the order in which the file stores them.
  ///
  /// A float64 element is rounded to the nearest float32 (beyond its range: infinity).
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  public func floats(_ range: Range<Int>) throws -> [Float] {
    precondition(0 <= range.lowerBound && range.upperBound <= count)
    switch header.elementType {
    case .float16: return try stored(range, as: UInt16.self) { Float(Float16(bitPattern: $0)) }
    case .float32:
      if isNative {
        return try file.read(at: offset(range.lowerBound), count: range.count, as: Float.self)
      }
      return try stored(range, as: UInt32.self) { Float(bitPattern: $0) }
    case .float64: return try stored(range, as: UInt64.self) { Float(Double(bitPattern: $0)) }
    }
  }

  /// The elements `range`, in the order in which the file stores them, without loss.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  public func doubles(_ range: Range<Int>) throws -> [Double] {
    precondition(0 <= range.lowerBound && range.upperBound <= count)
    switch header.elementType {
    case .float16: return try stored(range, as: UInt16.self) { Double(Float16(bitPattern: $0)) }
    case .float32: return try stored(range, as: UInt32.self) { Double(Float(bitPattern: $0)) }
    case .float64: return try stored(range, as: UInt64.self) { Double(bitPattern: $0) }
    }
  }

  /// The rows `range`, row after row, whatever the order in the file; rounded as in ``floats(_:)``.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  /// - Complexity: O(elements); in Fortran order one read a column, so ask for many rows at once.
  public func rowFloats(_ range: Range<Int>) throws -> [Float] {
    try inRows(range, floats)
  }

  /// Fills `elements` with the rows `range`; see ``rowFloats(_:)``.
  ///
  /// For callers that read many parts of one size: the array's memory is used again.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  public func rowFloats(_ range: Range<Int>, into elements: inout [Float]) throws {
    precondition(0 <= range.lowerBound && range.upperBound <= rows)
    guard header.elementType == .float32, isNative, !header.isFortranOrder || columns == 1 else {
      elements = try rowFloats(range)
      return
    }
    let count = range.count * columns
    if elements.count != count { elements = [Float](repeating: 0, count: count) }
    try file.read(at: offset(range.lowerBound * columns), into: &elements)
  }

  /// The rows `range`, row after row, whatever the order in the file, without loss.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  /// - Complexity: O(elements); in Fortran order one read a column, so ask for many rows at once.
  public func rowDoubles(_ range: Range<Int>) throws -> [Double] {
    try inRows(range, doubles)
  }

  private func inRows<Element: BinaryFloatingPoint>(
    _ range: Range<Int>, _ read: (Range<Int>) throws -> [Element]
  ) throws -> [Element] {
    precondition(0 <= range.lowerBound && range.upperBound <= rows)
    if !header.isFortranOrder || columns == 1 {
      return try read(range.lowerBound * columns..<range.upperBound * columns)
    }
    var elements = [Element](repeating: 0, count: range.count * columns)
    for column in 0..<columns {
      let first = column * rows + range.lowerBound
      for (row, element) in try read(first..<first + range.count).enumerated() {
        elements[row * columns + column] = element
      }
    }
    return elements
  }

  private func offset(_ element: Int) -> Int { dataOffset + element * header.elementType.width }

  /// Whether the file's byte order is this machine's.
  private var isNative: Bool { header.isBigEndian == (UInt16(1).bigEndian == 1) }

  private func stored<Bits: FixedWidthInteger & BitwiseCopyable, Element>(
    _ range: Range<Int>, as: Bits.Type, _ convert: (Bits) -> Element
  ) throws -> [Element] {
    let bits = try file.read(at: offset(range.lowerBound), count: range.count, as: Bits.self)
    return isNative ? bits.map(convert) : bits.map { convert($0.byteSwapped) }
  }
}
