#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import Statistics

/// Intervals from leaving out one group of people at a time.
///
/// Chosen over the bootstrap where a figure depends on how unequal people are: drawing a person
/// twice makes people look more alike than they are, leaving one out does not (Shao and Tu, "The
/// Jackknife and Bootstrap", 1995).
enum Jackknife {
  /// The standard error of a figure that is `without[g]` when group g is left out.
  static func standardError(_ without: [Double]) -> Double {
    let count = Double(without.count)
    let mean = without.reduce(0, +) / count
    let square = without.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return ((count - 1) / count * square).squareRoot()
  }

  /// Student's t for a two-sided interval at `level` over `groups` groups.
  static func factor(level: Double, groups: Int) -> Double {
    StudentT.quantile(1 - (1 - level) / 2, degrees: Double(groups - 1))
  }

  /// The number of independent trials whose Wilson interval at 95 % is as wide as the jackknife's.
  ///
  /// At most `trials`; `conservative` where the groups show no variance at all.
  static func effectiveTrials(
    share: Double, without: [Double], trials: Double, conservative: Double
  ) -> Double {
    let error = standardError(without)
    guard error > 0 else { return min(trials, conservative) }
    let widening =
      factor(level: 0.95, groups: without.count) / -Normal.quantile(0.025)
    let variance = error * error * widening * widening
    return max(1, min(trials, share * (1 - share) / variance))
  }
}

/// `value` to six significant digits, the precision in which tables are kept.
func rounded(_ value: Double) -> Double {
  guard value != 0, value.isFinite else { return value }
  let scale = pow(10, 5 - floor(log10(abs(value))))
  return (value * scale).rounded() / scale
}

/// A share to six significant digits of itself or of what it lacks of 1, whichever is smaller.
func roundedShare(_ share: Double) -> Double {
  share <= 0.5 ? rounded(share) : 1 - rounded(1 - share)
}
