import Biometrics
public import Essentials
import Statistics

extension OneToOneEvaluation {
  /// Evaluates comparisons of which only the classes are known.
  ///
  /// Intervals then take comparisons for independent, and say so.
  ///
  /// - Throws: ``Failure`` where a bootstrap is asked for, which needs identities.
  public init(_ distribution: ScoreDistribution, options: Options = Options()) throws {
    if options.bootstrap != nil {
      throw Failure(
        .mismatchedInput, "the identity bootstrap needs to know whose templates were compared",
        remedy: "Give scores with subjects (--layout 4col, 5col or csv), or leave it out")
    }
    try self.init(distribution, clustered: nil, bootstrap: nil, options)
  }

  /// Evaluates comparisons of which the subjects are known: intervals are clustered by identity.
  ///
  /// - Throws: ``Failure`` (`notMeasurable`) for an empty class or a single identity.
  public init(
    _ comparisons: LabelledComparisons, options: Options = Options(),
    progress: any ProgressObserver = NoProgress()
  ) throws {
    if comparisons.subjects.count == 1 {
      throw Failure(
        .notMeasurable,
        "all \(comparisons.count) comparisons are of one identity, so no stranger "
          + "was ever compared", remedy: "Give comparisons of at least two people")
    }
    let distribution = try comparisons.distribution()
    let clustered = ClusteredComparisons(comparisons)
    let bootstrap = try options.bootstrap.map { bootstrap in
      let thresholds = OneToOneEvaluation.thresholds(distribution, options)
      if let drawn = options.replicates {
        let count = drawn.equalErrorRates.count + drawn.emptyReplicates
        guard drawn.thresholds == thresholds, count == bootstrap.replicates else {
          throw Failure(
            .mismatchedInput, "these replicates are of another bootstrap",
            remedy: "Draw them with the same scores and options")
        }
        return drawn
      }
      return try IdentityBootstrap(
        clustered, replicates: bootstrap.replicates, thresholds: thresholds,
        accepting: options.accept, seed: bootstrap.seed, threads: options.threads,
        progress: progress)
    }
    try self.init(distribution, clustered: clustered, bootstrap: bootstrap, options)
  }

  /// Draws the replicates of `options.bootstrap` that belong to `shard`, and nothing else.
  ///
  /// - Throws: ``Failure`` (`notMeasurable`) for an empty class.
  public static func replicates(
    _ comparisons: LabelledComparisons, options: Options, shard: Shard,
    progress: any ProgressObserver = NoProgress()
  ) throws -> IdentityBootstrap {
    guard let bootstrap = options.bootstrap else {
      preconditionFailure("options say how many replicates")
    }
    return try IdentityBootstrap(
      ClusteredComparisons(comparisons), replicates: bootstrap.replicates,
      thresholds: thresholds(try comparisons.distribution(), options),
      accepting: options.accept, seed: bootstrap.seed, shard: shard, threads: options.threads,
      progress: progress)
  }

  /// The thresholds of the targets that are measurable.
  private static func thresholds(_ scores: ScoreDistribution, _ options: Options) -> [Double] {
    options.targets.compactMap { target in
      guard
        case .threshold(let threshold, _, _) = scores.threshold(
          forFalseMatchRate: target, accepting: options.accept)
      else { return nil }
      return threshold
    }
  }

  private init(
    _ distribution: ScoreDistribution, clustered: ClusteredComparisons?,
    bootstrap: IdentityBootstrap?, _ options: Options
  ) throws {
    self.options = options
    polarity = distribution.polarity
    matedCount = distribution.matedCount
    nonMatedCount = distribution.nonMatedCount
    subjectCount = clustered?.subjectCount
    let curves = { @Sendable in
      let hull = distribution.calibrationCurve()
      return (hull, distribution.equalErrorRate(hull: hull))
    }
    let sums = { @Sendable in
      (
        distribution.areaAndInterval(level: options.level), distribution.matedMoments,
        distribution.nonMatedMoments
      )
    }
    // Two passes over all scores at a time.
    let results = try Parallel.both(threads: options.threads, curves, sums)
    (hull, equalErrorRate) = results.0
    (mated, nonMated) = (results.1.1, results.1.2)
    areaUnderCurve = results.1.0.area
    areaUnderCurveInterval =
      try clustered.map {
        try $0.areaUnderCurveInterval(
          distribution, independentVariance: results.1.0.variance, level: options.level,
          threads: options.threads)
      } ?? results.1.0.interval
    let rates = RateSource(distribution, clustered, bootstrap, options)
    equalErrorRateInterval = rates.equalErrorRateInterval(
      near: distribution.inPolarity(equalErrorRate.threshold))
    dPrime = distribution.dPrime(mated, nonMated)
    calibrationCost = distribution.calibrationCost(unit: options.unit)
    minimumCalibrationCost = hull.minimumCost
    targets = options.targets.map(rates.target)
    curve = distribution.curve(accepting: options.accept)
    likelihoodRatios = distribution.likelihoodRatios(clustered: clustered, level: options.level)
    supportable = (
      SupportableRate(
        independentTrials: clustered.map { max(1, $0.subjectCount / 2) } ?? nonMatedCount),
      SupportableRate(independentTrials: clustered?.matedSubjectCount ?? matedCount)
    )
    var warnings: [String] = []
    if mated.standardDeviation == 0 && nonMated.standardDeviation == 0 && mated == nonMated {
      warnings.append(
        "All scores are the same: no threshold tells anyone apart. Check what was written.")
    } else if areaUnderCurve > 0, areaUnderCurve < 0.5,
      areaUnderCurveInterval.map({ $0.upper >= 0.5 }) ?? false
    {
      warnings.append(
        "These scores tell people apart no better than chance (area under the curve "
          + "\(Numerals.significant(areaUnderCurve))).")
    } else if areaUnderCurve < 0.5 {
      warnings.append(
        "Mated scores lie on the less similar side of non-mated ones (area under the curve "
          + "\(Numerals.significant(areaUnderCurve))): polarity \(polarity.rawValue) looks wrong.")
    }
    if options.unit != .raw && calibrationCost == nil {
      warnings.append(
        "Scores so large are no logarithms of likelihood ratios: Cllr is beyond all numbers. Check "
          + "--score-unit.")
    }
    if let share = clustered?.largestMatedShare, share > 0.2,
      clustered?.matedSubjectCount ?? 0 > 1
    {
      warnings.append(
        "\(Numerals.percent(share, 2)) of all mated comparisons are of one person: pooled false "
          + "non-match rates are mostly theirs. The rates by person weight everybody equally.")
    }
    if clustered == nil {
      warnings.append(
        "Whose templates were compared is not known: intervals take all comparisons for "
          + "independent, which they are not, so they are too narrow.")
    }
    self.warnings = warnings
  }
}

