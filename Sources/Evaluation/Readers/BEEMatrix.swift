public import Biometrics
import Essentials

/// A BEE matrix file: a similarity or distance matrix (`.mtx`) or a mask (`.mask`).
///
/// Four header lines (kind and version, target list, query list, `MF` or `MB` with rows, columns and
/// the four bytes of 0x12345678 in the writer's byte order), then float32 or one byte a cell, row by
/// row. Rows are queries (probes), columns targets (references).
public final class BEEMatrix: Sendable {
  /// What the first line says the cells are.
  public enum Kind: Character, Sendable {
    /// Similarities.
    case similarity = "S"
    /// Distances.
    case distance = "D"
    /// A mask: 0xFF mated, 0x7F non-mated, 0 not compared.
    case mask = "M"
  }

  /// What the cells are.
  public let kind: Kind
  /// The number of queries.
  public let rows: Int
  /// The number of targets.
  public let columns: Int
  /// The name of the targets' list, as the file gives it.
  public let targetList: String
  /// The name of the queries' list, as the file gives it.
  public let queryList: String
  private let file: InputFile
  private let isSwapped: Bool
  private let dataOffset: Int

  /// The file, as the user named it.
  public var path: String { file.path }

  /// Opens the file and checks its header and size.
  ///
  /// - Throws: ``Failure`` (`missingInput`, `malformedInput`, `inputOutput`).
  public init(path: String) throws {
    file = try InputFile(path: path)
    func malformed(_ reason: String) -> Failure {
      Failure(
        .malformedInput, reason, file: path, place: "byte 0",
        remedy: "Write the matrix again in BEE's format")
    }
    let head = try file.bytes(at: 0, count: min(file.size, 1 << 14))
    var lines: [ArraySlice<UInt8>] = []
    var place = 0
    // The fourth line holds four raw bytes, so its end is found by counting.
    while lines.count < 3, let end = head[place...].firstIndex(of: 0x0A) {
      lines.append(head[place..<end])
      place = end + 1
    }
    guard lines.count == 3, let letter = lines[0].first, lines[0].dropFirst().first == 0x32,
      let kind = Kind(rawValue: Character(UnicodeScalar(letter)))
    else { throw malformed("does not begin with S2, D2 or M2, as a BEE matrix does") }
    let words = head[place...].prefix(80).split(
      separator: 0x20, maxSplits: 3, omittingEmptySubsequences: false)
    guard words.count == 4, words[3].count >= 5,
      words[0].elementsEqual((kind == .mask ? "MB" : "MF").utf8),
      let rows = Int(String(decoding: words[1], as: UTF8.self)), rows > 0, rows < 1 << 31,
      let columns = Int(String(decoding: words[2], as: UTF8.self)), columns > 0, columns < 1 << 31
    else {
      throw malformed("has no line \"MF rows columns\" (a mask: \"MB …\") with its byte order")
    }
    let order = Array(words[3].prefix(4))
    let afterOrder = words[3].startIndex + 4
    let little: [UInt8] = [0x78, 0x56, 0x34, 0x12]
    guard order == little || order == little.reversed(), head[afterOrder] == 0x0A else {
      throw malformed("does not give its byte order as 0x12345678")
    }
    isSwapped = (order == little) == (UInt16(1).bigEndian == 1)
    dataOffset = afterOrder + 1
    let bytes = rows * columns * (kind == .mask ? 1 : 4)
    guard file.size - dataOffset == bytes else {
      throw malformed(
        "holds \(file.size - dataOffset) bytes of cells where its header promises \(bytes)")
    }
    self.kind = kind
    self.rows = rows
    self.columns = columns
    targetList = String(decoding: lines[1], as: UTF8.self)
    queryList = String(decoding: lines[2], as: UTF8.self)
  }

