/// The equal error rate of one score distribution by each convention.
public struct EqualErrorRate: Sendable, Equatable, Codable {
  /// Minimising |FMR − FNMR|, then the mean of both; of equal minima the stricter threshold, unless
  /// one class is used up there.
  public let bob: Double
  /// The threshold of ``bob``: midway between two scores, in their polarity.
  public let bobThreshold: Double
  /// The midpoint of FVC2000's interval, by its published definition over all thresholds.
  public let fvc2000: Double
  /// The same as PyEER computes it, over the observed scores alone.
  ///
  /// Where the curves do not cross at an observed score (all scores equal, say) it reports 1.
  public let pyeer: Double
  /// On the convex hull of the ROC, ties pooled; never above the others' intervals.
  public let rocch: Double
  /// The FMR at the point nearest to equality of scikit-learn's default `roc_curve`, which leaves out
  /// some points on straight stretches.
  public let sklearn: Double
  /// The lower end of the step functions' interval at the crossing.
  public let isoLower: Double
  /// The upper end of the step functions' interval at the crossing.
  public let isoUpper: Double
  /// The threshold at the crossing: the least strict at which FMR ≤ FNMR, accepting at or above.
  public let threshold: Double

  /// The rate by `convention`; for ``Convention/iso`` the midpoint of the interval.
  public func rate(by convention: Convention) -> Double {
    switch convention {
    case .iso: (isoLower + isoUpper) / 2
    case .bob: bob
    case .fvc2000: fvc2000
    case .rocch: rocch
    case .sklearn: sklearn
    }
  }
}
