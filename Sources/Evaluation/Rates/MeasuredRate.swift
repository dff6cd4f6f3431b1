public import Statistics

/// A rate as Lookalike prints it: the count it rests on, and the interval with its method.
public struct MeasuredRate: Sendable, Equatable, Codable {
  /// Events among trials.
  public let proportion: Proportion
  /// The confidence interval.
  public let interval: Interval

  /// Makes it.
  public init(proportion: Proportion, interval: Interval) {
    self.proportion = proportion
    self.interval = interval
  }

  /// The rate with Wilson's interval, which takes the trials for independent; nil with no trials.
  public init?(independent proportion: Proportion, level: Double = 0.95) {
    guard let interval = proportion.wilson(level: level) else { return nil }
    self.init(proportion: proportion, interval: interval)
  }

  /// The rate with its count and interval in words.
  public var text: String { proportion.text(interval) }

  /// events / trials.
  public var rate: Double { Double(proportion.events) / Double(proportion.trials) }
}

extension MeasuredRate? {
  /// The rate in words, or that it is not measurable.
  public var text: String { self?.text ?? "not measurable" }
}
