public import Biometrics
import Essentials
public import Statistics

/// All that is said of a system's 1:1 comparisons: rates with counts and intervals, by convention.
public struct OneToOneEvaluation: Sendable {
  /// How to evaluate.
  public struct Options: Sendable {
    /// Whether a score equal to the threshold is accepted.
    public var accept: AcceptRule = .atOrAbove
    /// By which definition the equal error rate is reported first.
    public var convention: Convention = .rocch
    /// What a score's number means.
    public var unit: ScoreUnit = .raw
    /// False match rates for which thresholds are wanted.
    public var targets: [Double] = [0.1, 0.01, 0.001, 0.0001, 0.000_01, 0.000_001]
    /// The confidence level.
    public var level = 0.95
    /// Identity-bootstrap replicates instead of clustered variance, and their seed.
    public var bootstrap: (replicates: Int, seed: UInt64)?
    /// The replicates of ``bootstrap`` where they are drawn already.
    public var replicates: IdentityBootstrap?
    /// Attempts that never became comparisons.
    public var failures = AttemptFailures()
    /// How many threads work.
    public var threads = Parallel.defaultThreads

    /// The defaults.
    public init() {}
  }

  /// What was found at one target false match rate.
  public struct Target: Sendable {
    /// The target.
    public let falseMatchRate: Double
    /// The threshold and both rates; nil where the target is not measurable.
    public let point: Point?
    /// The number of non-mated comparisons, which decides what is measurable.
    public let comparisons: Int
  }

  /// Both rates at one threshold.
  public struct Point: Sendable {
    /// The threshold, in the polarity of the scores.
    public let threshold: Double
    /// The false match rate.
    public let falseMatch: MeasuredRate
    /// The false non-match rate.
    public let falseNonMatch: MeasuredRate
    /// The false non-match rate with each person weighted equally; nil where people are not known.
    public let falseNonMatchByPerson: DerivedRate?
    /// FAR and FRR, where failures to acquire are known.
    public let falseAccept: DerivedRate?
    /// FAR and FRR, where failures to acquire are known.
    public let falseReject: DerivedRate?
  }

  /// What it was computed with.
  public let options: Options
  /// Which end of the scale is the similar one.
  public let polarity: Polarity
  /// Mated comparisons.
  public let matedCount: Int
  /// Non-mated comparisons.
  public let nonMatedCount: Int
  /// Subjects, where they are known.
  public let subjectCount: Int?
  /// The equal error rate by each convention.
  public let equalErrorRate: EqualErrorRate
  /// Its interval: between the crossings of the two curves' lower and upper bands, or bootstrap.
  public let equalErrorRateInterval: Interval
  /// The area under the ROC curve.
  public let areaUnderCurve: Double
  /// Its interval: clustered by identity, also with a bootstrap (a replicate would have to rank all
  /// comparisons anew); DeLong's where only classes are known; nil with no variance to go by.
  public let areaUnderCurveInterval: Interval?
  /// The mated scores' moments.
  public let mated: ScoreDistribution.Moments
  /// The non-mated scores' moments.
  public let nonMated: ScoreDistribution.Moments
  /// How many pooled standard deviations the classes lie apart; nil where both are constant.
  public let dPrime: Double?
  /// Cllr in bits; nil for raw scores.
  public let calibrationCost: Double?
  /// minCllr in bits.
  public let minimumCalibrationCost: Double
  /// FNMR at each target FMR.
  public let targets: [Target]
  /// The curve of both error rates, thinned.
  public let curve: [OperatingPoint]
  /// The PAV blocks.
  public let hull: CalibrationCurve
  /// How much likelier scores are between pictures of one person, by stretches of scores.
  public let likelihoodRatios: [LikelihoodRatioBin]
  /// What these numbers of comparisons and subjects can support.
  public let supportable: (falseMatch: SupportableRate, falseNonMatch: SupportableRate)
  /// What the reader must know: swapped polarity, constant scores and the like.
  public let warnings: [String]
}

extension OneToOneEvaluation {
  /// Whether the area under the curve lies below ½ by more than chance: swapped polarity or classes.
  public var isSurelySwapped: Bool {
    areaUnderCurve == 0
      || areaUnderCurve < 0.5 && (areaUnderCurveInterval.map { $0.upper < 0.5 } ?? true)
  }

  /// Writes ``curve`` as CSV: threshold, both rates, both counts.
  ///
  /// - Throws: ``Failure`` (`refusedOutput`, `inputOutput`).
  public func writeCurve(to path: String, replacing: Bool = false) throws {
    let file = try OutputFile(path: path, replacing: replacing)
    try file.write("threshold,fmr,fnmr,falseMatches,nonMated,falseNonMatches,mated\n")
    for point in curve {
      try file.write(
        CSVLine.encode([
          "\(point.threshold)", "\(point.falseMatchRate)", "\(point.falseNonMatchRate)",
          "\(point.falseMatches.events)", "\(point.falseMatches.trials)",
          "\(point.falseNonMatches.events)", "\(point.falseNonMatches.trials)",
        ]))
    }
    try file.commit()
  }
}

extension OneToOneEvaluation {
  /// The threshold at which groups are compared unless told: that of FMR 0.001, or of the nearest
  /// target above it that is measurable.
  public var thresholdForGroups: Double? {
    OneToOneEvaluation.nearest(
      targets.compactMap { target in target.point.map { (target.falseMatchRate, $0.threshold) } })
  }

  /// The same threshold of `scores`, where nothing else is wanted of them.
  ///
  /// - Complexity: O(log n) for each target of `options`.
  public static func thresholdForGroups(
    _ scores: ScoreDistribution, options: Options = Options()
  ) -> Double? {
    nearest(
      options.targets.compactMap { target in
        guard
          case .threshold(let threshold, _, _) = scores.threshold(
            forFalseMatchRate: target, accepting: options.accept)
        else { return nil }
        return (target, threshold)
      })
  }

  private static func nearest(
    _ measurable: [(falseMatchRate: Double, threshold: Double)]
  ) -> Double? {
    let chosen = measurable.filter { $0.falseMatchRate >= 0.001 }
      .min { $0.falseMatchRate < $1.falseMatchRate }
    return (chosen ?? measurable.first)?.threshold
  }
}
