/// A city: who lives there, what is captured, who is looked for, and what is made of the answers.
///
/// Written as YAML; ``ScenarioKey/all`` documents every key. Both directions: a *look-up* compares a
/// few probes with everything that was captured, a *watch list* each passing face with those enrolled.
public struct Scenario: Sendable, Equatable, Codable {
  /// Which side is searched.
  public enum Direction: String, Sendable, Codable, CaseIterable {
    /// One probe against everything captured.
    case lookUp = "look-up"
    /// Each passing face against the people on a list.
    case watchList = "watch-list"
  }

  /// When a score counts as a match.
  public enum Threshold: Sendable, Equatable, Codable {
    /// The best candidates are shown whatever their score.
    case none
    /// At or beyond this score: a distance, or a cosine for an encoder that is compared by it.
    case score(Double)
    /// Where two strangers match this often.
    case falseMatchRate(Double)
  }

  /// The name the command line knows it by.
  public var name = "custom"
  /// What it is, in a line.
  public var title = "A city of one's own"
  /// Which side is searched.
  public var direction = Direction.lookUp
  /// Numbers that were published or given, with their source.
  public var facts: [String] = []
  /// What was chosen where no figure is known.
  public var assumptions: [String] = []

  /// The population: a preset or a file.
  public var model = "dlib-lfw"
  /// How many people pass the cameras.
  public var people = 100_000
  /// The share of people with a relative among them.
  public var relatives = 0.0
  /// How much relatives resemble each other.
  public var resemblance = 0.5

  /// How many cameras are connected.
  public var cameras = 100
  /// How many faces each captures a day.
  public var facesPerCamera = 200
  /// How many days are kept.
  public var days = 1
  /// The hours of the day in which faces pass.
  public var hours = [7, 22]
  /// Where cameras stand; each belongs to one, in turn.
  public var places = ["street", "entrance", "underground"]
  /// The shares of cameras by the condition of what they capture.
  public var conditions: [String: Double] = [PopulationModel.clean: 1]

  /// Look-up: probes of people who were captured.
  public var presentProbes = 5
  /// Look-up: probes of people who never were.
  public var absentProbes = 5
  /// Watch list: how many people are on it.
  public var listed = 1000
  /// Watch list: how many of them pass, each as often as anyone else.
  public var listedPassing = 10
  /// The condition of probes, or of the pictures on the list.
  public var referenceCondition = PopulationModel.clean

  /// The share of records that carry somebody else's place and time, or name.
  public var mislabelled = 0.0
  /// The share of records that are stored twice.
  public var duplicated = 0.0
  /// The share of records that are lost.
  public var missing = 0.0

  /// How many candidates are shown.
  public var candidates = 10
  /// When a score counts as a match.
  public var threshold = Threshold.none
  /// How the score is shown as a percentage, by name; the first is the one reviewers see.
  public var mappings = ["logistic", "half-cosine"]
  /// The percentage whose candidates are counted.
  public var percentage = 67.0

  /// How many reviewers decide on each candidate; 0 for none.
  public var reviewers = 0
  /// Who they are: a preset of `lookalike review presets`.
  public var reviewerPreset = "mturk"
  /// What a look-up costs who asks for it.
  public var lookUpPrice = 0.0
  /// What a reviewer is paid for a decision.
  public var decisionPrice = 0.0
  /// The currency of both.
  public var currency = "USD"

  /// Where it was read, for what turns out wrong later; no part of its value.
  var source = ScenarioSource()

  enum CodingKeys: CodingKey {
    case name, title, direction, facts, assumptions, model, people, relatives, resemblance
    case cameras, facesPerCamera, days, hours, places, conditions
    case presentProbes, absentProbes, listed, listedPassing, referenceCondition
    case mislabelled, duplicated, missing, candidates, threshold, mappings, percentage
    case reviewers, reviewerPreset, lookUpPrice, decisionPrice, currency
  }

  /// The scenario without anything of its own.
  public init() {}

  /// ``percentage`` as people write it: 67, not 67.0.
  public var percentageText: String { Scenario.text(percentage) }

  /// A percentage as people write it.
  static func text(_ percentage: Double) -> String {
    percentage == percentage.rounded() ? "\(Int(percentage))" : "\(percentage)"
  }

  /// How many faces are captured in all.
  public var captures: Int { cameras * facesPerCamera * days }
}
