/// Writes a NumPy `.npy` file row by row, in C order and little endian, whole or not at all.
public final class NumPyWriter {
  private let header: NumPyHeader
  private let file: OutputFile
  private var written = 0

  /// Starts a file of `shape` at `path`; see ``OutputFile``.
  ///
  /// - Throws: ``Failure`` (`refusedOutput`, `inputOutput`).
  public init(
    path: String, elementType: NumPyHeader.ElementType = .float32, shape: [Int],
    replacing: Bool = false
  ) throws {
    header = NumPyHeader(elementType: elementType, shape: shape)
    precondition(header.elementCount != nil, "a shape that fits in memory")
    file = try OutputFile(path: path, replacing: replacing)
    try file.write(header.encoded())
  }

  /// Adds `elements`, each rounded to the file's type.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  public func write(_ elements: some Collection<Double>) throws {
    try append(elements) { $0 }
  }

  /// Adds `elements`, each rounded to the file's type.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  public func write(_ elements: some Collection<Float>) throws {
    try append(elements) { Double($0) }
  }

  /// Makes the file durable and gives it its name; all elements of the shape must be written.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  public func commit() throws {
    precondition(written == header.elementCount, "as many elements as the shape says")
    try file.commit()
  }

  private func append<Element>(
    _ elements: some Collection<Element>, _ widen: (Element) -> Double
  ) throws {
    written += elements.count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(elements.count * header.elementType.width)
    for element in elements {
      let value = widen(element)
      let bits: UInt64 =
        switch header.elementType {
        case .float16: UInt64(Float16(value).bitPattern)
        case .float32: UInt64(Float(value).bitPattern)
        case .float64: value.bitPattern
        }
      for byte in 0..<header.elementType.width {
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(8 * byte)))
      }
    }
    try file.write(bytes)
  }
}
