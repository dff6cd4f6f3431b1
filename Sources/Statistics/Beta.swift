#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The beta distribution, through the regularised incomplete beta function.
public enum Beta {
  /// I_x(a, b) = P(B ≤ x) for B ~ Beta(a, b); a, b > 0; clamped outside [0, 1].
  ///
  /// Lentz's evaluation of the continued fraction (Numerical Recipes, section 6.4), on the side where
  /// it converges fast. About 14 digits for moderate a and b.
  public static func cumulative(_ x: Double, _ a: Double, _ b: Double) -> Double {
    precondition(a > 0 && b > 0)
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    let front = exp(
      logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2) { return front * fraction(x, a, b) / a }
    return 1 - front * fraction(1 - x, b, a) / b
  }

  /// The x with I_x(a, b) = p, by bisection to the last bit; 0 at p ≤ 0 and 1 at p ≥ 1.
  public static func quantile(_ p: Double, _ a: Double, _ b: Double) -> Double {
    if p <= 0 { return 0 }
    if p >= 1 { return 1 }
    var low = 0.0
    var high = 1.0
    for _ in 0..<1100 {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { break }
      if cumulative(middle, a, b) < p { low = middle } else { high = middle }
    }
    return low + (high - low) / 2
  }

  /// ln Γ(x) for x > 0.
  public static func logGamma(_ x: Double) -> Double {
    // The C function writes the sign to a global; the re-entrant one is not in the module.
    lgamma(x)
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    var c = 1.0
    var d = 1 - (a + b) * x / (a + 1)
    if abs(d) < tiny { d = tiny }
    d = 1 / d
    var result = d
    for step in 1...10_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a - 1 + 2 * m) * (a + 2 * m))
      d = 1 + even * d
      c = 1 + even / c
      if abs(d) < tiny { d = tiny }
      if abs(c) < tiny { c = tiny }
      d = 1 / d
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 1 + 2 * m))
      d = 1 + odd * d
      c = 1 + odd / c
      if abs(d) < tiny { d = tiny }
      if abs(c) < tiny { c = tiny }
      d = 1 / d
      let change = d * c
      result *= change
      if abs(change - 1) < 1e-16 { break }
    }
    return result
  }
}