/// Where rates and intervals come from: identities where they are known, comparisons otherwise.
private struct RateSource {
  let distribution: ScoreDistribution
  let clustered: ClusteredComparisons?
  let bootstrap: IdentityBootstrap?
  let options: OneToOneEvaluation.Options

  init(
    _ distribution: ScoreDistribution, _ clustered: ClusteredComparisons?,
    _ bootstrap: IdentityBootstrap?, _ options: OneToOneEvaluation.Options
  ) {
    self.distribution = distribution
    self.clustered = clustered
    self.bootstrap = bootstrap
    self.options = options
  }

  func falseMatch(_ threshold: Double) -> MeasuredRate {
    let proportion = distribution.falseMatches(at: threshold, accepting: options.accept)
    return clustered?.falseMatchRate(
      at: threshold, accepting: options.accept, level: options.level)
      ?? independent(proportion)
  }

  func falseNonMatch(_ threshold: Double) -> MeasuredRate {
    let proportion = distribution.falseNonMatches(at: threshold, accepting: options.accept)
    return clustered?.falseNonMatchRate(
      at: threshold, accepting: options.accept, level: options.level)
      ?? independent(proportion)
  }

  private func independent(_ proportion: Proportion) -> MeasuredRate {
    MeasuredRate(
      proportion: proportion,
      interval: Proportion.wilson(
        rate: Double(proportion.events) / Double(proportion.trials),
        trials: Double(proportion.trials), level: options.level))
  }

  func target(_ target: Double) -> OneToOneEvaluation.Target {
    let answer = distribution.threshold(forFalseMatchRate: target, accepting: options.accept)
    guard case .threshold(let threshold, _, _) = answer else {
      return OneToOneEvaluation.Target(
        falseMatchRate: target, point: nil, comparisons: distribution.nonMatedCount)
    }
    var match = falseMatch(threshold)
    var nonMatch = falseNonMatch(threshold)
    if let bootstrap, let index = bootstrap.thresholds.firstIndex(of: threshold) {
      match = replaced(match, by: bootstrap.falseMatchRates[index])
      nonMatch = replaced(nonMatch, by: bootstrap.falseNonMatchRates[index])
    }
    let acquisition = options.failures.acquisition
    return OneToOneEvaluation.Target(
      falseMatchRate: target,
      point: OneToOneEvaluation.Point(
        threshold: threshold, falseMatch: match, falseNonMatch: nonMatch,
        falseNonMatchByPerson: clustered?.falseNonMatchRateByPerson(
          at: threshold, accepting: options.accept, level: options.level),
        falseAccept: acquisition.flatMap { DerivedRate.falseAccept(match, acquisition: $0) },
        falseReject: acquisition.flatMap { DerivedRate.falseReject(nonMatch, acquisition: $0) }),
      comparisons: distribution.nonMatedCount)
  }

  /// The bootstrap's interval, but not where no error (or only errors) leaves it without width.
  private func replaced(_ measured: MeasuredRate, by replicates: [Double]) -> MeasuredRate {
    guard measured.interval.method != .identityConservative,
      let interval = IdentityBootstrap.interval(replicates, level: options.level)
    else { return measured }
    return MeasuredRate(proportion: measured.proportion, interval: interval)
  }

  func equalErrorRateInterval(near threshold: Double) -> Interval {
    if let bootstrap,
      let interval = IdentityBootstrap.interval(bootstrap.equalErrorRates, level: options.level)
    {
      return interval
    }
    let ends = distribution.orientedEnds
    return EqualErrorRateInterval.crossing(
      between: ends, near: threshold,
      falseMatch: { falseMatch(distribution.inPolarity($0)).interval },
      falseNonMatch: { falseNonMatch(distribution.inPolarity($0)).interval })
  }
}

extension ScoreDistribution {
  /// The least and the greatest oriented score, each with room beyond.
  fileprivate var orientedEnds: (leastStrict: Double, strictest: Double) {
    func ends<Key: ScoreKey>(_ classes: SortedClasses<Key>) -> (Double, Double) {
      let least = min(classes.mated[0], classes.nonMated[0])
      let greatest = max(
        classes.mated[classes.mated.count - 1], classes.nonMated[classes.nonMated.count - 1])
      return ((least - 1).score, (greatest + 1).score)
    }
    switch storage {
    case .single(let classes): return ends(classes)
    case .double(let classes): return ends(classes)
    }
  }
}
