import Biometrics
import Essentials
import Foundation

/// One immutable part of a gallery, mapped into memory.
@safe final class Segment: Sendable {
  /// The files of a segment.
  enum File: String, CaseIterable {
    /// float32 templates, row after row.
    case templates = "templates.f32"
    /// Per row the double that normalises it (cosine only; else empty).
    case inverseNorms = "inverse-norms.f64"
    /// What is done to a template before it is coded; see ``Transform``.
    case transform = "transform.f64"
    /// What the codes of each block have in common; see ``BlockHeader``.
    case codeBlocks = "code-blocks.f64"
    /// The codes; see ``CodeLayout``.
    case codes = "codes.u8"
    /// Records but for their subjects, JSON; an empty record takes no byte.
    case records = "records.json"
    /// Where each row's record begins, and where the last ends: rows + 1 numbers.
    case recordOffsets = "record-offsets.u64"
    /// Per row its subject's number in `subjects`; all ones where none is known.
    case subjectNumbers = "subject-numbers.u32"
    /// The subjects' names in UTF-8.
    case subjects = "subjects.utf8"
    /// Where each subject's name begins, and where the last ends.
    case subjectOffsets = "subject-offsets.u64"
  }

  /// The subject number of a row whose subject is not known.
  static let unknownSubject = UInt32.max
  /// The file with the checksums of all others.
  static let checksums = "checksums.u32"

  /// Templates in it.
  let rows: Int
  /// Numbers a template has.
  let dimension: Int
  /// Its folder.
  let folder: String
  /// What was done to a template before it was coded.
  let transform: Transform
  private let files: [MappedFile]

  /// Opens the segment that `entry` describes, in the gallery at `gallery`.
  ///
  /// - Throws: ``Failure`` where a file is missing or has not the size it should have.
  /// - Complexity: O(1)
  init(gallery: String, entry: GalleryManifest.Segment, information: GalleryInformation) throws {
    rows = entry.rows
    dimension = information.dimension
    folder = gallery + "/" + entry.name
    files = try File.allCases.map { file in
      guard let size = entry.files[file.rawValue] else {
        throw Failure(
          .malformedInput, "names no \(file.rawValue) in \(entry.name)",
          file: gallery + "/" + GalleryManifest.name, remedy: "Build the gallery again")
      }
      return try MappedFile(path: gallery + "/" + entry.name + "/" + file.rawValue, expected: size)
    }
    guard
      let transform = unsafe Transform(
        numbers: files[2].values(of: Double.self), dimension: information.dimension)
    else {
      throw Failure(
        .malformedInput, "is damaged", file: files[2].path,
        remedy: "Restore the file, or build the gallery again")
    }
    self.transform = transform
    guard let size = entry.files[Segment.checksums] else {
      throw Failure(
        .malformedInput, "names no \(Segment.checksums) in \(entry.name)",
        file: gallery + "/" + GalleryManifest.name, remedy: "Build the gallery again")
    }
    _ = try MappedFile(path: folder + "/" + Segment.checksums, expected: size)
    try require(.codes, CodeLayout.tiles(rows) * transform.layout.tileBytes)
    try require(.codeBlocks, CodeLayout.blocks(rows) * CodeLayout.blockHeader * 8)
    try require(.templates, rows * dimension * 4)
    try require(.inverseNorms, information.metric == .cosine ? rows * 8 : 0)
    try require(.recordOffsets, (rows + 1) * 8)
    try require(.subjectNumbers, rows * 4)
    if unsafe self[.subjectOffsets].bytes.count < 8 || self[.subjectOffsets].bytes.count % 8 != 0 {
      try require(.subjectOffsets, 8)
    }
  }

  /// The mapped `file`.
  subscript(file: File) -> MappedFile {
    files[File.allCases.firstIndex(of: file) ?? 0]
  }

  private func require(_ file: File, _ size: Int) throws {
    let mapped = self[file]
    let actual = unsafe mapped.bytes.count
    if actual != size {
      throw Failure(
        .malformedInput, "has \(actual) bytes where \(size) belong", file: mapped.path,
        remedy: "The file is damaged: restore it, or build the gallery again")
    }
  }

  /// The templates, row after row.
  var templates: UnsafeBufferPointer<Float> { unsafe self[.templates].values(of: Float.self) }

  /// The double that normalises each row; empty unless the metric is cosine.
  var inverseNorms: UnsafeBufferPointer<Double> {
    unsafe self[.inverseNorms].values(of: Double.self)
  }

  /// Bytes of templates from which on they are not kept in memory after they were scored.
  private static let largeTemplates = 4 << 30

  /// Gives back the memory of the templates `rows` where all of them would take a lot.
  ///
  /// A search touches a few templates in every block, and the system maps their neighbours too: over
  /// many probes the whole file would be counted as this process's memory.
  func releaseTemplates(_ rows: Range<Int>) {
    let file = self[.templates]
    if unsafe file.bytes.count < Segment.largeTemplates { return }
    file.release(rows.lowerBound * dimension * 4..<rows.upperBound * dimension * 4)
  }

  /// What the codes of block number `block` have in common.
  func blockHeader(_ block: Int) -> BlockHeader {
    let numbers = unsafe self[.codeBlocks].values(of: Double.self)
    let start = block * CodeLayout.blockHeader
    return unsafe BlockHeader(
      step: numbers[start], headNorm: numbers[start + 1], fullNorm: numbers[start + 2],
      templateNorm: numbers[start + 3])
  }

  /// Bytes of its files.
  var bytes: Int { files.reduce(0) { unsafe $0 + $1.bytes.count } }

  /// How many subjects it names.
  var subjectCount: Int { unsafe self[.subjectOffsets].bytes.count / 8 - 1 }

  /// The number of the subject of `row`, or nil.
  func subjectNumber(_ row: Int) throws -> Int? {
    let number = unsafe self[.subjectNumbers].values(of: UInt32.self)[row]
    if number == Segment.unknownSubject { return nil }
    guard number < subjectCount else { throw damage(.subjectNumbers, row) }
    return Int(number)
  }

  /// The name of subject number `number`.
  func subjectName(_ number: Int) throws -> SubjectID {
    let bytes = try unsafe slice(.subjects, .subjectOffsets, number)
    guard let name = unsafe String(validating: bytes, as: UTF8.self), !name.isEmpty else {
      throw damage(.subjects, number)
    }
    return SubjectID(name)
  }

  /// The record of `row`, with its subject.
  func record(_ row: Int) throws -> CaptureRecord {
    let bytes = try unsafe slice(.records, .recordOffsets, row)
    var record = CaptureRecord()
    if unsafe !bytes.isEmpty {
      let data = unsafe Data(bytes)
      guard let decoded = try? JSONDecoder().decode(CaptureRecord.self, from: data) else {
        throw damage(.records, row)
      }
      record = decoded
    }
    record.subject = try subjectNumber(row).map(subjectName)
    return record
  }

  private func slice(_ text: File, _ offsets: File, _ index: Int) throws -> UnsafeRawBufferPointer {
    let places = unsafe self[offsets].values(of: UInt64.self)
    let bytes = unsafe self[text].bytes
    let (start, end) = unsafe (places[index], places[index + 1])
    guard start <= end, end <= UInt64(bytes.count) else { throw damage(offsets, index) }
    return unsafe UnsafeRawBufferPointer(rebasing: bytes[Int(start)..<Int(end)])
  }

  private func damage(_ file: File, _ row: Int) -> Failure {
    Failure(
      .malformedInput, "is damaged", file: self[file].path, place: "row \(row)",
      remedy: "Run `lookalike gallery verify`; restore the file or build the gallery again")
  }
}
