import Essentials
public import Statistics

/// Where the false hits of a look-up come from, cause by cause.
///
/// A full factorial: every combination of causes on and off, on the same probes and captures where a
/// cause does not change them. A false hit is a stored capture of somebody else that is shown at the
/// scenario's percentage or above.
public struct Anatomy: Sendable, Codable, Equatable {
  /// The scenario.
  public let scenario: String
  /// The seed.
  public let seed: UInt64
  /// What the figures can't tell.
  public let limits: [String]
  /// Candidates shown at or above this are counted.
  public let percentage: Double
  /// The mapping by which they are.
  public let mapping: String
  /// How many captures were searched, a sample of the scenario's.
  public let captures: Int
  /// How many the scenario has.
  public let scenarioCaptures: Int
  /// How many probes there were.
  public let probes: Int
  /// False hits of a look-up with all causes on, in the sample.
  public let falseHits: Estimate
  /// The same in all of the scenario's captures: the count grows in proportion to them.
  public let falseHitsInScenario: Double
  /// With all causes off.
  public let falseHitsWithoutCauses: Double
  /// Look-ups whose best hit is somebody else at the percentage or above.
  public let wrongAtFirst: Proportion
  /// What each cause does.
  public let effects: [Effect]
  /// Pairs of causes that do more, or less, together than each for itself; largest first.
  public let interactions: [Interaction]

  /// ``percentage`` as people write it: 67, not 67.0.
  public var percentageText: String { Scenario.text(percentage) }

  /// `value` of 100 with so many decimals, never rounded up to 100: all but all is not all.
  package static func ofHundred(_ value: Double, _ places: Int = 0) -> String {
    let text = Numerals.fixed(value, places)
    guard value < 100, text.hasPrefix("100") else { return text }
    return Numerals.fixed(min(value, 99.9), 1)
  }

  /// A number with its interval over probes.
  public struct Estimate: Sendable, Codable, Equatable {
    /// The number.
    public let value: Double
    /// The lower end at 95 %, by bootstrap over probes.
    public let lower: Double
    /// The upper end.
    public let upper: Double
  }

  /// What one cause does.
  public struct Effect: Sendable, Codable, Equatable {
    /// The cause.
    public let cause: Cause
    /// Of 100 false hits, how many would not be there without this cause alone.
    public let removed: Estimate
    /// Of 100 false hits, this cause's part where all causes share what they do: Shapley's value.
    public let share: Double
    /// Of the look-ups, those whose best hit would still be somebody else at the percentage or above.
    public let wrongAtFirstWithout: Proportion
    /// The effect in a sentence.
    public let sentence: String
  }

  /// Two causes together.
  public struct Interaction: Sendable, Codable, Equatable {
    /// The one.
    public let first: Cause
    /// The other.
    public let second: Cause
    /// Of 100 false hits, how many vanish without both, beyond what vanishes without each for itself;
    /// negative where either remedy does the work of both.
    public let beyond: Double
  }
}
