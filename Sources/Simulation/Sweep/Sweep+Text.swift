public import Essentials

extension Sweep {
  /// The rows as a table.
  public func table(_ rows: [Row]) -> TextTable {
    TextTable(
      axes.map { .number($0.path) } + measures.map { .number($0) },
      rows: rows.map { row in
        row.values + row.measures.map { $0.map { Numerals.significant($0, 4) } ?? "" }
      })
  }
}
