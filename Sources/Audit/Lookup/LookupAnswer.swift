public import Biometrics
import Essentials
public import Evaluation
import Frames
import Matching

/// The answer to a search: who may be where, and what that means.
public struct LookupAnswer: Sendable, Equatable, Codable {
  /// What was looked for.
  public let probe: Probe
  /// Where it was looked for.
  public let gallery: GallerySummary
  /// The candidates, best first.
  public let candidates: [Candidate]
  /// What the best candidate's score means; nil without a calibration or a candidate.
  public let meaning: Meaning?
  /// The mapping's name; nil where no percentage is shown.
  public let mapping: String?
  /// The least similar score that was asked for.
  public let threshold: Double?

  /// What was looked for.
  public struct Probe: Sendable, Equatable, Codable {
    /// The file, as the user named it.
    public let file: String
    /// Faces in the picture; nil for a template.
    public let facesFound: Int?
    /// The face that was taken, the largest; nil for a template.
    public let box: BoundingBox?
    /// The picture's quality; nil for a template.
    public let quality: CaptureQuality?

    /// A template from `file`.
    public init(templateFile file: String) {
      self.file = file
      (facesFound, box, quality) = (nil, nil, nil)
    }

    /// A face from a picture.
    public init(_ probe: FaceProbe) {
      file = probe.file
      facesFound = probe.facesFound
      box = probe.face.detection.box
      quality = probe.face.quality
    }
  }

  /// Where it was looked for.
  public struct GallerySummary: Sendable, Equatable, Codable {
    /// Templates in the gallery.
    public let templates: Int
    /// People in it; a template without a name counts as one.
    public let people: Int
    /// Whether templates have names, so that ``people`` is known.
    public let isLabelled: Bool
    /// Where the faces come from.
    public let origin: Origin
    /// Why photographs were enrolled.
    public let purpose: String?

    init(_ gallery: Gallery) throws {
      templates = gallery.count
      let numbers = try gallery.subjectNumbers()
      isLabelled = gallery.count > 0 && !numbers.rows.contains { $0 < 0 }
      people = try Lookup.people(gallery)
      origin = gallery.information.origin
      purpose = gallery.information.purpose
    }
  }

  /// A place in the list.
  public struct Candidate: Sendable, Equatable, Codable {
    /// From 1.
    public let rank: Int
    /// The row in the gallery, from 0.
    public let row: Int
    /// The frame, relative to the manifest.
    public let frame: String?
    /// The SHA-256 of the frame's file when it was enrolled.
    public let frameDigest: String?
    /// The camera.
    public let camera: String?
    /// The camera's street address.
    public let address: String?
    /// When it was taken.
    public let time: String?
    /// Where the face is in the frame.
    public let box: BoundingBox?
    /// The person, where the gallery names one.
    public let subject: SubjectID?
    /// The Euclidean distance; nil under another metric.
    public let distance: Double?
    /// The similarity; nil under Euclidean distance.
    public let similarity: Double?
    /// What the mapping shows, 0 to 100; nil without a mapping.
    public let percent: Double?

    init(
      rank: Int, _ candidate: Matching.Candidate, _ record: CaptureRecord, metric: Metric,
      percent: Double?
    ) {
      self.rank = rank
      row = candidate.row
      frame = record.frame
      frameDigest = record.attributes[CaptureRecord.frameDigest]
      camera = record.camera
      address = record.address
      time = record.time
      box = record.box
      subject = record.subject
      let score = Double(candidate.score)
      distance = metric == .euclidean ? score : nil
      similarity = metric == .euclidean ? nil : score
      self.percent = percent
    }

    /// The score under the gallery's metric.
    public var score: Double { distance ?? similarity ?? .nan }
  }
}
