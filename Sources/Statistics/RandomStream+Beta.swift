public import Essentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension RandomStream {
  /// A gamma number of `shape` above 0 and scale 1.
  ///
  /// Marsaglia and Tsang, ACM Trans. Math. Software 26 (2000); below shape 1 by their power of a
  /// uniform number.
  public mutating func gamma(shape: Double) -> Double {
    precondition(shape > 0)
    if shape < 1 { return gamma(shape: shape + 1) * pow(openUniform(), 1 / shape) }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let root = 1 + c * x
      if root <= 0 { continue }
      let v = root * root * root
      if log(openUniform()) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
    }
  }

  /// A beta number: a / (a + b) in the mean; a, b > 0.
  public mutating func beta(_ a: Double, _ b: Double) -> Double {
    let x = gamma(shape: a)
    return x / (x + gamma(shape: b))
  }
}
