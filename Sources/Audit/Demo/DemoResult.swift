public import Biometrics
public import Review
public import Statistics

/// Everything the demonstration found: what the screen tells and the report draws.
///
/// The same frames, seed and settings give the same value; it holds no time of day and no path.
/// People are pseudonyms. All rates rest on rendered people and simulated reviewers.
public struct DemoResult: Sendable, Equatable, Codable {
  /// The seed of the simulated reviewers.
  public var seed: UInt64
  /// Where the faces come from.
  public var origin: Origin
  /// Why photographs were enrolled; nil for rendered people.
  public var purpose: String?
  /// What it was computed from.
  public var inputs: [Input]
  /// What was done with the frames.
  public var frames: Frames
  /// How well faces were found; nil where the frames come without truth.
  public var detection: Detection?
  /// The decision rule of the algorithm that is audited.
  public var rule: DecisionRule
  /// The searches, in order of the probes' names.
  public var searches: [Search]
  /// The rates over the sample, in the order in which they are told; empty without truth.
  public var rates: [Rate]
  /// Distances of mated comparisons of probes and gallery; empty without truth.
  public var matedDistances: [Double]
  /// Distances of non-mated comparisons of probes and gallery; empty without truth.
  public var nonMatedDistances: [Double]
  /// What each kind of reviewer made of the candidate lists; empty without truth.
  public var reviews: [PanelOutcome]
  /// What the figures do not show, one sentence each: they are to stand before the results.
  public var limits: [String]

  /// A file that went in, or several together.
  public struct Input: Sendable, Equatable, Codable {
    /// Its name, without folders of the machine.
    public var name: String
    /// Its SHA-256 in hexadecimal.
    public var sha256: String
  }

  /// What was done with the frames.
  public struct Frames: Sendable, Equatable, Codable {
    /// Frames listed.
    public var listed: Int
    /// Frames without a face: nothing wrong with them.
    public var withoutFaces: Int
    /// Cameras that have a frame.
    public var cameras: Int
    /// Faces found that gave a template.
    public var enrolled: Int
    /// Frames that could not be read.
    public var unreadable: [Problem]
    /// Faces found that gave no template (failures to enrol).
    public var failuresToEnrol: [Problem]
  }

  /// What went wrong with a frame.
  public struct Problem: Sendable, Equatable, Codable {
    /// The frame, as the manifest names it.
    public var frame: String
    /// What is wrong, one sentence without a full stop.
    public var reason: String
  }

  /// How well faces were found, held against the truth: a box counts with an IoU of .3 or more.
  public struct Detection: Sendable, Equatable, Codable {
    /// Faces found, by the kind of camera; those heavily hidden stand apart, from all cameras.
    public var found: [Group]
    /// Boxes where no face is, of all boxes.
    public var falseDetections: Proportion
  }

  /// A share in one group.
  public struct Group: Sendable, Equatable, Codable {
    /// The group's name.
    public var name: String
    /// The count.
    public var proportion: Proportion
    /// The interval; nil where the group is empty.
    public var interval: Interval?
  }

  /// When the algorithm calls a candidate a match.
  public struct DecisionRule: Sendable, Equatable, Codable {
    /// The calibration's name.
    public var calibration: String
    /// The mapping's name.
    public var mapping: String
    /// The percentage from which a candidate is proposed as a match.
    public var percent: Double
    /// The distance at which the mapping shows that percentage.
    public var threshold: Double
    /// How many candidates a search returns.
    public var listLength: Int
  }

  /// One rate over the sample.
  public struct Rate: Sendable, Equatable, Codable {
    /// The field's abbreviation: "FMR".
    public var abbreviation: String
    /// The field's term: "false match rate".
    public var name: String
    /// What it is the share of, in plain words.
    public var explanation: String
    /// The count.
    public var proportion: Proportion
    /// The interval; nil where it is not measurable.
    public var interval: Interval?
  }

  /// What a panel of one kind of reviewers came to: the majority of three.
  public struct PanelOutcome: Sendable, Equatable, Codable {
    /// The preset's name.
    public var preset: String
    /// Who they are, in words.
    public var summary: String
    /// How many reviewers decide on each candidate.
    public var reviewers: Int
    /// What became of the algorithm's matches.
    public var funnel: Funnel
    /// The verdicts, search by search and candidate by candidate as in ``DemoResult/searches``.
    public var verdicts: [[PanelReview.Verdict]]
    /// The simulated working time of all answers, in seconds.
    public var workingSeconds: Double
  }
}
