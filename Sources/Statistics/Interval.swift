/// A confidence interval with the way it was made.
public struct Interval: Sendable, Equatable, Codable {
  /// How an interval was made.
  public enum Method: String, Sendable, Codable, CaseIterable {
    /// Wilson's score interval for independent trials.
    case wilson
    /// Clopper and Pearson's exact interval for independent trials.
    case clopperPearson = "clopper-pearson"
    /// Wilson's interval with the effective sample size of identity-clustered variance.
    case identityClustered = "identity-clustered"
    /// Clopper–Pearson over identities, where no error (or only errors) leaves no variance.
    case identityConservative = "identity-conservative"
    /// Student's t over leaving out one group of identities at a time.
    case identityJackknife = "identity-jackknife"
    /// Percentiles of identity-bootstrap replicates.
    case identityBootstrap = "identity-bootstrap"
    /// DeLong's variance of an area under a curve, comparisons taken for independent.
    case deLong = "delong"
    /// Percentiles of simulated replicates.
    case simulated
    /// Student's t for the mean of independent values.
    case studentT = "student-t"
    /// From the variance of the estimated parameters, to first order.
    case deltaMethod = "delta-method"
  }

  /// The lower end.
  public let lower: Double
  /// The upper end.
  public let upper: Double
  /// The confidence level, such as 0.95.
  public let level: Double
  /// How it was made.
  public let method: Method

  /// Makes it.
  public init(lower: Double, upper: Double, level: Double, method: Method) {
    self.lower = lower
    self.upper = upper
    self.level = level
    self.method = method
  }

  /// Whether this can be an interval of a share: two ends in order within 0…1, and a level.
  public var isShare: Bool { 0 <= lower && lower <= upper && upper <= 1 && 0 < level && level < 1 }

  /// Whether `value` lies within, ends included.
  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}
