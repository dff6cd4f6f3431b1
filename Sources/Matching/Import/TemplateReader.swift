import Essentials

/// A file of templates: `.npy`, `.fvecs`, or CSV whose columns are all numbers.
public final class TemplateReader {
  /// The file, as the user named it.
  public let path: String
  /// Numbers a template has.
  public let dimension: Int
  /// How many templates there are; nil where only reading to the end would tell (CSV).
  public let count: Int?
  private let source: Source
  private var next = 0

  private enum Source {
    case numPy(NumPyReader)
    case fvecs(FvecsReader)
    case csv(CSVReader)
  }

  /// Opens the file at `path`; its ending says what it is.
  ///
  /// - Throws: ``Failure`` (`missingInput`, `malformedInput`, `inputOutput`).
  public init(path: String) throws {
    self.path = path
    let lower = path.lowercased()
    if lower.hasSuffix(".npy") {
      let reader = try NumPyReader(path: path)
      guard reader.header.shape.count == 2 else {
        throw Failure(
          .malformedInput, "has one dimension where rows and columns belong", file: path,
          remedy: "Save it with array.reshape(rows, -1)")
      }
      source = .numPy(reader)
      dimension = reader.columns
      count = reader.rows
    } else if lower.hasSuffix(".fvecs") {
      let reader = try FvecsReader(path: path)
      source = .fvecs(reader)
      dimension = reader.columns
      count = reader.rows
    } else if lower.hasSuffix(".csv") {
      let reader = try CSVReader(path: path)
      if reader.header.count > 1, Set(reader.header.map { $0.contains(".") }) == [true] {
        throw Failure(
          .malformedInput, "seems to begin with a template", file: path, place: "line 1",
          remedy: "The first line must name the columns")
      }
      source = .csv(reader)
      dimension = reader.header.count
      count = nil
    } else {
      throw Failure(
        .malformedInput, "is of no known kind", file: path,
        remedy: "Name a file that ends in .npy, .fvecs or .csv")
    }
    guard dimension >= 1, dimension <= 16_384 else {
      throw Failure(
        .malformedInput, "has templates of \(dimension) numbers; 1 to 16,384 are possible",
        file: path)
    }
  }

  /// The next templates, at most `limit` of them, row after row; none at the end.
  ///
  /// - Throws: ``Failure`` (`malformedInput`, `inputOutput`).
  public func read(_ limit: Int) throws -> Templates {
    var values: [Float] = []
    switch source {
    case .numPy(let reader):
      values = try reader.rowFloats(min(next, reader.rows)..<min(reader.rows, next + limit))
    case .fvecs(let reader):
      values = try reader.rowFloats(min(next, reader.rows)..<min(reader.rows, next + limit))
    case .csv(let reader):
      for _ in 0..<limit {
        guard let row = try reader.next() else { break }
        for (column, text) in row.values.enumerated() {
          guard let value = Float(text) else {
            throw row.malformed(reader.header[column], "\"\(text)\" is not a number")
          }
          values.append(value)
        }
      }
    }
    next += values.count / dimension
    return try Templates(dimension: dimension, values: values)
  }

  /// The reader of a file that can only be read from its beginning to its end, as a pipe can: CSV.
  var readInTurn: CSVReader? {
    if case .csv(let reader) = source { reader } else { nil }
  }

  /// Checks that nobody has written to the file since it was opened, nor put another in its place; CSV is
  /// read once, from beginning to end, and passes.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  func requireUnchanged() throws {
    switch source {
    case .numPy(let reader): try reader.requireUnchanged()
    case .fvecs(let reader): try reader.requireUnchanged()
    case .csv: break
    }
  }

  /// The templates not read yet, where any of them can be read on any thread; then they count as read.
  ///
  /// `isScattered` says that the numbers of one template lie far apart (Fortran order).
  func takeRows() -> (reader: any RowReader, rows: Range<Int>, isScattered: Bool)? {
    let first = next
    switch source {
    case .numPy(let reader):
      next = max(next, reader.rows)
      return (reader, min(first, reader.rows)..<reader.rows, reader.header.isFortranOrder)
    case .fvecs(let reader):
      next = max(next, reader.rows)
      return (reader, min(first, reader.rows)..<reader.rows, false)
    case .csv: return nil
    }
  }

  /// How many templates there are, by reading to the end where nothing else tells (CSV).
  ///
  /// What is read next stays the same.
  ///
  /// - Throws: ``Failure`` (`malformedInput`, `inputOutput`).
  public func countRows() throws -> Int {
    if let count { return count }
    let reader = try CSVReader(path: path)
    var rows = 0
    while try reader.next() != nil { rows += 1 }
    return rows
  }

  /// Passes over the next `rows` templates; past the end there are none.
  ///
  /// - Throws: ``Failure`` (`malformedInput`, `inputOutput`).
  public func skip(_ rows: Int) throws {
    if case .csv(let reader) = source {
      for _ in 0..<rows {
        if try reader.next() == nil { break }
      }
    }
    next += rows
  }

  /// All templates that are left.
  ///
  /// - Throws: ``Failure`` as ``read(_:)`` does.
  public func readAll() throws -> Templates {
    var all = Templates(dimension: dimension)
    while true {
      let part = try read(count ?? 65_536)
      if part.count == 0 { return all }
      if all.count == 0 { all = part } else { all.append(contentsOf: part) }
    }
  }
}
