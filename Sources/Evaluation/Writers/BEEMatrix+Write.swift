public import Biometrics
import Essentials

extension BEEMatrix {
  /// Writes a matrix of scores and its mask, little endian, row after row as they come.
  ///
  /// - Parameters:
  ///   - matrix: the path of the `.mtx` file.
  ///   - mask: the path of the `.mask` file.
  ///   - rows: the number of queries.
  ///   - columns: the number of targets.
  ///   - polarity: which end of the scale is the similar one.
  ///   - replacing: whether files that stand there may be replaced.
  ///   - row: one row's scores, and its classes: true mated, false non-mated, nil not compared.
  /// - Throws: ``Failure`` (`refusedOutput`, `inputOutput`), and what `row` throws.
  public static func write(
    matrix: String, mask: String, rows: Int, columns: Int, polarity: Polarity = .similarity,
    replacing: Bool = false, row: (Int) throws -> (scores: [Float], classes: [Bool?])
  ) throws {
    let files = (
      try OutputFile(path: matrix, replacing: replacing),
      try OutputFile(path: mask, replacing: replacing)
    )
    func head(_ kind: Kind) -> [UInt8] {
      let type = kind == .mask ? "MB" : "MF"
      return Array("\(kind.rawValue)2\ntargets\nqueries\n\(type) \(rows) \(columns) ".utf8)
        + [0x78, 0x56, 0x34, 0x12, 0x0A]
    }
    try files.0.write(head(polarity == .similarity ? .similarity : .distance))
    try files.1.write(head(.mask))
    for index in 0..<rows {
      let (scores, classes) = try row(index)
      precondition(scores.count == columns && classes.count == columns, "one cell a column")
      try files.0.write(
        scores.flatMap { score in
          (0..<4).map { UInt8(truncatingIfNeeded: score.bitPattern >> UInt32(8 * $0)) }
        })
      try files.1.write(classes.map { $0.map { $0 ? 0xFF : 0x7F } ?? 0 })
    }
    try files.0.commit()
    try files.1.commit()
  }
}
