public import Biometrics
import Essentials
import Frames
public import Statistics

/// What an enrolment did and did not enrol.
public struct EnrolmentReport: Sendable, Equatable, Codable {
  /// Where the faces come from.
  public let origin: Origin
  /// Why photographs were enrolled.
  public let purpose: String?
  /// The last day on which the gallery may be kept.
  public let retainUntil: String?
  /// Frames listed.
  public let framesListed: Int
  /// Frames read that show no face: nothing wrong with them.
  public let framesWithoutFaces: Int
  /// Frames too large for all the upsamplings asked for.
  public let framesUpsampledLess: Int
  /// Cameras with a face.
  public let cameras: Int
  /// Faces enrolled.
  public let templates: Int
  /// Of these, how many the truth names; nil where it was not asked.
  public internal(set) var labelled: Int?
  /// Boxes left out because they show no face of the truth; nil where all were kept.
  public internal(set) var leftOut: Int?
  /// Frames that could not be read.
  public let unreadable: [FrameProblem]
  /// Faces found that gave no template, of all faces found.
  public let failuresToEnrol: Proportion
  /// Which ones.
  public let failures: [FrameProblem]

  /// How many faces `scans` hold.
  static func faces(_ scans: [FrameScan]) -> Int { scans.reduce(0) { $0 + $1.faces.count } }

  init(_ manifest: FrameManifest, _ scans: [FrameScan], purpose: String?, retainUntil: String?) {
    origin = manifest.origin
    self.purpose = purpose
    self.retainUntil = retainUntil
    framesListed = scans.count
    var (withoutFaces, reduced, faces) = (0, 0, 0)
    var cameras: Set<String> = []
    var (unreadable, failures): ([FrameProblem], [FrameProblem]) = ([], [])
    for scan in scans {
      switch scan.outcome {
      case .unreadable(let failure):
        unreadable.append(FrameProblem(frame: scan.frame.file, box: nil, failure))
      case .read(let found, let failed, let isReduced):
        if found.isEmpty && failed.isEmpty { withoutFaces += 1 }
        if isReduced { reduced += 1 }
        faces += found.count
        if let camera = scan.frame.camera, !found.isEmpty { cameras.insert(camera) }
        failures += failed.map {
          FrameProblem(frame: scan.frame.file, box: $0.box, reason: $0.reason)
        }
      }
    }
    framesWithoutFaces = withoutFaces
    framesUpsampledLess = reduced
    self.cameras = cameras.count
    templates = faces
    self.unreadable = unreadable
    self.failures = failures
    failuresToEnrol = Proportion(events: failures.count, trials: faces + failures.count)
  }
}

/// What went wrong with a frame, or with a face in it.
public struct FrameProblem: Sendable, Equatable, Codable {
  /// The frame, as the manifest names it.
  public let frame: String
  /// The face, or nil where it concerns the whole frame.
  public let box: BoundingBox?
  /// What is wrong, one sentence without a full stop.
  public let reason: String

  init(frame: String, box: BoundingBox?, reason: String) {
    self.frame = frame
    self.box = box
    self.reason = reason
  }

  init(frame: String, box: BoundingBox?, _ failure: Failure) {
    self.init(
      frame: frame, box: box,
      reason: [failure.place, failure.summary].compactMap { $0 }.joined(separator: ": "))
  }
}
