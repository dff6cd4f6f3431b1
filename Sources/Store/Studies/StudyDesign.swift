public import Biometrics
public import Review

/// How a study is run: who sees what, how often, and for what pay.
public struct StudyDesign: Sendable, Equatable, Codable {
  /// What reviewers are shown of the algorithm's score.
  public enum ScoreDisplay: String, Sendable, Codable, CaseIterable {
    /// Nothing.
    case hidden
    /// The percentage that the system shows.
    case number
    /// Only whether the system proposes a match.
    case label
  }

  /// The study's title; reviewers see it.
  public var title: String
  /// What the pictures are of; photographs of real people are personal data.
  public var origin: Origin
  /// What reviewers are shown of the algorithm's score.
  public var score: ScoreDisplay = .hidden
  /// How many reviewers answer each pair; at most, where ``adaptive`` may stop before.
  public var overlap = 2
  /// When to stop asking about a pair before ``overlap`` answers are there; nil asks for all of them.
  public var adaptive: AdaptiveStop?
  /// After how many minutes without a sign of their reviewer pairs that were given and not answered are
  /// for others; nil for never, as in studies of earlier versions.
  public var returnAfterMinutes: Int?
  /// How many reviewers are expected; the pairs are shared out among so many.
  public var reviewers = 2
  /// How many pairs each reviewer sees a second time without being told.
  public var secondLooks = 0
  /// How many pairs with a known answer each reviewer is given beside the others; with ``adaptive``
  /// they are spread over the lists as these come, and this is the most.
  public var gold = 0
  /// After how many answers a break is offered; 0 for never.
  public var breakEvery = 50
  /// What one answer is paid.
  public var pay: Money
  /// What the platform takes of it, in percent.
  public var feePercent = 0
  /// The seed of who sees which pair in which order.
  public var seed: UInt64
  /// Where the pairs come from, for the record.
  public var source: String
  /// At which percentage or score the algorithm proposes a match, for the record.
  public var proposal: String

  /// Makes it with the defaults of the console.
  public init(
    title: String, origin: Origin, pay: Money, seed: UInt64, source: String, proposal: String
  ) {
    self.title = title
    self.origin = origin
    self.pay = pay
    self.seed = seed
    self.source = source
    self.proposal = proposal
  }
}

/// What is known of one pair beside its pictures.
public struct PairFacts: Sendable, Equatable, Codable {
  /// Where the face is in its frame, in thousandths of the frame's width and height.
  public struct Box: Sendable, Equatable, Codable {
    /// The left edge.
    public var left: Int
    /// The upper edge.
    public var top: Int
    /// The width.
    public var width: Int
    /// The height.
    public var height: Int

    /// Makes it.
    public init(left: Int, top: Int, width: Int, height: Int) {
      self.left = left
      self.top = top
      self.width = width
      self.height = height
    }
  }

  /// The camera that took the candidate.
  public var camera: String?
  /// Where it stands.
  public var address: String?
  /// When it was taken, as the manifest gives it.
  public var time: String?
  /// The candidate's rank in its list, from 1.
  public var rank: Int
  /// The algorithm's score, higher for more alike (distances are negated).
  public var score: Double?
  /// What the system shows, 0 to 100.
  public var percent: Double?
  /// Whether the algorithm alone would have called it a match.
  public var isProposed: Bool
  /// Whether the two are the same person, where that is known.
  public var isMated: Bool?
  /// Where the face is in its frame.
  public var box: Box?

  /// Makes it; what is not given is not known.
  public init(
    camera: String? = nil, address: String? = nil, time: String? = nil, rank: Int,
    score: Double? = nil, percent: Double? = nil, isProposed: Bool, isMated: Bool? = nil,
    box: Box? = nil
  ) {
    self.camera = camera
    self.address = address
    self.time = time
    self.rank = rank
    self.score = score
    self.percent = percent
    self.isProposed = isProposed
    self.isMated = isMated
    self.box = box
  }
}

/// A pair that goes into a study, with its pictures as PNG.
public struct NewPair: Sendable {
  /// The list it belongs to: one search, one list.
  public var list: Int
  /// The probe, cut out.
  public var probe: [UInt8]
  /// The candidate, cut out.
  public var candidate: [UInt8]
  /// The whole frame of the candidate; nil where there is none.
  public var frame: [UInt8]?
  /// What is known of it.
  public var facts: PairFacts
  /// Whether it is one of the pairs that every reviewer is tested with.
  public var isGold: Bool

  /// Makes it.
  public init(
    list: Int, probe: [UInt8], candidate: [UInt8], frame: [UInt8]?, facts: PairFacts, isGold: Bool
  ) {
    self.list = list
    self.probe = probe
    self.candidate = candidate
    self.frame = frame
    self.facts = facts
    self.isGold = isGold
  }
}
