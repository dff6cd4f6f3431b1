/// Student's t distribution, for intervals whose variance was itself estimated from few groups.
public enum StudentT {
  /// The t with P(T ≤ t) = `p` at `degrees` of freedom; ±∞ at 0 and 1.
  ///
  /// Through the incomplete beta function: P(|T| > t) = I_{ν/(ν+t²)}(ν/2, ½).
  /// At 31 degrees and p = .975: 2.0395.
  public static func quantile(_ p: Double, degrees: Double) -> Double {
    precondition(degrees > 0)
    guard p > 0 else { return p == 0 ? -.infinity : .nan }
    guard p < 1 else { return p == 1 ? .infinity : .nan }
    if p < 0.5 { return -quantile(1 - p, degrees: degrees) }
    let x = Beta.quantile(2 * (1 - p), degrees / 2, 0.5)
    return (degrees * (1 / x - 1)).squareRoot()
  }
}
