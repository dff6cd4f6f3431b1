#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How unequal the rates of groups are, each measure nil where it is undefined.
public enum DifferentialMeasures {
  /// The greatest rate over the least; nil where the least is 0 or there are no two groups.
  public static func maximumOverMinimum(_ rates: [Double]) -> Double? {
    guard rates.count > 1, let least = rates.min(), let greatest = rates.max(), least > 0 else {
      return nil
    }
    return greatest / least
  }

  /// The greatest rate over the geometric mean; nil where a rate is 0 or there are no two groups.
  public static func maximumOverGeometricMean(_ rates: [Double]) -> Double? {
    guard rates.count > 1, let greatest = rates.max(), rates.allSatisfy({ $0 > 0 }) else {
      return nil
    }
    return greatest / exp(rates.reduce(0) { $0 + log($1) } / Double(rates.count))
  }

  /// The greatest rate less the least; nil where there are no two groups.
  public static func range(_ rates: [Double]) -> Double? {
    guard rates.count > 1, let least = rates.min(), let greatest = rates.max() else { return nil }
    return greatest - least
  }

  /// The Gini coefficient with the small-sample factor n/(n − 1): 0 equal, 1 all in one group.
  ///
  /// n/(n − 1) · ΣΣ|xᵢ − xⱼ| / (2 n² · mean); nil where all rates are 0 or there are no two groups.
  public static func gini(_ rates: [Double]) -> Double? {
    let count = Double(rates.count)
    let mean = rates.reduce(0, +) / count
    guard rates.count > 1, mean > 0 else { return nil }
    var sum = 0.0
    for a in rates {
      for b in rates { sum += abs(a - b) }
    }
    return count / (count - 1) * sum / (2 * count * count * mean)
  }

  /// The fairness discrepancy rate: 1 − [α · range of FMR + (1 − α) · range of FNMR]; 1 is equal.
  public static func discrepancy(
    falseMatch: [Double], falseNonMatch: [Double], alpha: Double
  ) -> Double? {
    guard let a = range(falseMatch), let b = range(falseNonMatch) else { return nil }
    return 1 - (alpha * a + (1 - alpha) * b)
  }

  /// The inequity rate: (max/min FMR)^α · (max/min FNMR)^(1 − α); 1 is equal; nil at a rate of 0.
  public static func inequity(
    falseMatch: [Double], falseNonMatch: [Double], alpha: Double
  ) -> Double? {
    guard let a = maximumOverMinimum(falseMatch), let b = maximumOverMinimum(falseNonMatch) else {
      return nil
    }
    return pow(a, alpha) * pow(b, 1 - alpha)
  }

  /// GARBE: α · Gini of FMR + (1 − α) · Gini of FNMR; 0 is equal.
  public static func garbe(falseMatch: [Double], falseNonMatch: [Double], alpha: Double) -> Double?
  {
    guard let a = gini(falseMatch), let b = gini(falseNonMatch) else { return nil }
    return alpha * a + (1 - alpha) * b
  }
}
