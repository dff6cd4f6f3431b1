import Essentials

/// What is asked to be otherwise in a scenario: every switch of reviewers and circumstances.
///
/// A circumstance without the effect that answers to it would change nothing. So a display brings the
/// influence of a shown label, an expected prevalence κ, a deadline the loss from hurry, and a later
/// hour the fatigue that ``ReviewerSwitches`` names, unless the scenario or the caller sets another.
public struct ScenarioChanges: Sendable, Equatable, Codable {
  /// How many people decide on each candidate.
  public var overlap: Int?
  /// How many searches there are.
  public var lists: Int?
  /// The name of the preset whose sensitivity and criterion the workers get.
  public var reviewer: String?
  /// The sensitivity d′ of the workers, in place of the preset's.
  public var sensitivity: Double?
  /// The criterion of the workers, in place of the preset's.
  public var criterion: Double?
  /// The workers who are not honest, by kind and share.
  public var others: [Workforce.Share]?
  /// What is shown.
  public var display: ReviewCondition.Display?
  /// The share of mated pairs that people have come to expect.
  public var expectedPrevalence: Double?
  /// The longest a decision may take, in seconds.
  public var deadlineSeconds: Double?
  /// The hour of the shift at which the work begins.
  public var startHour: Double?
  /// The correlation of people's evidence with the score.
  public var scoreCorrelation: Double?
  /// What a shown label or score does.
  public var influence: ScoreInfluence?
  /// κ of the prevalence effect.
  public var prevalenceWeight: Double?
  /// How people tire.
  public var fatigue: Fatigue?
  /// τ of the loss from hurry, in seconds.
  public var hurryTimeConstantSeconds: Double?

  /// Nothing changed.
  public init() {}
}

extension ReviewScenario {
  /// The scenario with `changes`; its assumptions then say that it is not the one described.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) for values out of range.
  public func changed(_ changes: ScenarioChanges) throws -> ReviewScenario {
    if changes == ScenarioChanges() { return self }
    var scenario = self
    func check(_ holds: Bool, _ reason: String, _ remedy: String) throws {
      if !holds { throw Failure(.malformedInput, reason, remedy: remedy) }
    }
    if let overlap = changes.overlap {
      try check(
        overlap >= 1 && overlap <= min(99, workforce.workers),
        "\(overlap) reviewers a candidate are not possible",
        "Give 1 to \(min(99, workforce.workers))")
      scenario.overlap = overlap
    }
    if let lists = changes.lists {
      try check(
        lists >= 1 && lists <= 100_000_000 / candidates.length,
        "\(lists) searches are not possible", "Give 1 to \(100_000_000 / candidates.length)")
      scenario.candidates.lists = lists
    }
    if let name = changes.reviewer {
      guard let preset = ReviewerPreset.named(name) else {
        throw Failure(
          .malformedInput, "there is no reviewer \"\(name)\"",
          remedy: "There are " + ReviewerPreset.all.map(\.name).joined(separator: ", "))
      }
      scenario.workforce.model.observer = preset.model.observer
    }
    if let sensitivity = changes.sensitivity {
      try check(
        sensitivity.isFinite && sensitivity >= 0, "d' \(sensitivity) is not 0 or more",
        "Give a finite number of 0 or more")
      scenario.workforce.model.observer.sensitivity = sensitivity
    }
    if let criterion = changes.criterion {
      try check(
        criterion.isFinite, "the criterion \(criterion) is not finite", "Give a finite number")
      scenario.workforce.model.observer.criterion = criterion
    }
    if let others = changes.others {
      let shares = others.map(\.share)
      try check(
        shares.allSatisfy { $0 >= 0 && $0 <= 1 } && shares.reduce(0, +) <= 1,
        "shares of workers are not within 0…1, or more than all",
        "Give shares that sum to 1 at most")
      scenario.workforce.others = others
    }
    if let correlation = changes.scoreCorrelation {
      try check(
        abs(correlation) <= 1, "the correlation \(correlation) is not within −1…1",
        "Give a number from −1 to 1")
      scenario.workforce.model.scoreCorrelation = correlation
    }
    if let share = changes.expectedPrevalence {
      try check(
        share > 0 && share < 1, "the prevalence \(share) is not within 0…1",
        "Give a share strictly between 0 and 1")
    }
    if let seconds = changes.deadlineSeconds {
      try check(
        seconds > 0 && seconds.isFinite, "the deadline \(seconds) s is not above 0",
        "Give it in seconds")
    }
    if let hour = changes.startHour {
      try check(
        hour >= 0 && hour < condition.shiftHours,
        "the hour \(hour) is not within the shift of \(condition.shiftHours)",
        "Give 0 or more and less than \(condition.shiftHours)")
    }
    scenario.apply(changes)
    scenario.assumptions.append(
      "settings were changed on request (see settings in the JSON): this is not the scenario as "
        + "described")
    return scenario
  }

  private mutating func apply(_ changes: ScenarioChanges) {
    var model = workforce.model
    if let display = changes.display {
      condition.display = display
      if display != .nothing && model.influence == nil {
        model.influence = ReviewerSwitches.shownLabel(model.scale)
      }
    }
    if let share = changes.expectedPrevalence {
      condition.expectedPrevalence = share
      model.prevalenceWeight = model.prevalenceWeight ?? ReviewerSwitches.prevalenceWeight
    }
    if let seconds = changes.deadlineSeconds {
      condition.deadlineSeconds = seconds
      model.pace.hurryTimeConstantSeconds =
        model.pace.hurryTimeConstantSeconds ?? ReviewerSwitches.hurryTimeConstantSeconds
    }
    if let hour = changes.startHour {
      condition.startHour = hour
      model.fatigue = model.fatigue ?? ReviewerSwitches.fatigue
    }
    model.influence = changes.influence ?? model.influence
    model.prevalenceWeight = changes.prevalenceWeight ?? model.prevalenceWeight
    model.fatigue = changes.fatigue ?? model.fatigue
    model.pace.hurryTimeConstantSeconds =
      changes.hurryTimeConstantSeconds ?? model.pace.hurryTimeConstantSeconds
    workforce.model = model
  }
}

extension ReviewerSwitches {
  /// A shown label moves answers by one step of the scale, as in Howard and others (2020).
  static func shownLabel(_ scale: RatingScale) -> ScoreInfluence { .criterionShift(scale.step) }
  /// κ where none is given (chosen).
  static let prevalenceWeight = 0.6
  /// Drift and decay where none are given (chosen).
  static let fatigue = Fatigue(criterionDriftPerHour: 0.05, sensitivityDecayHours: 30)
  /// τ of hurry where none is given (chosen): 5 % of the sensitivity is lost at 4 s.
  static let hurryTimeConstantSeconds = 4.0 / 3
  /// How often one who sees a colleague's answer repeats it (chosen).
  static let copyShare = 0.3
}
