public import Statistics

/// Attempts that never became a comparison: reported apart, and part of the rates of transactions.
public struct AttemptFailures: Sendable, Equatable, Codable {
  /// Failure to enrol: enrolments that failed, of those attempted.
  public let enrolment: Proportion?
  /// Failure to acquire: acquisitions that failed, of those attempted.
  public let acquisition: Proportion?

  /// Makes it; nil where it is not known.
  public init(enrolment: Proportion? = nil, acquisition: Proportion? = nil) {
    self.enrolment = enrolment
    self.acquisition = acquisition
  }
}

/// A rate computed from others, with the interval that their intervals give: no count of its own.
public struct DerivedRate: Sendable, Equatable, Codable {
  /// The rate.
  public let rate: Double
  /// The interval, widest where all parts are at their ends at once.
  public let interval: Interval

  /// FAR = FMR · (1 − FTA): a failed acquisition is never accepted.
  public static func falseAccept(_ match: MeasuredRate, acquisition: Proportion) -> DerivedRate? {
    combine(match, acquisition, higherFailureIsHigher: false) { $0 * (1 - $1) }
  }

  /// FRR = FTA + FNMR · (1 − FTA): a failed acquisition is a rejection.
  public static func falseReject(_ nonMatch: MeasuredRate, acquisition: Proportion) -> DerivedRate?
  {
    combine(nonMatch, acquisition, higherFailureIsHigher: true) { $1 + $0 * (1 - $1) }
  }

  private static func combine(
    _ measured: MeasuredRate, _ acquisition: Proportion, higherFailureIsHigher: Bool,
    _ formula: (_ rate: Double, _ failure: Double) -> Double
  ) -> DerivedRate? {
    guard let failure = acquisition.rate,
      let ends = acquisition.clopperPearson(level: measured.interval.level)
    else { return nil }
    let (low, high) = higherFailureIsHigher ? (ends.lower, ends.upper) : (ends.upper, ends.lower)
    return DerivedRate(
      rate: formula(measured.rate, failure),
      interval: Interval(
        lower: formula(measured.interval.lower, low), upper: formula(measured.interval.upper, high),
        level: measured.interval.level, method: measured.interval.method))
  }
}
