public import Essentials

extension Sweep {
  /// The rows as a table.
  public func table(_ rows: [Row]) -> TextTable {
    TextTable(
      axes.map { .number($0.path) } + measures.map { .number($0) },
      rows: rows.map { row in
        row.values
          + row.measures.map { measure in
            guard let measure else { return "" }
            return Int(exactly: measure).map { Numerals.grouped($0) }
              ?? Numerals.significant(measure, 4)
          }
      })
  }
}
