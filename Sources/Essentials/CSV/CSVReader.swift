import Foundation

/// Reads CSV (RFC 4180) record by record, in fixed memory, with line numbers for messages.
///
/// The first record is the header. UTF-8, with or without a byte-order mark; LF or CRLF; quoted
/// values may hold separators, line ends and doubled quotes; empty lines are passed over. Written
/// here because SwiftCSV reads a whole file at once and gives no line numbers.
public final class CSVReader {
  /// The column names, in the file's order.
  public let header: [String]
  /// The file, as the user named it.
  public let file: String
  private let columns: [String: Int]
  private var scanner: CSVScanner

  /// Opens the file at `path`.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - required: columns that must be there.
  ///   - separator: the byte between values; a comma unless told.
  /// - Throws: ``Failure`` when it can't be read, is empty, has a column twice, or lacks one.
  public init(path: String, required: [String] = [], separator: Character = ",") throws {
    file = path
    scanner = try CSVScanner(path: path, separator: separator.asciiValue ?? 0x2C)
    guard let first = try scanner.next() else {
      throw Failure(
        .malformedInput, "is empty", file: path,
        remedy: "The first line must name the columns\(CSVReader.list(required))")
    }
    header = first.values.map { $0.trimmingCharacters(in: .whitespaces) }
    var columns: [String: Int] = [:]
    for (index, name) in header.enumerated() where !name.isEmpty {
      if columns.updateValue(index, forKey: name) != nil {
        throw Failure(
          .malformedInput, "names the column \"\(name)\" twice", file: path, place: "line 1",
          remedy: "Give each column a name of its own")
      }
    }
    self.columns = columns
    let missing = required.filter { columns[$0] == nil }
    if !missing.isEmpty {
      throw Failure(
        .missingInput, "has no column\(CSVReader.list(missing))", file: path, place: "line 1",
        remedy: "The first line must name the columns\(CSVReader.list(required))")
    }
  }

  /// The SHA-256, in lower-case hexadecimal, of what was read: of the whole file once ``next()`` has
  /// returned nil.
  public var sha256: String { scanner.digest.hexadecimal() }

  /// The next record, or nil at the end.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) naming the line.
  public func next() throws -> CSVRow? {
    guard let record = try scanner.next() else { return nil }
    guard record.values.count == header.count else {
      throw Failure(
        .malformedInput,
        "has \(record.values.count) values where the header names \(header.count) columns",
        file: file, place: "line \(record.line)",
        remedy: "Add the missing commas, or quote values that hold a comma")
    }
    return CSVRow(line: record.line, values: record.values, columns: columns, file: file)
  }

  /// All remaining records.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) naming the line.
  public func rows() throws -> [CSVRow] {
    var rows: [CSVRow] = []
    while let row = try next() { rows.append(row) }
    return rows
  }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "" : " " + names.map { "\"\($0)\"" }.joined(separator: ", ")
  }
}

/// The record splitter under ``CSVReader``.
private struct CSVScanner {
  private static let blockSize = 1 << 18
  private static let longestRecord = 1 << 24
  private let file: String
  private let separator: UInt8
  private let handle: FileHandle
  private var block: [UInt8] = []
  private var position = 0
  private var line = 1
  private var atStart = true
  private(set) var digest = Digest.Running()

  init(path: String, separator: UInt8) throws {
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw Failure(.missingInput, "no such file", file: path, remedy: "Check the path")
    }
    if isFolder.boolValue {
      throw Failure(.malformedInput, "is a folder", file: path, remedy: "Name a CSV file")
    }
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw Failure(.inputOutput, "can't be read", file: path, remedy: "Check its permissions")
    }
    file = path
    self.separator = separator
    self.handle = handle
  }

  private mutating func byte() throws -> UInt8? {
    if position == block.count {
      do {
        block = Array(try handle.read(upToCount: CSVScanner.blockSize) ?? Data())
        digest.update(block)
      } catch {
        throw Failure(.inputOutput, "can't be read to its end", file: file, place: "line \(line)")
      }
      position = 0
      if atStart {
        atStart = false
        if block.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
      }
      if position >= block.count { return nil }
    }
    position += 1
    return block[position - 1]
  }

  mutating func next() throws -> (line: Int, values: [String])? {
    var values: [String] = []
    var value: [UInt8] = []
    var start = line
    var quoted = false
    var wasQuoted = false
    var size = 0
    while let byte = try byte() {
      size += 1
      if size > CSVScanner.longestRecord { throw malformed(start, "is longer than 16 MiB") }
      if byte == 0 { throw malformed(line, "holds a zero byte, so it is not a text file") }
      if quoted {
        if byte == 0x22 {
          if position == block.count, let following = try self.byte() {
            _ = following
            position -= 1
          }
          if position < block.count, block[position] == 0x22 {
            position += 1
            value.append(0x22)
          } else {
            quoted = false
          }
        } else {
          if byte == 0x0A { line += 1 }
          value.append(byte)
        }
        continue
      }
      switch byte {
      case separator:
        values.append(try text(value, start))
        value.removeAll(keepingCapacity: true)
        wasQuoted = false
      case 0x0A:
        line += 1
        if value.last == 0x0D && !wasQuoted { value.removeLast() }
        if values.isEmpty && value.isEmpty && !wasQuoted {
          start = line
          size = 0
          continue
        }
        values.append(try text(value, start))
        return (start, values)
      case 0x22 where value.isEmpty && !wasQuoted:
        quoted = true
        wasQuoted = true
      case 0x0D where wasQuoted:
        continue
      default:
        if wasQuoted { throw malformed(line, "has text after a closing quote") }
        value.append(byte)
      }
    }
    if quoted { throw malformed(start, "opens a quote that is never closed") }
    if value.last == 0x0D && !wasQuoted { value.removeLast() }
    if values.isEmpty && value.isEmpty && !wasQuoted { return nil }
    values.append(try text(value, start))
    return (start, values)
  }

  private func text(_ bytes: [UInt8], _ line: Int) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(
        .malformedInput, "is not UTF-8 text", file: file, place: "line \(line)",
        remedy: "Save the file in UTF-8")
    }
    return text
  }

  private func malformed(_ line: Int, _ reason: String) -> Failure {
    Failure(
      .malformedInput, reason, file: file, place: "line \(line)", remedy: "Mend or remove the line")
  }
}
