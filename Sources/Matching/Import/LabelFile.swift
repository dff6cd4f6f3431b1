import Biometrics
import Essentials

/// A CSV file that says, row by row, whose templates a template file holds.
///
/// Column `subject` is required. `row`, where there, must count from 0. `frame`, `camera`, `address`,
/// `latitude`, `longitude` and `time` are what ``CaptureRecord`` calls so; further columns become
/// attributes. An empty value is one that is not known.
final class LabelFile {
  private let reader: CSVReader
  private var next = 0
  private let attributes: [String]

  init(path: String) throws {
    reader = try CSVReader(path: path, required: ["subject"])
    let known = [
      "row", "subject", "frame", "camera", "address", "latitude", "longitude", "time",
    ]
    attributes = reader.header.filter { !known.contains($0) && !$0.isEmpty }
  }

  /// The file, as the user named it.
  var path: String { reader.file }
  /// The SHA-256 of what was read: of the whole file after ``requireEnd()``.
  var sha256: String { reader.sha256 }

  /// The record of the next row.
  ///
  /// - Throws: ``Failure`` (`mismatchedInput` at the end, `malformedInput` naming the line).
  func record() throws -> CaptureRecord {
    guard let row = try reader.next() else {
      throw Failure(
        .mismatchedInput, "ends after \(next) rows, before the templates do", file: reader.file,
        remedy: "Give each template one line, in the templates' order")
    }
    if row["row"] != nil, try row.integer("row") != next {
      throw row.malformed(
        "row", "is not \(next)", remedy: "Sort the lines in the templates' order, from row 0 on")
    }
    next += 1
    func text(_ column: String) -> String? { row[column].flatMap { $0.isEmpty ? nil : $0 } }
    func number(_ column: String) throws -> Double? {
      try text(column) == nil ? nil : row.number(column)
    }
    var values: [String: String] = [:]
    for name in attributes { values[name] = text(name) }
    return CaptureRecord(
      subject: text("subject").map { SubjectID($0) }, frame: text("frame"), camera: text("camera"),
      address: text("address"), latitude: try number("latitude"),
      longitude: try number("longitude"), time: text("time"), attributes: values)
  }

  /// The records of the next `count` rows.
  ///
  /// - Throws: ``Failure`` as ``record()`` does.
  func records(_ count: Int) throws -> [CaptureRecord] {
    try (0..<count).map { _ in try record() }
  }

  /// Checks that nothing is left.
  func requireEnd() throws {
    if let row = try reader.next() {
      throw Failure(
        .mismatchedInput, "goes on where the \(next) templates end", file: reader.file,
        place: "line \(row.line)", remedy: "Give each template one line, in the templates' order")
    }
  }
}
