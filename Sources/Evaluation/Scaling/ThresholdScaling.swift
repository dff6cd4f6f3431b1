#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
public import Essentials
public import Statistics

/// How often a search finds a stranger at least as similar as one threshold, by gallery size.
///
/// Up to the size measured the rate is the exact mean over all sub-galleries; beyond it, that of
/// ``UnequalProbes`` fitted to the measured counts, and marked as extrapolated.
public struct ThresholdScaling: Sendable {
  /// The threshold.
  public let threshold: Double
  /// The largest number of strangers that every probe was compared with.
  public let measuredPeople: Int
  /// The largest size at which the jackknife measures too: a group fewer.
  private let jackknifePeople: Int
  private let whole: Exceedances
  private let without: [Exceedances]
  /// Whether every search of the largest size finds somebody.
  private let isFull: Bool
  private let model: UnequalProbes?
  private let modelsWithout: [UnequalProbes]
  private let probePeople: Int

  /// A rate of false positive identification at one gallery size.
  public struct Rate: Sendable, Equatable, Codable {
    /// The share of searches.
    public let share: Double
    /// Its interval.
    public let interval: Interval
    /// Whether it comes from the model, beyond the sizes measured.
    public let isExtrapolated: Bool
    /// How many independent searches would measure it as well.
    public let effectiveTrials: Double
  }

  init(_ counts: StrangerCounts, threshold index: Int) {
    threshold = counts.thresholds[index]
    whole = counts.exceedances(threshold: index)
    let without = (0..<counts.groups).map {
      counts.exceedances(threshold: index, without: $0)
    }
    self.without = without
    let least = { (seen: Exceedances) in seen.kinds.map(\.key.strangers).min() ?? 0 }
    measuredPeople = least(whole)
    jackknifePeople = without.map(least).min() ?? 0
    probePeople = Set(counts.probes).count
    // Where every search finds somebody already, more people change nothing: no fit is needed.
    let isFull = whole.share(people: measuredPeople).map { $0 >= 0.9995 } ?? true
    let model = isFull ? nil : UnequalProbes.fit(whole)
    self.isFull = isFull
    self.model = model
    modelsWithout =
      model.map { start in without.compactMap { UnequalProbes.fit($0, from: start) } } ?? []
  }

  /// All thresholds of `counts`, in their order.
  public static func all(
    _ counts: StrangerCounts, threads: Int = Parallel.defaultThreads
  ) throws -> [ThresholdScaling] {
    try Parallel.map(count: counts.thresholds.count, threads: threads) {
      ThresholdScaling(counts, threshold: $0)
    }
  }

  /// The observed false match rate at the threshold, of people: best template against best.
  public var falseMatchRate: Double? { whole.falseMatchRate }

  /// The formula for independent comparisons, 1 − (1 − FMR)^N: a reference, not a prediction.
  public func independentShare(people: Int) -> Double? {
    whole.falseMatchRate.map { -expm1(Double(people) * log1p(-$0)) }
  }

  /// The rate among `people` enrolled strangers; nil where the data can't say.
  ///
  /// Beyond ``measuredPeople`` it is extrapolated; with no similar stranger at all nothing can be.
  public func rate(people: Int, level: Double = 0.95) -> Rate? {
    if people < 1 { return nil }
    return people <= measuredPeople
      ? measured(people, level: level) : extrapolated(people, level: level)
  }

  private func measured(_ people: Int, level: Double) -> Rate? {
    guard let share = whole.share(people: people) else { return nil }
    let size = min(people, jackknifePeople)
    let rest = size > 0 ? without.compactMap { $0.share(people: size) } : []
    let error = rest.count == without.count ? Jackknife.standardError(rest) : 0
    guard share > 0, share < 1, error > 0 else {
      // No search or every search: as many trials as people, all with the same result.
      let trials = max(1, probePeople)
      let all = share > 0.5
      let exact = Proportion(events: all ? trials : 0, trials: trials).clopperPearson(level: level)
      guard let exact else { return nil }
      return Rate(
        share: share,
        interval: Interval(
          lower: min(share, exact.lower), upper: max(share, exact.upper), level: level,
          method: .identityConservative),
        isExtrapolated: false, effectiveTrials: Double(trials))
    }
    let trials = Jackknife.effectiveTrials(
      share: share, without: rest, trials: Double(whole.probes),
      conservative: Double(probePeople))
    return Rate(
      share: share,
      interval: Proportion.wilson(
        rate: share, trials: trials, level: level, method: .identityClustered),
      isExtrapolated: false, effectiveTrials: trials)
  }

  /// What the model says of `people` strangers, more than were measured.
  ///
  /// The model gives the growth from the largest size measured on; the level there is the measured
  /// one. All on the scale ln(−ln(1 − p)), where growth with the gallery is a straight line for
  /// independent comparisons.
  private func extrapolated(_ people: Int, level: Double) -> Rate? {
    guard let start = whole.share(people: measuredPeople) else { return nil }
    if isFull {
      // A rate never falls with the gallery: the measured lower end stands.
      guard let measured = measured(measuredPeople, level: level) else { return nil }
      return Rate(
        share: measured.share,
        interval: Interval(
          lower: measured.interval.lower, upper: 1, level: level,
          method: measured.interval.method),
        isExtrapolated: true, effectiveTrials: measured.effectiveTrials)
    }
    guard let model, modelsWithout.count == without.count, start > 0 else { return nil }
    let centre = ThresholdScaling.grown(start, by: model, from: measuredPeople, to: people)
    let grown = zip(without, modelsWithout).compactMap { rest, model in
      rest.share(people: jackknifePeople).map {
        ThresholdScaling.grown($0, by: model, from: jackknifePeople, to: people)
      }
    }
    guard grown.count == without.count else { return nil }
    let half = Jackknife.factor(level: level, groups: grown.count) * Jackknife.standardError(grown)
    let share = -expm1(-exp(centre))
    let slope = (1 - share) * exp(centre)
    let deviation = max(1e-12, slope * half / -Normal.quantile((1 - level) / 2))
    return Rate(
      share: share,
      interval: Interval(
        lower: -expm1(-exp(centre - half)), upper: -expm1(-exp(centre + half)), level: level,
        method: .identityJackknife),
      isExtrapolated: true,
      effectiveTrials: max(
        1, min(Double(whole.probes), share * (1 - share) / (deviation * deviation))))
  }

  /// ln(−ln(1 − p)) at `people`, from `start` at `measured` and the model's growth between the two.
  private static func grown(
    _ start: Double, by model: UnequalProbes, from measured: Int, to people: Int
  ) -> Double {
    let transform = { (p: Double) in log(-log1p(-min(1 - 1e-12, max(1e-300, p)))) }
    return transform(start) + transform(model.share(people: Double(people)))
      - transform(model.share(people: Double(measured)))
  }
}
