import Essentials
public import Statistics

/// One measure of inequality between groups, with what chance alone would make of it.
public struct DifferentialMeasure: Sendable, Equatable, Codable {
  /// Its name: "FMR max/min", "GARBE".
  public let name: String
  /// Its value; nil where it is undefined (a group without an error, fewer than two groups).
  public let value: Double?
  /// From simulated rates within what each group's data allow; nil with fewer than two groups.
  public let interval: Interval?
  /// What 95 of 100 such tests would stay within if all groups had the same rate.
  ///
  /// The power of these data: a true difference that moves the measure less can't be seen in them.
  /// The least value for the discrepancy rate, where lower is worse; the greatest for the others.
  public let reachedByChance: Double?

  /// Whether the value lies beyond what chance reaches; nil where either is unknown.
  public var isBeyondChance: Bool? {
    guard let value, let reachedByChance else { return nil }
    return name.hasPrefix("FDR") ? value < reachedByChance : value > reachedByChance
  }
}

/// The measures of inequality between groups, for one pair of error rates.
public struct DifferentialSummary: Sendable, Equatable, Codable {
  /// The groups in which both rates were measured, which the measures compare.
  public let groups: [String]
  /// The weight of the first rate (FMR, FPIR) against the second in the joint measures.
  public let alpha: Double
  /// The measures.
  public let measures: [DifferentialMeasure]

  /// Compares groups by two rates, FMR and FNMR or FPIR and FNIR, given in the same order.
  ///
  /// Intervals and power come from `draws` simulated sets of rates: Beta numbers with Jeffreys' prior
  /// and each group's effective number of trials, around the groups' own rates and around their
  /// common rate. The same seed gives the same figures.
  ///
  /// - Complexity: O(draws · groups²).
  public init(
    _ names: (first: String, second: String), first: [GroupRate], second: [GroupRate],
    alpha: Double = 0.5, draws: Int = 2000, seed: UInt64 = 1, level: Double = 0.95
  ) {
    self.alpha = alpha
    let others = Dictionary(second.map { ($0.group, $0) }) { one, _ in one }
    var groups: [String] = []
    var pairs: [(MeasuredRate, MeasuredRate)] = []
    for rate in first {
      if let one = rate.measured, let two = others[rate.group]?.measured {
        groups.append(rate.group)
        pairs.append((one, two))
      }
    }
    self.groups = groups
    let forms = DifferentialSummary.forms(names, alpha)
    let effective = pairs.map { (EffectiveSample($0.0), EffectiveSample($0.1)) }
    let own = DifferentialSummary.draw(effective, draws, seed, 0)
    let common = (
      EffectiveSample.common(effective.map(\.0)), EffectiveSample.common(effective.map(\.1))
    )
    let equal = DifferentialSummary.draw(
      effective.map { ($0.0.at(common.0), $0.1.at(common.1)) }, draws, seed, 1, isSampling: true)
    measures = forms.map { name, measure in
      let value = measure(pairs.map(\.0.rate), pairs.map(\.1.rate))
      if groups.count < 2 {
        return DifferentialMeasure(name: name, value: nil, interval: nil, reachedByChance: nil)
      }
      let drawn = own.compactMap { measure($0.0, $0.1) }.sorted()
      let chance = equal.map { measure($0.0, $0.1) ?? .infinity }.sorted()
      func quantile(_ sorted: [Double], _ p: Double) -> Double? {
        sorted.isEmpty ? nil : sorted[min(sorted.count - 1, Int(p * Double(sorted.count)))]
      }
      let reached = quantile(chance, name.hasPrefix("FDR") ? 0.05 : 0.95)
      return DifferentialMeasure(
        name: name, value: value,
        interval: quantile(drawn, (1 - level) / 2).flatMap { lower in
          quantile(drawn, (1 + level) / 2).map {
            Interval(lower: lower, upper: $0, level: level, method: .simulated)
          }
        }, reachedByChance: reached.flatMap { $0.isFinite ? $0 : nil })
    }
  }

  private typealias Form = (name: String, measure: ([Double], [Double]) -> Double?)

  private static func forms(_ names: (first: String, second: String), _ alpha: Double) -> [Form] {
    typealias Measures = DifferentialMeasures
    return [
      ("\(names.first) max/min", { one, _ in Measures.maximumOverMinimum(one) }),
      ("\(names.second) max/min", { _, two in Measures.maximumOverMinimum(two) }),
      ("\(names.first) max/geometric mean", { one, _ in Measures.maximumOverGeometricMean(one) }),
      ("\(names.second) max/geometric mean", { _, two in Measures.maximumOverGeometricMean(two) }),
      ("FDR", { Measures.discrepancy(falseMatch: $0, falseNonMatch: $1, alpha: alpha) }),
      ("IR", { Measures.inequity(falseMatch: $0, falseNonMatch: $1, alpha: alpha) }),
      ("GARBE", { Measures.garbe(falseMatch: $0, falseNonMatch: $1, alpha: alpha) }),
    ]
  }

  private static func draw(
    _ samples: [(EffectiveSample, EffectiveSample)], _ draws: Int, _ seed: UInt64, _ set: Int,
    isSampling: Bool = false
  ) -> [([Double], [Double])] {
    (0..<draws).map { draw in
      var random = RandomStream(seed: seed, purpose: "differential", item: 2 * draw + set)
      func value(_ sample: EffectiveSample) -> Double {
        isSampling ? sample.observed(&random) : sample.plausible(&random)
      }
      return (samples.map { value($0.0) }, samples.map { value($0.1) })
    }
  }
}
