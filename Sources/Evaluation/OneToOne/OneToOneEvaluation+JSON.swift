import Biometrics
import Statistics

extension OneToOneEvaluation: Encodable {
  /// The JSON that `lookalike evaluate` prints; null where something is not measurable.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(
      Counts(mated: matedCount, nonMated: nonMatedCount, subjects: subjectCount), forKey: .counts)
    try container.encode(
      Conventions(
        accept: options.accept.rawValue, equalErrorRate: options.convention.rawValue,
        polarity: polarity.rawValue, scoreUnit: options.unit.rawValue, level: options.level),
      forKey: .conventions)
    try container.encode(Equal(self), forKey: .eer)
    try container.encode(areaUnderCurve, forKey: .auc)
    try container.encode(areaUnderCurveInterval, forKey: .aucInterval)
    try container.encode(dPrime, forKey: .dPrime)
    try container.encode(["mated": mated, "nonMated": nonMated], forKey: .scores)
    try container.encode(calibrationCost, forKey: .cllr)
    try container.encode(minimumCalibrationCost, forKey: .minCllr)
    try container.encode(targets.map(TargetForm.init), forKey: .fnmrAtFmr)
    try container.encode(likelihoodRatios, forKey: .likelihoodRatios)
    try container.encode(options.failures.enrolment.map(Failures.init), forKey: .fte)
    try container.encode(options.failures.acquisition.map(Failures.init), forKey: .fta)
    try container.encode(
      [
        "fmr": Supportable(supportable.falseMatch), "fnmr": Supportable(supportable.falseNonMatch),
      ], forKey: .smallestSupportableRate)
    try container.encode(warnings, forKey: .warnings)
  }

  private enum Key: String, CodingKey {
    case counts, conventions, eer, auc, aucInterval, dPrime, scores, cllr, minCllr, fnmrAtFmr
    case likelihoodRatios
    case fte, fta, smallestSupportableRate, warnings
  }

  private struct Counts: Encodable {
    let mated: Int
    let nonMated: Int
    let subjects: Int?
  }

  private struct Conventions: Encodable {
    let accept: String
    let equalErrorRate: String
    let polarity: String
    let scoreUnit: String
    let level: Double
  }

  private struct Equal: Encodable {
    let bob: Double
    let bobThreshold: Double
    let fvc2000: Double
    let pyeer: Double
    let rocch: Double
    let sklearn: Double
    let iso: [Double]
    let inUse: Double
    let interval: [Double]
    let method: String

    init(_ evaluation: OneToOneEvaluation) {
      let rate = evaluation.equalErrorRate
      bob = rate.bob
      bobThreshold = rate.bobThreshold
      fvc2000 = rate.fvc2000
      pyeer = rate.pyeer
      rocch = rate.rocch
      sklearn = rate.sklearn
      iso = [rate.isoLower, rate.isoUpper]
      inUse = rate.rate(by: evaluation.options.convention)
      interval = [
        evaluation.equalErrorRateInterval.lower, evaluation.equalErrorRateInterval.upper,
      ]
      method = evaluation.equalErrorRateInterval.method.rawValue
    }
  }

  /// One line of `fnmrAtFmr`: where not measurable, all but the target is null and a text says why.
  private struct TargetForm: Encodable {
    let target: Target

    init(_ target: Target) { self.target = target }

    enum Key: String, CodingKey {
      case fmr, threshold, fnmr, interval, method, falseNonMatches, mated, observedFmr, fmrInterval
      case fnmrByPerson, fnmrByPersonInterval, falseMatches, nonMated, far, farInterval, frr,
        frrInterval, notMeasurable
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(target.falseMatchRate, forKey: .fmr)
      let point = target.point
      try container.encode(point?.threshold, forKey: .threshold)
      try container.encode(point?.falseNonMatch.rate, forKey: .fnmr)
      try container.encode(point?.falseNonMatch.interval.ends, forKey: .interval)
      guard let point else {
        try container.encode(
          "not measurable with \(target.comparisons) comparisons", forKey: .notMeasurable)
        return
      }
      try container.encode(point.falseNonMatch.interval.method.rawValue, forKey: .method)
      try container.encode(point.falseNonMatch.proportion.events, forKey: .falseNonMatches)
      try container.encode(point.falseNonMatch.proportion.trials, forKey: .mated)
      try container.encode(point.falseMatch.rate, forKey: .observedFmr)
      try container.encode(point.falseMatch.interval.ends, forKey: .fmrInterval)
      try container.encode(point.falseMatch.proportion.events, forKey: .falseMatches)
      try container.encode(point.falseMatch.proportion.trials, forKey: .nonMated)
      try container.encodeIfPresent(point.falseNonMatchByPerson?.rate, forKey: .fnmrByPerson)
      try container.encodeIfPresent(
        point.falseNonMatchByPerson?.interval.ends, forKey: .fnmrByPersonInterval)
      try container.encodeIfPresent(point.falseAccept?.rate, forKey: .far)
      try container.encodeIfPresent(point.falseAccept?.interval.ends, forKey: .farInterval)
      try container.encodeIfPresent(point.falseReject?.rate, forKey: .frr)
      try container.encodeIfPresent(point.falseReject?.interval.ends, forKey: .frrInterval)
    }
  }

  private struct Failures: Encodable {
    let failed: Int
    let attempted: Int
    let rate: Double?
    let interval: [Double]?

    init(_ proportion: Proportion) {
      failed = proportion.events
      attempted = proportion.trials
      rate = proportion.rate
      interval = proportion.clopperPearson()?.ends
    }
  }

  private struct Supportable: Encodable {
    let independentTrials: Int
    let ruleOfThree: Double
    let ruleOfThirty: Double

    init(_ rate: SupportableRate) {
      independentTrials = rate.independentTrials
      ruleOfThree = rate.ruleOfThree
      ruleOfThirty = rate.ruleOfThirty
    }
  }
}

extension Interval {
  fileprivate var ends: [Double] { [lower, upper] }
}
