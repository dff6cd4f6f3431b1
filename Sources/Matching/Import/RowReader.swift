import Essentials

/// A file of templates of which any rows can be read, from any thread.
protocol RowReader: Sendable {
  /// The rows `range`, row after row.
  func rowFloats(_ range: Range<Int>) throws -> [Float]
  /// Fills `elements` with the rows `range`, in the memory it has where that can be.
  func rowFloats(_ range: Range<Int>, into elements: inout [Float]) throws
}

extension RowReader {
  func rowFloats(_ range: Range<Int>, into elements: inout [Float]) throws {
    elements = try rowFloats(range)
  }
}

extension NumPyReader: RowReader {}
extension FvecsReader: RowReader {}
