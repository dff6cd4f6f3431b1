import Essentials
public import Statistics

/// What a watch list gave: alerts about people on it, and about people who are not.
public struct WatchListResult: Sendable, Codable, Equatable {
  /// The scenario that was run.
  public let scenario: Scenario
  /// The seed.
  public let seed: UInt64
  /// What the figures can't tell, most important first.
  public let limits: [String]
  /// How many faces passed.
  public let faces: Int
  /// In how many shots no face was found.
  public let notDetected: Int
  /// How many people on the list have a picture there: records are lost.
  public let enrolled: Int
  /// The score at or beyond which a face raises an alert.
  public let threshold: Double
  /// Whether the threshold lies beyond what the model was checked for.
  public let isThresholdExtrapolated: Bool
  /// Faces of people not on the list that raise an alert, of all such faces: the FPIR.
  public let falseAlerts: Proportion
  /// Its interval, faces taken as independent.
  public let falseAlertsInterval: Interval?
  /// What independent comparisons would give: 1 − (1 − FMR)^N, where the threshold is given as a rate.
  public let independentFalseAlertRate: Double?
  /// Faces of people on the list that raise an alert for them, of all such faces.
  public let trueAlerts: Proportion
  /// Its interval.
  public let trueAlertsInterval: Interval?
  /// Alerts for somebody on the list about another one on it.
  public let mistakenAlerts: Int
  /// True alerts whose record carries another's name.
  public let misnamedAlerts: Int
  /// Of all alerts, those that are for the right person and under the right name.
  public let correctAmongAlerts: Proportion
  /// Its interval.
  public let correctAmongAlertsInterval: Interval?
  /// The best alerts, most alike first, at most as many as candidates are shown.
  public let alerts: [Alert]

  /// One alert.
  public struct Alert: Sendable, Codable, Equatable {
    /// The capture's number.
    public let capture: Int
    /// The simulated person who passes.
    public let person: Int
    /// The simulated person on the list.
    public let listed: Int
    /// Whether both are the same.
    public let isTrue: Bool
    /// The distance, or cosine.
    public let score: Double
    /// What each mapping of the score alone shows.
    public let percentages: [String: Double]
    /// The place that its record names.
    public let place: String
    /// The time.
    public let time: String
  }
}
