import Biometrics
public import Essentials
import Foundation
public import Frames
import Matching

/// Frames into a gallery: every face found is encoded and stored with where and when it was seen.
public struct Enrolment: Sendable {
  /// How hard the detector looks.
  public var settings = DetectorSettings()
  /// Why photographs are enrolled; rendered people need no purpose.
  public var purpose: String?
  /// The last day on which the gallery may be kept, `YYYY-MM-DD`; nil for the rule of
  /// ``RetentionRule``.
  public var retainUntil: String?
  /// Whether the first frame that can't be read ends the work.
  public var isStrict = false
  /// Whether an earlier gallery may be replaced.
  public var isReplacing = false
  /// Who is who, where that is known and is to stand in the gallery.
  public var truth: FrameTruth?
  /// Whether boxes that show no face of ``truth`` are left out; without a truth it means nothing.
  public var isTruthOnly = false
  /// How many frames are worked on at a time.
  public var threads = Parallel.defaultThreads

  /// Makes it; photographs need a purpose, all else may stay as it is.
  public init() {}

  /// Enrols the faces of `manifest` into a new gallery at `path`.
  ///
  /// What can be refused is refused before any frame is read. The gallery appears whole at the end,
  /// or not at all.
  ///
  /// - Parameters:
  ///   - manifest: the frames.
  ///   - path: where the gallery will be.
  ///   - weights: the face model's weights.
  ///   - progress: told of each frame done.
  /// - Returns: what was enrolled, and what was not.
  /// - Throws: ``Failure``: `forbidden` for photographs without a purpose, `refusedOutput`,
  ///   `notMeasurable` where no face was found at all; with ``isStrict`` the first unreadable frame's.
  public func run(
    _ manifest: FrameManifest, to path: String, weights: FaceWeights = .installed,
    progress: any ProgressObserver = NoProgress()
  ) throws -> EnrolmentReport {
    try run(manifest, to: path, model: { try FaceModel(weights) }, progress: progress)
  }

  /// Enrols with a model that is read already, or read only once nothing speaks against it.
  func run(
    _ manifest: FrameManifest, to path: String, model: () throws -> FaceModel,
    progress: any ProgressObserver
  ) throws -> EnrolmentReport {
    let retainUntil = try RetentionRule.date(self.retainUntil, origin: manifest.origin)
    var information = GalleryInformation(
      dimension: FaceModel.dimension, metric: .euclidean, origin: manifest.origin,
      encoder: FaceModel.encoder, purpose: purpose, retainUntil: retainUntil)
    information.frameFolders = [URL(fileURLWithPath: manifest.folder).standardizedFileURL.path]
    let writer = try GalleryWriter(path: path, information: information, replacing: isReplacing)
    let scanner = FrameScanner(
      model: try model(), settings: settings, threads: threads)
    let found = try scanner.scan(manifest.frames, strict: isStrict, progress: progress)
    let scans = isTruthOnly ? found.map(named) : found
    var report = EnrolmentReport(manifest, scans, purpose: purpose, retainUntil: retainUntil)
    if report.templates == 0 { throw nothing(manifest, report) }
    if manifest.isListed {
      writer.add(
        source: SourceDigest(
          name: URL(fileURLWithPath: manifest.path).lastPathComponent,
          sha256: try Digest.sha256(file: manifest.path)))
    }
    do {
      report.labelled = try append(scans, to: writer)
      if isTruthOnly { report.leftOut = EnrolmentReport.faces(found) - report.templates }
      try writer.finish()
    } catch let failure as Failure where failure.code == .inputOutput {
      // The gallery's own files have other names while it is being written.
      throw Failure(failure.code, failure.summary, file: path, remedy: failure.remedy)
    }
    return report
  }

  /// `scan` without the boxes that show no face of the truth.
  private func named(_ scan: FrameScan) -> FrameScan {
    guard let truth else { return scan }
    let subjects = truth.subjects(of: scan.frame.file, boxes: scan.faces.map(\.detection.box))
    return scan.keeping { subjects[$0] != nil }
  }

  private func append(_ scans: [FrameScan], to writer: GalleryWriter) throws -> Int? {
    var labelled = 0
    for scan in scans {
      let subjects = truth?.subjects(of: scan.frame.file, boxes: scan.faces.map(\.detection.box))
      for (index, face) in scan.faces.enumerated() {
        var record = scan.frame.record(of: face, digest: scan.digest)
        record.subject = subjects?[index]
        if record.subject != nil { labelled += 1 }
        try writer.append(face.template, record: record)
      }
    }
    return truth == nil ? nil : labelled
  }

  private func nothing(_ manifest: FrameManifest, _ report: EnrolmentReport) -> Failure {
    if let problem = report.unreadable.first, report.unreadable.count == report.framesListed {
      return Failure(
        .malformedInput,
        "none of the \(manifest.frames.count) frames can be read; the first: \(problem.reason)",
        file: manifest.path, remedy: "Mend the frames; nothing was enrolled")
    }
    return Failure(
      .notMeasurable, "no face was found in \(Text.count(manifest.frames.count, "frame"))",
      file: manifest.path,
      remedy: "Look harder with --upsample 3 or a lower --detector-threshold; nothing was enrolled")
  }
}

extension FrameEntry {
  /// What is known of `face`, found in this frame, whose file has the SHA-256 `digest`.
  func record(of face: EncodedFace, digest: String?) -> CaptureRecord {
    CaptureRecord(
      frame: file, camera: camera, address: address, latitude: latitude, longitude: longitude,
      time: time, box: face.detection.box, quality: face.quality,
      attributes: digest.map { [CaptureRecord.frameDigest: $0] } ?? [:])
  }
}

extension CaptureRecord {
  /// The attribute that holds the SHA-256 of the frame's file: as one it survives the export of
  /// labels and their import.
  static let frameDigest = "frame_sha256"
}
