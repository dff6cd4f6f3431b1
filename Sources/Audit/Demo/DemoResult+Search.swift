public import Biometrics
public import Evaluation
public import Foundation

extension DemoResult {
  /// One probe, searched in the gallery.
  public struct Search: Sendable, Equatable, Codable {
    /// The probe's name: its file without folder and suffix.
    public var name: String
    /// What the truth says of the probe; nil without truth.
    public var truth: Truth?
    /// The probe's picture as a PNG file, cut to the face; nil for photographs.
    public var picture: Data?
    /// The candidates, best first.
    public var candidates: [Candidate]
    /// What the best candidate's score means; nil where the gallery is empty.
    public var meaning: Meaning?
    /// The rank of the first candidate who truly is the person, over the whole gallery; nil where
    /// nobody is, or without truth.
    public var mateRank: Int?
  }

  /// What the truth says of a probe.
  public enum Truth: String, Sendable, Equatable, Codable {
    /// Seen by good cameras.
    case good
    /// Seen by poor cameras only.
    case poor
    /// Seen by no camera.
    case absent
  }

  /// A place in a candidate list.
  public struct Candidate: Sendable, Equatable, Codable {
    /// From 1.
    public var rank: Int
    /// The frame.
    public var frame: String
    /// The camera.
    public var camera: String
    /// The camera's street address.
    public var address: String?
    /// When the frame was taken.
    public var time: String?
    /// Where the face is in the frame.
    public var box: BoundingBox
    /// The Euclidean distance of the templates.
    public var distance: Double
    /// What the mapping shows, 0 to 100.
    public var percent: Double
    /// Whether the algorithm proposes it as a match.
    public var isProposed: Bool
    /// Whether it truly is the probe's person; nil without truth, false for a box that is no face.
    public var isMate: Bool?
    /// The face as a PNG file; nil for photographs.
    public var picture: Data?
  }
}
