public import Statistics

/// What a look-up gave: candidates for people who were captured, and for people who never were.
public struct LookUpResult: Sendable, Codable, Equatable {
  /// The scenario that was run.
  public let scenario: Scenario
  /// The seed.
  public let seed: UInt64
  /// What the figures can't tell, most important first.
  public let limits: [String]
  /// How many faces passed.
  public let captures: Int
  /// How many of them were stored and searched.
  public let stored: Int
  /// In how many no face was found.
  public let notDetected: Int
  /// How many records were lost.
  public let lost: Int
  /// How many different people the searched captures are of, as expected for this many captures.
  public let expectedPeople: Double
  /// By mapping, how many strangers it takes until the best of them is shown at the scenario's
  /// percentage in half of all searches.
  ///
  /// Measured on real people; only for the encoder of the calibration "lfw" and mappings of the score
  /// alone.
  public let strangersToPercentage: [String: Int]
  /// People who were never captured.
  public let absent: Side?
  /// People who were.
  public let present: Side?
  /// What people made of the candidates; nil without reviewers.
  public let review: ReviewOutcome?

  /// The probes of one kind.
  public struct Side: Sendable, Codable, Equatable {
    /// Each probe's answer.
    public let probes: [ProbeAnswer]
    /// The best stranger's score, in the middle of the probes.
    public let medianBestStranger: Double?
    /// What a sample of one capture in ten had led to expect, in the middle of the probes; nil
    /// where the sample is too small.
    public let medianExpectedBestStranger: Double?
    /// What each mapping shows for the best candidate, in the middle of the probes.
    public let medianBestPercentage: [String: Double]
    /// Probes whose best candidate is not the person.
    public let wrongAtFirst: Proportion
    /// Its interval, probes taken as independent.
    public let wrongAtFirstInterval: Interval?
    /// By mapping: of the candidates shown at the scenario's percentage or above, those who are
    /// somebody else.
    public let falseAtPercentage: [String: Proportion]
    /// Their intervals, the candidates of one probe taken as a cluster; none where no candidate is
    /// shown so high.
    public let falseAtPercentageInterval: [String: Interval]
  }

  /// The answer to one probe.
  public struct ProbeAnswer: Sendable, Codable, Equatable {
    /// The number of the simulated person.
    public let person: Int
    /// How many stored captures are of this person.
    public let mates: Int
    /// The rank of the best of them; nil without any.
    public let rankOfBestMate: Int?
    /// The best candidates, best first.
    public let candidates: [Candidate]
    /// The most similar stranger's score.
    public let observedBestStranger: Double?
    /// The best stranger's score that one capture in ten led to expect; nil for fewer than
    /// 1,000 such.
    public let expectedBestStranger: Double?
    /// Stored captures of strangers shown at or above the scenario's percentage, by mapping; only for
    /// mappings of the score alone.
    public let strangersAtPercentage: [String: Int]
    /// Stored captures of strangers at or beyond the threshold; nil without one.
    public let strangersAtThreshold: Int?
  }

  /// One candidate.
  public struct Candidate: Sendable, Codable, Equatable {
    /// 1 for the best.
    public let rank: Int
    /// Whether it truly is the probe's person.
    public let isMate: Bool
    /// The distance, or cosine.
    public let score: Double
    /// What each mapping shows.
    public let percentages: [String: Double]
    /// The capture's number.
    public let capture: Int
    /// The simulated person it is of.
    public let person: Int
    /// The camera that its record names.
    public let camera: Int
    /// The place that its record names.
    public let place: String
    /// The time that its record names.
    public let time: String
    /// The condition it was taken under.
    public let condition: String
    /// What is wrong with its record: "duplicated" or "mislabelled"; nil for nothing.
    public let recordError: String?
  }

  /// What review made of the candidates.
  public struct ReviewOutcome: Sendable, Codable, Equatable {
    /// How many reviewers decided on each.
    public let reviewers: Int
    /// Candidates of somebody else that people called the person.
    public let falseMatchesKept: Proportion
    /// Its interval.
    public let falseMatchesKeptInterval: Interval?
    /// Candidates of the person that people called somebody else.
    public let trueMatchesLost: Proportion
    /// Its interval.
    public let trueMatchesLostInterval: Interval?
    /// What the decisions cost.
    public let decisionCost: Double
    /// What the look-ups cost who asked for them.
    public let lookUpCost: Double
    /// The currency of both.
    public let currency: String
  }
}
