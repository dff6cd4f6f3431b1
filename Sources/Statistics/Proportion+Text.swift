import Essentials

extension Proportion {
  /// The rate with its count and interval in words, or that it can't be measured.
  ///
  /// "19.0 % (8 of 42; 95 % interval 9.98 % to 33.3 %, wilson)". A rate is never printed without
  /// the two. Without `interval` the text says that none was computed.
  public func text(_ interval: Interval?) -> String {
    guard let rate else { return "not measurable (0 trials)" }
    let count = "\(Numerals.grouped(events)) of \(Numerals.grouped(trials))"
    guard let interval else { return "\(Numerals.percent(rate)) (\(count); no interval)" }
    return "\(Numerals.percent(rate)) (\(count); \(interval.text))"
  }

  /// The rate with its count and Wilson's 95 % interval as short as a table's cell wants it, under a
  /// head that names the interval: "19.0 % (8 of 42; 9.98 % to 33.3 %)".
  public var cell: String {
    guard let rate, let interval = wilson() else { return "not measurable" }
    let count = "\(Numerals.grouped(events)) of \(Numerals.grouped(trials))"
    return "\(Numerals.percent(rate)) (\(count); \(interval.rangeText))"
  }
}

extension Interval {
  /// The interval of a rate in words: "95 % interval 9.98 % to 33.3 %, wilson".
  public var text: String {
    "\(Numerals.percent(level, 2)) interval \(rangeText), \(method.rawValue)"
  }

  /// The two ends of a rate's interval, in one unit: "9.98 % to 33.3 %", "1.7e-6 to 5.8e-6".
  public var rangeText: String { rangeText(digits: 3) }

  /// The two ends of a rate's interval, in one unit, with so many significant digits.
  public func rangeText(digits: Int) -> String {
    let last = Numerals.percent(upper, digits)
    // Beside an end in percent, one below 0.0001 would be read as percent too.
    if lower == 0 && upper > 0 && upper < 1e-4 { return "0 to \(last)" }
    let isMixed = lower > 0 && lower < 1e-4 && upper >= 1e-4
    return isMixed
      ? "\(Numerals.significant(100 * lower, min(digits, 2))) % to \(last)"
      : "\(Numerals.percent(lower, digits)) to \(last)"
  }
}
