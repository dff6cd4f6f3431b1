/// Reads TEXMEX `.fvecs`: rows of float32, each behind its own little-endian 32-bit length.
///
/// Any part of it, in fixed memory. All rows must have the length of the first, which each read
/// checks. Several threads may read at once.
public final class FvecsReader: Sendable {
  /// How many rows there are.
  public let rows: Int
  /// How many elements each row has.
  public let columns: Int
  private let file: InputFile

  /// The file, as the user named it.
  public var path: String { file.path }

  /// Checks that nobody has written to the file since it was opened, nor put another in its place.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  public func requireUnchanged() throws { try file.requireUnchanged() }

  /// Opens the file at `path`.
  ///
  /// - Throws: ``Failure`` (`missingInput`, `inputOutput`; `malformedInput` where the size is no
  ///   whole number of rows).
  public init(path: String) throws {
    file = try InputFile(path: path)
    guard file.size >= 4 else {
      throw Failure(
        .malformedInput, "is too short for an .fvecs file", file: path,
        remedy: "Each row is a 32-bit length and as many float32")
    }
    var length = [UInt32(0)]
    try file.read(at: 0, into: &length)
    columns = Int(UInt32(littleEndian: length[0]))
    let width = 4 * (columns + 1)
    guard (1...1 << 20).contains(columns), file.size % width == 0 else {
      throw Failure(
        .malformedInput,
        "is no .fvecs file of \(columns) columns: \(file.size) bytes are no whole "
          + "number of rows of \(width) bytes", file: path, place: "byte 0",
        remedy: "The file is cut short or of another format")
    }
    rows = file.size / width
  }

  /// The rows `range`, row after row.
  ///
  /// - Throws: ``Failure`` (`inputOutput`; `malformedInput` for a row of another length).
  public func rowFloats(_ range: Range<Int>) throws -> [Float] {
    precondition(0 <= range.lowerBound && range.upperBound <= rows)
    var words = [UInt32](repeating: 0, count: range.count * (columns + 1))
    try file.read(at: range.lowerBound * 4 * (columns + 1), into: &words)
    var elements: [Float] = []
    elements.reserveCapacity(range.count * columns)
    for row in 0..<range.count {
      let start = row * (columns + 1)
      if UInt32(littleEndian: words[start]) != UInt32(columns) {
        throw Failure(
          .malformedInput,
          "has \(UInt32(littleEndian: words[start])) columns where the first row "
            + "has \(columns)", file: path, place: "row \(range.lowerBound + row)",
          remedy: "All rows must have one length")
      }
      for word in words[start + 1...start + columns] {
        elements.append(Float(bitPattern: UInt32(littleEndian: word)))
      }
    }
    return elements
  }
}
