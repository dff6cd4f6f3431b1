import Biometrics
import Essentials
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

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
  /// How templates are coded, once that is chosen.
  private var transform: Transform?
  /// Blocks whose codes are written.
  private var coded = 0
  /// Bytes of templates that stay in the system's cache where they are coded on the way: nobody reads
  /// the others again soon, since a search scans codes and scores few templates.
  private static let cachedTemplates = 1 << 26

  /// Starts a segment in the new folder `folder`.
  init(folder: String, information: GalleryInformation, kernels: Kernels, threads: Int)
    throws
  {
    self.folder = folder
    self.information = information
    self.kernels = kernels
    self.threads = threads
    rule = TemplateRule(metric: information.metric, kernels: kernels)
    if unsafe mkdir(folder, 0o700) != 0 {
      throw Failure.system("can't be made", errno, file: folder)
    }
    files = try Dictionary(
      uniqueKeysWithValues: Segment.File.allCases.map {
        ($0, try ChecksummedFile(path: folder + "/" + $0.rawValue))
      })
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try write(.recordOffsets, [UInt64(0)])
    try write(.subjectOffsets, [UInt64(0)])
  }

  /// What is done to the next templates before they are added.
  var preparation: TemplatePreparation {
    TemplatePreparation(
      rule: rule, dimension: information.dimension,
      encoder: transform.map {
        BlockEncoder(transform: $0, metric: information.metric, kernels: kernels)
      })
  }

  /// Chooses how to code by a sample of the templates that will come, so that their blocks are coded
  /// on the way; without it they are coded when all are written.
  ///
  /// - Parameters:
  ///   - sample: the templates of ``TemplateSample/rows(of:dimension:)``.
  ///   - total: how many templates will come.
  /// - Throws: ``Failure`` (`inputOutput`).
  func chooseTransform(_ sample: [Float], total: Int) throws {
    // A template that can't be compared is named when its row comes.
    guard transform == nil, rows == 0, total > 0,
      let norms = try? rule.inverseNorms(sample, dimension: information.dimension, firstRow: 0)
    else { return }
    file(.templates).leaveCache(from: SegmentWriter.cachedTemplates)
    try choose(
      TemplateSample(
        total: total, dimension: information.dimension, values: sample, inverseNorms: norms))
  }

  /// Adds one template.
  ///
  /// - Throws: ``Failure`` where the template can't be compared; nothing is written then.
  func append(_ template: UnsafeBufferPointer<Float>, record: CaptureRecord) throws {
    let norm = try unsafe rule.norm(template, row: rows)
    try unsafe file(.templates).write(UnsafeRawBufferPointer(template))
    if information.metric == .cosine { try write(.inverseNorms, [1 / norm]) }
    try append([record])
    rows += 1
  }

  /// Adds templates and what is known of each; nothing of any where there are no `records`.
  func append(_ templates: PreparedTemplates, records: [CaptureRecord] = []) throws {
    let count = templates.values.count / information.dimension
    precondition(records.isEmpty || records.count == count, "one record a template")
    try write(.templates, templates.values)
    try write(.inverseNorms, templates.inverseNorms)
    if records.isEmpty {
      try write(.subjectNumbers, Array(repeating: Segment.unknownSubject, count: count))
      try write(.recordOffsets, Array(repeating: UInt64(file(.records).size), count: count))
    } else {
      try append(records)
    }
    if let codes = templates.codes, coded * CodeLayout.block == rows { try write(codes) }
    rows += count
  }

  private func append(_ records: [CaptureRecord]) throws {
    var numbers: [UInt32] = []
    var offsets: [UInt64] = []
    for record in records {
      numbers.append(try number(of: record.subject))
      var rest = record
      rest.subject = nil
      if rest != CaptureRecord() { try write(.records, Array(try encoder.encode(rest))) }
      offsets.append(UInt64(file(.records).size))
    }
    try write(.subjectNumbers, numbers)
    try write(.recordOffsets, offsets)
  }

  /// Finishes the files and describes the segment.
  func finish() throws -> GalleryManifest.Segment {
    try file(.templates).commit()
    try file(.inverseNorms).commit()
    try codeRest()
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

  /// Codes the templates that were not coded on the way, from the files just written.
  private func codeRest() throws {
    let d = information.dimension
    let templates = try MappedFile(
      path: folder + "/" + Segment.File.templates.rawValue, expected: rows * d * 4)
    let norms = try MappedFile(path: folder + "/" + Segment.File.inverseNorms.rawValue)
    let source = TemplateSource(templates: templates, inverseNorms: norms, rows: rows, dimension: d)
    if transform == nil {
      try choose(source.sample())
      // What was looked at is given back, so that memory does not grow with the gallery.
      templates.release(0..<rows * d * 4)
    }
    let first = coded
    guard let encoder = preparation.encoder else { preconditionFailure("it was just chosen") }
    let spares = Spares<BlockEncoder.Block>()
    try Parallel.inOrder(count: CodeLayout.blocks(rows) - first, threads: threads) { index in
      let block = spares.take() ?? BlockEncoder.Block()
      source.encode(encoder, first + index, into: block)
      return block
    } take: { index, block in
      try write(block)
      spares.put(block)
      let row = (first + index) * CodeLayout.block
      templates.release(row * d * 4..<(row + CodeLayout.block) * d * 4)
    }
  }

  private func choose(_ sample: TemplateSample) throws {
    let chosen = try TransformChoice(
      sample: sample, metric: information.metric, kernels: kernels, threads: threads
    ).transform()
    try write(.transform, chosen.numbers)
    transform = chosen
  }

  private func write(_ block: BlockEncoder.Block) throws {
    try write(.codes, block.tiles)
    try write(.codeBlocks, block.header.numbers)
    coded += 1
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
