public import Biometrics
public import Evaluation

/// An audit of searches that any system made, from its candidate lists or its matrix of scores.
public struct SearchAudit: Sendable, Encodable {
  /// What was audited.
  public struct Facts: Sendable, Equatable, Codable {
    /// What the searches were read from.
    public enum Source: String, Sendable, Codable {
      /// Candidate lists.
      case candidateLists
      /// A matrix of scores, probes against references.
      case scoreMatrix
    }

    /// What the searches were read from.
    public let source: Source
    /// How many probes were searched for.
    public let probes: Int
    /// How many people they are of.
    public let probePeople: Int
    /// How many people are enrolled.
    public let galleryPeople: Int
    /// How many templates are enrolled.
    public let galleryTemplates: Int
    /// Where the faces come from, as whoever ran the audit says.
    public let origin: Origin
    /// Which end of the scale is the similar one.
    public let polarity: Polarity
    /// What is known of candidate lists; nil for a matrix.
    public let lists: Lists?
  }

  /// What is known of candidate lists.
  public struct Lists: Sendable, Equatable, Codable {
    /// How many candidates the longest list has.
    public let longest: Int
    /// How many lists are shorter.
    public let shorter: Int
    /// How many lists have no candidate.
    public let empty: Int
    /// How many lists are not in order of score.
    public let unordered: Int
    /// The least similar score returned.
    public let leastSimilarScore: Double
  }

  /// What the reader must know before any figure.
  public let caveats: [String]
  /// What was audited.
  public let searches: Facts
  /// The threshold of all rates that name none.
  public let threshold: Double
  /// How the threshold was chosen.
  public let thresholdRule: String
  /// The seed of everything drawn.
  public let seed: UInt64
  /// The rates of all searches.
  public let openSet: OpenSetResult
  /// False positives by gallery size; nil except for a matrix of a gallery against itself.
  public let scaling: GalleryScaling?
  /// Error rates by groups of people, one for each attribute.
  public let searchDifferentials: [SearchDifferential]
  /// The limits set, and whether each was kept.
  public let limits: [AuditLimit.Verdict]

  /// Whether a limit was breached, or can't be shown to be kept for want of data.
  public var isBreached: Bool { limits.contains { $0.outcome != .kept } }
}
