import Biometrics
import Essentials
import Foundation

/// Writes one segment, row by row, in fixed memory (but for the subjects' names).
@safe final class SegmentWriter {
  /// Templates written.
  private(set) var rows = 0
  private let information: GalleryInformation
  private let folder: String
  private let files: [Segment.File: ChecksummedFile]
  private var subjects: [SubjectID: UInt32] = [:]
  private let encoder = JSONEncoder()
  private let rule: TemplateRule
  private let kernels: Kernels
  private let threads: Int

  /// Starts a segment in the new folder `folder`.
  init(folder: String, information: GalleryInformation, kernels: Kernels, threads: Int)
    throws
  {
    self.folder = folder
    self.information = information
    self.kernels = kernels
    self.threads = threads
    rule = TemplateRule(metric: information.metric, kernels: kernels)
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Failure(.inputOutput, "can't be made", file: folder, remedy: "Check its permissions")
    }
    files = try Dictionary(
      uniqueKeysWithValues: Segment.File.allCases.map {
        ($0, try ChecksummedFile(path: folder + "/" + $0.rawValue))
      })
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try write(.recordOffsets, [UInt64(0)])
    try write(.subjectOffsets, [UInt64(0)])
  }

  /// Adds one template.
  ///
  /// - Throws: ``Failure`` where the template can't be compared; nothing is written then.
  func append(_ template: UnsafeBufferPointer<Float>, record: CaptureRecord) throws {
    let norm = try unsafe rule.norm(template, row: rows)
    try unsafe file(.templates).write(UnsafeRawBufferPointer(template))
    if information.metric == .cosine { try write(.inverseNorms, [1 / norm]) }
    try write(.subjectNumbers, [try number(of: record.subject)])
    var rest = record
    rest.subject = nil
    if rest != CaptureRecord() {
      try write(.records, Array(try encoder.encode(rest)))
    }
    try write(.recordOffsets, [UInt64(file(.records).size)])
    rows += 1
  }

  /// Adds templates without records, many at once.
  ///
  /// - Throws: ``Failure`` where one can't be compared; nothing of them is written then.
  func append(_ templates: Templates) throws {
    let d = templates.dimension
    let norms = try unsafe templates.values.withUnsafeBufferPointer { values in
      try (0..<templates.count).map {
        try unsafe rule.norm(
          UnsafeBufferPointer(rebasing: values[$0 * d..<($0 + 1) * d]), row: rows + $0)
      }
    }
    try write(.templates, templates.values)
    if information.metric == .cosine { try write(.inverseNorms, norms.map { 1 / $0 }) }
    try write(
      .subjectNumbers, Array(repeating: Segment.unknownSubject, count: templates.count))
    try write(
      .recordOffsets, Array(repeating: UInt64(file(.records).size), count: templates.count))
    rows += templates.count
  }

  /// Finishes the files and describes the segment.
  func finish() throws -> GalleryManifest.Segment {
    try file(.templates).commit()
    try file(.inverseNorms).commit()
    try encode()
    var sizes: [String: Int] = [:]
    var checksums: [UInt32] = []
    for kind in Segment.File.allCases {
      let file = file(kind)
      if kind != .templates && kind != .inverseNorms { try file.commit() }
      sizes[kind.rawValue] = file.size
      checksums += file.checksums
    }
    let bytes = unsafe checksums.withUnsafeBytes { unsafe Data($0) }
    let file = try OutputFile(path: folder + "/" + Segment.checksums, replacing: true, mode: 0o600)
    try file.write(bytes)
    try file.commit()
    sizes[Segment.checksums] = bytes.count
    return GalleryManifest.Segment(
      name: (folder as NSString).lastPathComponent, rows: rows, files: sizes,
      checksums: Digest.sha256(bytes))
  }

  /// Codes all templates, a few blocks at a time, from the file just written.
  private func encode() throws {
    let d = information.dimension
    let templates = try MappedFile(
      path: folder + "/" + Segment.File.templates.rawValue, expected: rows * d * 4)
    let norms = try MappedFile(path: folder + "/" + Segment.File.inverseNorms.rawValue)
    let source = TemplateSource(templates: templates, inverseNorms: norms, rows: rows, dimension: d)
    let transform = try TransformChoice(
      source: source, metric: information.metric, kernels: kernels, threads: threads
    ).transform()
    try write(.transform, transform.numbers)
    // What was looked at is given back, so that memory does not grow with the gallery.
    templates.release(0..<rows * d * 4)
    let encoder = BlockEncoder(transform: transform, metric: information.metric, kernels: kernels)
    let blocks = CodeLayout.blocks(rows)
    for first in stride(from: 0, to: blocks, by: 2 * threads) {
      let wave = min(blocks - first, 2 * threads)
      for block in try Parallel.map(
        count: wave, threads: threads, { source.encode(encoder, block: first + $0) })
      {
        try write(.codes, block.tiles)
        try write(.codeBlocks, block.header.numbers)
      }
      let coded = first * CodeLayout.block..<(first + wave) * CodeLayout.block
      templates.release(coded.lowerBound * d * 4..<coded.upperBound * d * 4)
    }
  }

  private func number(of subject: SubjectID?) throws -> UInt32 {
    guard let subject else { return Segment.unknownSubject }
    if let known = subjects[subject] { return known }
    let number = UInt32(subjects.count)
    subjects[subject] = number
    try write(.subjects, Array(subject.name.utf8))
    try write(.subjectOffsets, [UInt64(file(.subjects).size)])
    return number
  }

  private func file(_ kind: Segment.File) -> ChecksummedFile {
    guard let file = files[kind] else { preconditionFailure("every kind of file is open") }
    return file
  }

  private func write<Value: BitwiseCopyable>(_ kind: Segment.File, _ values: [Value]) throws {
    try file(kind).write(values)
  }
}
