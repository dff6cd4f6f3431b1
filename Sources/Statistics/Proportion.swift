/// A count of events among trials: the only form in which Lookalike carries a rate.
public struct Proportion: Sendable, Equatable, Codable {
  /// How many trials showed the event.
  public let events: Int
  /// How many trials there were.
  public let trials: Int

  /// `events` of `trials`; both at least 0, events at most trials.
  public init(events: Int, trials: Int) {
    precondition(events >= 0 && trials >= events, "events are some of the trials")
    self.events = events
    self.trials = trials
  }

  private enum CodingKeys: String, CodingKey {
    case events, trials
  }

  /// Reads `{"events": 8, "trials": 42}`.
  ///
  /// - Throws: `DecodingError` where the events are not some of the trials, or more than 2⁵³ of them.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    events = try container.decode(Int.self, forKey: .events)
    trials = try container.decode(Int.self, forKey: .trials)
    guard events >= 0, trials >= events, trials <= 1 << 53 else {
      throw DecodingError.dataCorruptedError(
        forKey: .events, in: container, debugDescription: "events are some of the trials")
    }
  }

  /// events / trials, or nil with no trials: the rate is then not measurable, not 0.
  public var rate: Double? { trials == 0 ? nil : Double(events) / Double(trials) }

  /// Wilson's score interval, for independent trials; nil with no trials.
  ///
  /// Wilson, J. Amer. Statist. Assoc. 22 (1927). 8 of 42 at 95 %: .100 to .333.
  public func wilson(level: Double = 0.95) -> Interval? {
    guard let rate else { return nil }
    return Proportion.wilson(rate: rate, trials: Double(trials), level: level)
  }

  /// Clopper and Pearson's exact interval, for independent trials; nil with no trials.
  ///
  /// Biometrika 26 (1934). 1 of 2 at 95 %: .0125791171 to .9874208829.
  public func clopperPearson(level: Double = 0.95) -> Interval? {
    guard trials > 0 else { return nil }
    let half = (1 - level) / 2
    let k = Double(events)
    let n = Double(trials)
    return Interval(
      lower: events == 0 ? 0 : Beta.quantile(half, k, n - k + 1),
      upper: events == trials ? 1 : Beta.quantile(1 - half, k + 1, n - k),
      level: level, method: .clopperPearson)
  }

  /// Wilson's interval for `rate` over `trials`, which need not be whole (an effective sample size).
  public static func wilson(
    rate: Double, trials: Double, level: Double, method: Interval.Method = .wilson
  ) -> Interval {
    precondition(trials > 0 && rate >= 0 && rate <= 1)
    let z = -Normal.quantile((1 - level) / 2)
    let square = z * z / trials
    let centre = rate + square / 2
    let half = (z * (rate * (1 - rate) / trials + square / (4 * trials)).squareRoot())
    // Where all trials agree one end is the rate itself, which rounding would miss.
    return Interval(
      lower: rate == 0 ? 0 : max(0, (centre - half) / (1 + square)),
      upper: rate == 1 ? 1 : min(1, (centre + half) / (1 + square)), level: level, method: method)
  }
}
