public import Statistics

/// How false positive identifications grow with the gallery, measured and beyond.
///
/// One template a person is enrolled, so that the number of templates is the number of people; the
/// probe is each person's own in turn, and never meets its own person.
public struct GalleryScaling: Sendable, Equatable, Codable {
  /// One gallery size.
  public struct Point: Sendable, Equatable, Codable {
    /// How many templates are enrolled.
    public let galleryTemplates: Int
    /// How many people are enrolled.
    public let galleryPeople: Int
    /// The share of searches that find a stranger at the threshold; nil beyond what was measured,
    /// and where the data can't say.
    public let fpirMeasured: Double?
    /// The same from the model, beyond what was measured; nil within, and where it has no fit.
    public let fpirExtrapolated: Double?
    /// The interval of whichever of the two there is.
    public let interval: Interval?
    /// How many searches it was counted on.
    public let searches: Int
    /// What independent comparisons would give, 1 − (1 − FMR)^N: a reference, not a prediction.
    public let fpirIndependent: Double?
    /// Whether the independent figure lies outside the interval.
    public let independenceFails: Bool
    /// Whether the figures come from the model, beyond what was measured.
    public let isExtrapolated: Bool
    /// The best stranger of a search.
    public let bestStranger: BestStrangerSummary

    /// Writes null where something was not measured: a key that is sometimes missing is a trap.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(galleryTemplates, forKey: .galleryTemplates)
      try container.encode(galleryPeople, forKey: .galleryPeople)
      try container.encode(fpirMeasured, forKey: .fpirMeasured)
      try container.encode(fpirExtrapolated, forKey: .fpirExtrapolated)
      try container.encode(interval, forKey: .interval)
      try container.encode(searches, forKey: .searches)
      try container.encode(fpirIndependent, forKey: .fpirIndependent)
      try container.encode(independenceFails, forKey: .independenceFails)
      try container.encode(isExtrapolated, forKey: .isExtrapolated)
      try container.encode(bestStranger, forKey: .bestStranger)
    }
  }

  /// How well small galleries predict the largest one measured.
  public struct Check: Sendable, Equatable, Codable {
    /// How many people the model was fitted on.
    public let fittedPeople: Int
    /// The size predicted.
    public let predictedPeople: Int
    /// What was predicted for the threshold.
    public let predicted: ThresholdScaling.Rate?
    /// What was measured there.
    public let measured: ThresholdScaling.Rate?
    /// What was predicted of the best stranger.
    public let predictedBestStranger: BestStrangerSummary
    /// What was measured of it.
    public let measuredBestStranger: BestStrangerSummary
    /// Whether the measured rate lies within the predicted interval; nil where one is missing.
    public let rateIsWithin: Bool?
    /// Whether the measured median lies within the predicted interval; nil where one is missing.
    public let medianIsWithin: Bool?
    /// The seed that chose the people.
    public let seed: UInt64
  }

  /// The threshold of all rates.
  public let threshold: Double
  /// The false match rate at it, one template a person.
  public let falseMatchRate: Double?
  /// The sizes, ascending.
  public let points: [Point]
  /// The smallest size measured at which independence fails; nil where it never does.
  public let independenceFailsAtPeople: Int?
  /// The prediction of the largest size from smaller ones; nil with too few people for one.
  public let check: Check?
}
