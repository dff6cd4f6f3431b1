#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The standard normal distribution.
public enum Normal {
  /// Φ(x) = P(Z ≤ x), from the complementary error function; relative accuracy in the lower tail.
  public static func cumulative(_ x: Double) -> Double {
    0.5 * erfc(-x / 2.0.squareRoot())
  }

  /// The density at `x`.
  public static func density(_ x: Double) -> Double {
    exp(-0.5 * x * x) / (2 * .pi).squareRoot()
  }

  /// Φ⁻¹(p): −∞ at 0, +∞ at 1, NaN outside [0, 1].
  ///
  /// Acklam's rational approximation (relative error 1.15e-9) and one step of Halley's method, which
  /// brings it to full double precision.
  public static func quantile(_ p: Double) -> Double {
    guard p > 0 else { return p == 0 ? -.infinity : .nan }
    guard p < 1 else { return p == 1 ? .infinity : .nan }
    if p > 0.5 && p > 1 - 0.02425 {
      // The upper tail through the lower one: 1 − p is exact here, and Φ is accurate there.
      return -quantile(1 - p)
    }
    var x: Double
    if p < 0.02425 {
      let q = (-2 * log(p)).squareRoot()
      let numerator = horner(
        q, -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838,
        -2.549732539343734, 4.374664141464968, 2.938163982698783)
      let denominator = horner(
        q, 7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996,
        3.754408661907416, 1)
      x = numerator / denominator
    } else {
      let q = p - 0.5
      let r = q * q
      let numerator = horner(
        r, -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02,
        1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239)
      let denominator = horner(
        r, -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
        6.680131188771972e+01, -1.328068155288572e+01, 1)
      x = numerator * q / denominator
    }
    let error = cumulative(x) - p
    let step = error / density(x)
    x -= step / (1 + 0.5 * x * step)
    return x
  }

  private static func horner(_ x: Double, _ coefficients: Double...) -> Double {
    coefficients.reduce(0) { $0 * x + $1 }
  }
}
