/// One record of a CSV file, with the line it starts on.
public struct CSVRow: Sendable {
  /// The line the record starts on; the header is line 1.
  public let line: Int
  /// The values, as many as the header has columns.
  public let values: [String]
  let columns: [String: Int]
  let file: String

  /// The value in `column`, or nil where the file has no such column.
  public subscript(column: String) -> String? {
    columns[column].map { values[$0] }
  }

  /// The value in `column`, which must not be empty.
  ///
  /// - Throws: ``Failure`` (`missingInput`) naming file, line and column.
  public func text(_ column: String) throws -> String {
    guard let value = self[column], !value.isEmpty else {
      throw Failure(
        .missingInput, "has no value for \"\(column)\"", file: file, place: "line \(line)",
        remedy: "Fill in the column")
    }
    return value
  }

  /// The finite number in `column`.
  ///
  /// - Throws: ``Failure`` (`missingInput`, `malformedInput`) naming file, line and column.
  public func number(_ column: String) throws -> Double {
    let value = try text(column)
    guard let number = Double(value), number.isFinite else {
      throw malformed(column, "\"\(value)\" is not a finite number")
    }
    return number
  }

  /// The whole number in `column`.
  ///
  /// - Throws: ``Failure`` (`missingInput`, `malformedInput`) naming file, line and column.
  public func integer(_ column: String) throws -> Int {
    let value = try text(column)
    guard let number = Int(value) else {
      throw malformed(column, "\"\(value)\" is not a whole number")
    }
    return number
  }

  /// The failure that `column` of this record is not what it should be.
  public func malformed(_ column: String, _ reason: String, remedy: String? = nil) -> Failure {
    Failure(
      .malformedInput, "column \"\(column)\": \(reason)", file: file, place: "line \(line)",
      remedy: remedy)
  }
}
