/// The smallest rate that a number of trials can say anything about.
///
/// The trials are those that may be taken for independent: comparisons where nothing else is known,
/// identities (or half of them, for pairs) where it is.
public struct SupportableRate: Sendable, Equatable, Codable {
  /// The number of trials taken for independent.
  public let independentTrials: Int

  /// Makes it; at least one trial.
  public init(independentTrials: Int) {
    precondition(independentTrials > 0)
    self.independentTrials = independentTrials
  }

  /// Rule of 3: with no event at all, the 95 % upper bound of the rate.
  public var ruleOfThree: Double { min(1, 3 / Double(independentTrials)) }

  /// Rule of 30: the smallest rate that can be known to ±30 % with 90 % confidence.
  public var ruleOfThirty: Double { min(1, 30 / Double(independentTrials)) }
}
