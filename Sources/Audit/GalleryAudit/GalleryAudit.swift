public import Biometrics
public import Evaluation
public import Matching

/// The false-match audit of a labelled gallery: every template in turn as probe.
public struct GalleryAudit: Sendable, Encodable {
  /// What was audited.
  public struct Facts: Sendable, Equatable, Codable {
    /// How many templates.
    public let templates: Int
    /// How many people.
    public let people: Int
    /// How many people have two templates or more, and so a mated search.
    public let peopleWithMates: Int
    /// Where the faces come from.
    public let origin: Origin
    /// The encoder, as far as it is known.
    public let encoder: String?
    /// How templates are compared.
    public let metric: Metric
    /// Why the gallery was made.
    public let purpose: String?
    /// The files it was made from, with their SHA-256.
    public let inputs: [SourceDigest]
  }

  /// What the reader must know before any figure.
  public let caveats: [String]
  /// What was audited.
  public let gallery: Facts
  /// The threshold of all rates that name none.
  public let threshold: Double
  /// How the threshold was chosen.
  public let thresholdRule: String
  /// The seed of everything drawn.
  public let seed: UInt64
  /// The comparisons of all pairs of templates.
  public let oneToOne: OneToOneEvaluation
  /// How many people the 1:1 comparisons are of, drawn at random where all were too many.
  public let oneToOnePeople: Int
  /// FMR at ``threshold``.
  public let falseMatch: MeasuredRate?
  /// FNMR at ``threshold``.
  public let falseNonMatch: MeasuredRate?
  /// FNMR at ``threshold`` with each person weighted equally.
  public let falseNonMatchByPerson: DerivedRate?
  /// The searches of the whole gallery.
  public let openSet: OpenSetResult
  /// All pairs of templates, nobody left out; nil where ``openSet`` leaves nobody out either.
  public let wholeGallery: WholeGallery?
  /// False positives by gallery size, one template a person.
  public let scaling: [GalleryScaling.Point]
  /// The smallest measured size at which independence fails.
  public let independenceFailsAtPeople: Int?
  /// How well small galleries predict the largest.
  public let scalingCheck: GalleryScaling.Check?
  /// 1:1 error rates by groups of people, one for each attribute.
  public let differentials: [Differential]
  /// 1:N error rates by groups of people, one for each attribute.
  public let searchDifferentials: [SearchDifferential]
  /// The limits set, and whether each was kept.
  public let limits: [AuditLimit.Verdict]

  /// Whether a limit was breached, or can't be shown to be kept for want of data.
  public var isBreached: Bool { limits.contains { $0.outcome != .kept } }
}
