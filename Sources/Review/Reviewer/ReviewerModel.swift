/// How one reviewer decides: signal detection, with switches that are all off unless set.
///
/// With the switches off the reviewer is the ``observer``, whatever is shown, at any hour. Each switch
/// moves the criterion or the sensitivity of single decisions.
public struct ReviewerModel: Sendable, Equatable, Codable {
  /// Sensitivity and criterion when rested, unhurried and shown nothing.
  public var observer: SignalDetection
  /// What kind of reviewer this is.
  public var kind: ReviewerKind
  /// The correlation of the evidence with the algorithm's score within each class, −1…1.
  ///
  /// Pairs that are hard for the algorithm are then hard for the person.
  public var scoreCorrelation: Double
  /// What a shown score or label does; nil: nothing.
  public var influence: ScoreInfluence?
  /// κ of the prevalence effect, c ← c + κ ln((1 − p)/p)/d′; nil: none.
  public var prevalenceWeight: Double?
  /// How the reviewer tires; nil: never.
  public var fatigue: Fatigue?
  /// How long decisions take, and what hurry costs.
  public var pace: DecisionPace
  /// The answer scale.
  public var scale: RatingScale

  /// Makes it; what is not given is off.
  public init(
    observer: SignalDetection, kind: ReviewerKind = .honest, scoreCorrelation: Double = 0,
    influence: ScoreInfluence? = nil, prevalenceWeight: Double? = nil, fatigue: Fatigue? = nil,
    pace: DecisionPace = DecisionPace(), scale: RatingScale = RatingScale()
  ) {
    self.observer = observer
    self.kind = kind
    self.scoreCorrelation = scoreCorrelation
    self.influence = influence
    self.prevalenceWeight = prevalenceWeight
    self.fatigue = fatigue
    self.pace = pace
    self.scale = scale
  }
}

/// The kinds of reviewer.
public enum ReviewerKind: Sendable, Equatable, Codable {
  /// Does what the evidence says.
  case honest
  /// Always right: the ideal to compare with.
  case hammer
  /// Says "same" with probability `sameShare`, without looking.
  case randomSpammer(sameShare: Double)
  /// Always says the same thing.
  case constant(saysSame: Bool)
  /// Says the opposite of what the evidence says.
  case adversary
  /// Repeats, with probability `share`, the answer of the reviewer with index `of` in the panel.
  case copier(of: Int, share: Double)
}

/// What a shown score does to a reviewer.
///
/// L is ±1 for a shown label and 2s − 1 for a shown score s in 0…1.
public enum ScoreInfluence: Sendable, Equatable, Codable {
  /// c ← c − a·L: the criterion moves, the sensitivity does not (Howard et al. 2020).
  case criterionShift(Double)
  /// d′ ← (1 − η)·d′ while a score or label is shown: less attention to the faces.
  case attentionLoss(Double)
  /// With this probability the algorithm's own decision is repeated unseen.
  case reliance(Double)
}

/// How a reviewer tires: c(t) = c₀ − b·t and d′(t) = d′₀·e^(−t/τ), t in hours of the shift.
///
/// Breaks do not restore anything.
public struct Fatigue: Sendable, Equatable, Codable {
  /// b: how far the criterion drifts towards "same" in an hour.
  public var criterionDriftPerHour: Double
  /// τ in hours; infinity for no loss of sensitivity.
  public var sensitivityDecayHours: Double

  /// Makes it; `sensitivityDecayHours` must be above 0.
  public init(criterionDriftPerHour: Double, sensitivityDecayHours: Double) {
    precondition(sensitivityDecayHours > 0)
    self.criterionDriftPerHour = criterionDriftPerHour
    self.sensitivityDecayHours = sensitivityDecayHours
  }
}

/// How long decisions take: log-normal, cut at the deadline; d′(RT) = d′∞ (1 − e^(−RT/τ)).
public struct DecisionPace: Sendable, Equatable, Codable {
  /// The median decision time in seconds, without a deadline.
  public var medianSeconds: Double
  /// The standard deviation of the logarithm of the decision time.
  public var logSpread: Double
  /// τ in seconds, or nil where hurry costs nothing; at 4/3 s the loss begins near 4 s (5 % there).
  public var hurryTimeConstantSeconds: Double?

  /// Makes it.
  public init(
    medianSeconds: Double = 10, logSpread: Double = 0.5, hurryTimeConstantSeconds: Double? = nil
  ) {
    precondition(medianSeconds > 0 && logSpread >= 0)
    self.medianSeconds = medianSeconds
    self.logSpread = logSpread
    self.hurryTimeConstantSeconds = hurryTimeConstantSeconds
  }
}
