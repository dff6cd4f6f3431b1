import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How many known items it takes to tell a reviewer who guesses from one who looks.
public struct GoldPower: Sendable, Equatable, Codable {
  /// How many known items.
  public let items: Int
  /// A reviewer with fewer right answers than this is flagged.
  public let rightNeeded: Int
  /// The chance that an honest reviewer is flagged.
  public let falseAlarm: Double
  /// The chance that one who guesses is flagged.
  public let power: Double

  /// The fewest items with which a rule "at least so many right" flags a guesser with probability
  /// `power` and an honest reviewer with at most `falseAlarm`, both by the exact binomial.
  ///
  /// Nil where 10,000 items do not suffice, and where honest reviewers are not better than guessers.
  ///
  /// - Complexity: O(n log n) for n items.
  public static func fewest(
    honestAccuracy: Double, guessAccuracy: Double = 0.5, falseAlarm: Double = 0.05,
    power: Double = 0.9
  ) -> GoldPower? {
    guard honestAccuracy > guessAccuracy, honestAccuracy < 1 + 1e-15, guessAccuracy > 0 else {
      return nil
    }
    for items in 1...10_000 {
      let rule = GoldPower(
        items: items, honestAccuracy: honestAccuracy, guessAccuracy: guessAccuracy,
        falseAlarm: falseAlarm)
      if rule.power >= power { return rule }
    }
    return nil
  }

  /// P(fewer than `count` of `items` right), through the beta distribution.
  static func below(_ count: Int, _ items: Int, _ p: Double) -> Double {
    if count <= 0 { return 0 }
    if count > items { return 1 }
    if p >= 1 { return 0 }
    return 1 - Beta.cumulative(p, Double(count), Double(items - count + 1))
  }
}
