public import Biometrics
public import Essentials
import Foundation

/// Makes a gallery, or adds to one; nothing shows until ``finish()``.
///
/// Memory does not grow with the number of templates, but for the subjects' names. Dropped without
/// ``finish()``, nothing is left behind. Folders are mode 0700 and files 0600: templates are
/// biometric data.
@safe public final class GalleryWriter {
  /// The gallery's folder.
  public let path: String
  /// What is known of the gallery; its dimension and metric are fixed.
  public private(set) var information: GalleryInformation
  /// Templates added by this writer.
  public var count: Int { writer.rows }
  let writer: SegmentWriter
  /// Threads that check and code templates.
  let threads: Int
  private let destination: Destination
  private var finished = false

  private enum Destination {
    case new(OutputFolder)
    case existing(GalleryEdit)
  }

  /// Starts a gallery that will stand at `path`.
  ///
  /// - Parameters:
  ///   - path: where the folder will be.
  ///   - information: what is known of it.
  ///   - replacing: whether an earlier gallery there may be replaced.
  ///   - threads: how many threads check and code templates; the gallery does not depend on it.
  /// - Throws: ``Failure`` (`refusedOutput`, `inputOutput`; `forbidden` where the origin is
  ///   photographs and no purpose is stated).
  public init(
    path: String, information: GalleryInformation, replacing: Bool = false,
    threads: Int = Parallel.defaultThreads
  ) throws {
    try GalleryWriter.requirePurpose(information)
    self.path = path
    self.threads = threads
    self.information = information
    let folder = try OutputFolder(
      path: path, mark: GalleryManifest.name, replacing: replacing, mode: 0o700)
    destination = .new(folder)
    writer = try SegmentWriter(
      folder: folder.staging + "/" + GalleryEdit.segmentName(1), information: information,
      kernels: Kernels(.best), threads: threads)
  }

  /// Starts an addition to the gallery at `path`.
  ///
  /// - Throws: ``Failure`` where there is no sound gallery, or another process is changing it.
  public init(appendingTo path: String, threads: Int = Parallel.defaultThreads) throws {
    self.path = path
    self.threads = threads
    let edit = try GalleryEdit(path: path)
    information = edit.manifest.information
    destination = .existing(edit)
    writer = try SegmentWriter(
      folder: path + "/" + edit.claimSegment(), information: information, kernels: Kernels(.best),
      threads: threads)
  }

  /// Adds one template and what is known of it; returns the row it has among those added here.
  ///
  /// - Throws: ``Failure`` (`mismatchedInput` for a wrong length; `malformedInput` for a number that
  ///   is not finite, a norm too large, or, under cosine, a zero template), naming the row.
  @discardableResult
  public func append(_ template: some Collection<Float>, record: CaptureRecord = CaptureRecord())
    throws -> Int
  {
    guard template.count == information.dimension else {
      throw Failure(
        .mismatchedInput,
        "a template has \(template.count) numbers where the gallery's have \(information.dimension)",
        place: "row \(count)")
    }
    let values = Array(template)
    try unsafe values.withUnsafeBufferPointer { try unsafe append($0, record) }
    return count - 1
  }

  /// Adds many templates at once, and what is known of each; no records where nothing is known.
  ///
  /// - Throws: ``Failure`` as ``append(_:record:)`` does.
  public func append(_ templates: Templates, records: [CaptureRecord] = []) throws {
    precondition(!finished, "the gallery is finished")
    guard templates.dimension == information.dimension else {
      throw Failure(
        .mismatchedInput,
        "templates have \(templates.dimension) numbers where the gallery's have "
          + "\(information.dimension)")
    }
    let prepared = PreparedTemplates(templates.values)
    try writer.preparation.prepare(prepared, firstRow: count)
    try writer.append(prepared, records: records)
  }

  func append(_ template: UnsafeBufferPointer<Float>, _ record: CaptureRecord) throws {
    precondition(!finished, "the gallery is finished")
    try unsafe writer.append(template, record: record)
  }

  /// Notes that the templates were made from `source`.
  public func add(source: SourceDigest) {
    information.sources.append(source)
  }

  /// Makes all that was added durable, and shows it.
  ///
  /// - Throws: ``Failure`` (`inputOutput`); what stood there before is then untouched.
  public func finish() throws {
    precondition(!finished, "the gallery is finished")
    finished = true
    let segment = try writer.finish()
    switch destination {
    case .new(let folder):
      var manifest = GalleryManifest(information: information)
      if segment.rows > 0 { manifest.segments = [segment] }
      manifest.nextSegment = 2
      try manifest.write(folder: folder.staging)
      try folder.commit()
    case .existing(let edit):
      edit.manifest.information = information
      if segment.rows > 0 { edit.manifest.segments.append(segment) }
      try edit.commit()
    }
  }

  static func requirePurpose(_ information: GalleryInformation) throws {
    if information.origin == .photograph && (information.purpose ?? "").isEmpty {
      throw Failure(
        .forbidden, "photographs of people are enrolled only for a stated purpose",
        remedy: "State it (--purpose), or say that the faces are rendered or simulated (--origin)")
    }
  }
}
