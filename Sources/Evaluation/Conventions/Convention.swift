/// By whose definition an equal error rate is reported: on the same scores they differ.
public enum Convention: String, Sendable, Codable, CaseIterable {
  /// The step functions as they are, without interpolation: an interval, not a number.
  case iso
  /// The threshold with the least |FMR − FNMR|, then the mean of the two (bob.measure).
  case bob
  /// The midpoint of the interval of FVC2000 (as PyEER reports it).
  case fvc2000
  /// Where the convex hull of the ROC meets FMR = FNMR, ties pooled (BOSARIS).
  case rocch
  /// The FMR at the point with the least |FMR − FNMR| of scikit-learn's `roc_curve`.
  case sklearn
}
