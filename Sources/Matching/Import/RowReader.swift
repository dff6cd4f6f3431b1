import Essentials

/// A file of templates of which any rows can be read, from any thread.
protocol RowReader: Sendable {
  /// The rows `range`, row after row.
  func rowFloats(_ range: Range<Int>) throws -> [Float]
}

extension NumPyReader: RowReader {}
extension FvecsReader: RowReader {}
