/// A table of short texts: one value that a terminal prints aligned and a report shows as a table.
///
/// Written here because the package that was looked at (TextTable 0.0.2) counts characters instead
/// of columns on a terminal, so that "東京" breaks the alignment, and lets control characters through.
public struct TextTable: Sendable, Equatable {
  /// On which side the texts of a column stand flush.
  public enum Alignment: Sendable {
    /// Texts: flush left.
    case leading
    /// Numbers: flush right.
    case trailing
  }

  /// The head of a column.
  public struct Column: Sendable, Equatable {
    /// What the column holds, with its unit.
    public let title: String
    /// On which side its texts stand flush.
    public let alignment: Alignment

    /// A column of texts.
    public static func text(_ title: String) -> Column {
      Column(title: title, alignment: .leading)
    }

    /// A column of numbers.
    public static func number(_ title: String) -> Column {
      Column(title: title, alignment: .trailing)
    }
  }

  /// The heads, from left to right.
  public let columns: [Column]
  /// The rows, each with one text a column.
  public private(set) var rows: [[String]] = []

  /// An empty table with `columns`, at least one.
  public init(_ columns: [Column]) {
    precondition(!columns.isEmpty, "a table has a column")
    self.columns = columns
  }

  /// A table with `columns` and `rows`, each row as long as there are columns.
  public init(_ columns: [Column], rows: [[String]]) {
    self.init(columns)
    for row in rows { append(row) }
  }

  /// Adds a row of one text a column.
  public mutating func append(_ row: [String]) {
    precondition(row.count == columns.count, "a row has one text a column")
    rows.append(row)
  }

  /// The table as lines of plain text: heads, a rule, rows; two blanks between columns.
  ///
  /// Control characters are escaped; a wide character takes two places, a combining one none.
  ///
  /// - Complexity: O(characters).
  public func lines() -> [String] {
    let heads = columns.map(\.title.oneLine)
    let body = rows.map { $0.map(\.oneLine) }
    let widths = columns.indices.map { column in
      body.reduce(heads[column].terminalColumns) { max($0, $1[column].terminalColumns) }
    }
    let rule = widths.map { String(repeating: "-", count: $0) }
    return ([heads, rule] + body).map { row in
      let cells = columns.indices.map { column in
        let pad = String(repeating: " ", count: widths[column] - row[column].terminalColumns)
        return columns[column].alignment == .leading ? row[column] + pad : pad + row[column]
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}

extension TextTable: CustomStringConvertible {
  /// The ``lines()`` with a line end between them.
  public var description: String { lines().joined(separator: "\n") }
}

extension String {
  /// How many columns of a terminal this text takes: East Asian wide characters and emoji take two.
  ///
  /// An approximation of Unicode's East Asian Width (UAX #11) by blocks, character by character, so
  /// that combining marks take none.
  ///
  /// - Complexity: O(n).
  public var terminalColumns: Int {
    reduce(0) { total, character in
      guard let scalar = character.unicodeScalars.first else { return total }
      return total + (scalar.isWide ? 2 : 1)
    }
  }
}

extension Unicode.Scalar {
  fileprivate var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