  /// The scores of row `row` of a similarity or distance matrix.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  public func scores(row: Int) throws -> [Float] {
    precondition(kind != .mask)
    var words = [UInt32](repeating: 0, count: columns)
    try file.read(at: dataOffset + row * columns * 4, into: &words)
    return words.map { Float(bitPattern: isSwapped ? $0.byteSwapped : $0) }
  }

  /// The cells of row `row` of a mask: true mated, false non-mated, nil not compared.
  ///
  /// - Throws: ``Failure`` (`inputOutput`; `malformedInput` for any other value).
  public func classes(row: Int) throws -> [Bool?] {
    precondition(kind == .mask)
    return try file.bytes(at: dataOffset + row * columns, count: columns).map { byte in
      switch byte {
      case 0xFF: return true
      case 0x7F: return false
      case 0: return nil
      default:
        throw Failure(
          .malformedInput, "holds the value \(byte), which is not 255 (mated), 127 or 0",
          file: path, place: "row \(row)", remedy: "Check that this is the mask")
      }
    }
  }
}

extension LabelledComparisons {
  /// Reads a BEE matrix with its mask.
  ///
  /// A mask says which cells are mated; queries and targets that mated cells join are of one subject,
  /// so comparisons can be clustered by identity. Subjects are numbered, not named. The diagonal is
  /// as the mask says.
  ///
  /// - Throws: ``Failure`` where the two don't go together, or mated cells join what another cell
  ///   calls non-mated.
  /// - Complexity: O(rows · columns).
  public init(beeMatrix path: String, mask maskPath: String, polarity: Polarity? = nil) throws {
    let matrix = try BEEMatrix(path: path)
    let mask = try BEEMatrix(path: maskPath)
    guard matrix.kind != .mask else {
      throw Failure(
        .mismatchedInput, "is a mask, not a matrix of scores", file: path,
        remedy: "Give the .mtx file first and the mask with --mask")
    }
    guard mask.kind == .mask, (mask.rows, mask.columns) == (matrix.rows, matrix.columns) else {
      throw Failure(
        .mismatchedInput,
        "is no mask of \(matrix.rows) rows and \(matrix.columns) columns, as \(path) needs",
        file: maskPath, remedy: "Give the mask that belongs to the matrix")
    }
    let stated: Polarity = matrix.kind == .distance ? .distance : .similarity
    if let polarity, polarity != stated {
      throw Failure(
        .mismatchedInput, "says that it holds \(stated.rawValue) scores", file: path,
        remedy: "Leave out --polarity, or correct the file's first line")
    }
    self.init(polarity: stated)
    let numbers = try subjectNumbers(of: mask)
    for row in 0..<matrix.rows {
      let scores = try matrix.scores(row: row)
      for (column, isMated) in try mask.classes(row: row).enumerated() {
        guard let isMated else { continue }
        let (probe, reference) = (numbers[row], numbers[matrix.rows + column])
        if !isMated && probe == reference {
          throw Failure(
            .mismatchedInput,
            "calls a comparison non-mated whose sides other cells call one person",
            file: maskPath, place: "row \(row), column \(column)",
            remedy: "Correct the ground truth")
        }
        guard scores[column].isFinite else {
          throw Failure(
            .malformedInput, "the score is \(scores[column]), not a finite number", file: path,
            place: "row \(row), column \(column)", remedy: "Set its mask cell to 0")
        }
        try append(probe: probe, reference: reference, score: Double(scores[column]))
      }
    }
  }

  /// The subject of each row, then of each column: joined through mated cells.
  private mutating func subjectNumbers(of mask: BEEMatrix) throws -> [Int32] {
    var parents = Array(0..<mask.rows + mask.columns)
    func root(_ item: Int) -> Int {
      var item = item
      while parents[item] != item {
        parents[item] = parents[parents[item]]
        item = parents[item]
      }
      return item
    }
    for row in 0..<mask.rows {
      for (column, isMated) in try mask.classes(row: row).enumerated() where isMated == true {
        parents[root(mask.rows + column)] = root(row)
      }
    }
    return parents.indices.map { number(of: SubjectID("\(root($0))")) }
  }
}
