#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension AdaptiveOverlap {
  /// The log-odds at which to stop.
  ///
  /// A lead that reaches the bound exactly has reached it: sums of
  /// logarithms may fall short of it by their rounding.
  var bound: Double { log(decidedAt / (1 - decidedAt)) - 1e-9 }

  /// By how many votes one side must lead to be decided, where all are equally accurate.
  ///
  /// The odds are even beforehand.
  ///
  /// - Parameter accuracy: the probability a that an answer is right, above ½ and below 1.
  /// - Returns: the smallest k ≥ 1 with aᵏ/(aᵏ + (1 − a)ᵏ) ≥ ``decidedAt``.
  public func lead(accuracy: Double) -> Int {
    precondition(accuracy > 0.5 && accuracy < 1)
    return max(1, Int((bound / log(accuracy / (1 - accuracy))).rounded(.up)))
  }
}
