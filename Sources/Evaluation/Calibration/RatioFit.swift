#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import Biometrics
import Essentials
import Statistics

/// Fits the mapping and the likelihood-ratio curve to binned scores.
struct RatioFit {
  let histogram: ScoreHistogram
  let mated: GroupedShares
  let nonMated: GroupedShares

  private var logistic: LogisticFit {
    LogisticFit(
      scores: (0..<ScoreHistogram.bins).map {
        (histogram.edge(after: $0) + histogram.edge(after: $0 + 1)) / 2
      })
  }

  /// The logistic at equal priors.
  func line() throws -> (intercept: Double, slope: Double) {
    try logistic.line(mated: mated.whole, nonMated: nonMated.whole)
  }

  /// The likelihood ratio where both kinds of scores exist, with jackknife intervals.
  ///
  /// The bandwidth is Silverman's for the mated scores, whose people are the fewer.
  func curve(
    mated matedTable: ShareTable, nonMated nonMatedTable: ShareTable, count: Int = 40
  ) throws -> LikelihoodRatioCurve {
    guard let nonMatedEnd = nonMatedTable.points.first?.score,
      let matedStart = matedTable.points.first?.score,
      let matedEnd = matedTable.points.last?.score,
      let low = matedTable.score(atShare: 0.25), let high = matedTable.score(atShare: 0.75)
    else { throw RatioFit.tooFew }
    let polarity = histogram.polarity
    let first = polarity.prefers(matedStart, over: nonMatedEnd) ? nonMatedEnd : matedStart
    guard polarity.prefers(first, over: matedEnd) else { throw RatioFit.tooFew }
    let bandwidth =
      0.9 * abs(high - low) / 1.349 * pow(Double(mated.identities), -0.2)
    var points: [LikelihoodRatioCurve.Point] = []
    let fit = logistic
    for step in 0..<count {
      let score = rounded(first + (matedEnd - first) * Double(step) / Double(count - 1))
      guard
        let ratio = fit.logRatio(
          at: score, bandwidth: bandwidth, mated: mated.whole, nonMated: nonMated.whole)
      else { continue }
      let without = (0..<ScoreHistogram.groups).compactMap {
        fit.logRatio(
          at: score, bandwidth: bandwidth, mated: mated.without[$0], nonMated: nonMated.without[$0])
      }
      guard without.count == ScoreHistogram.groups else { continue }
      let half =
        Jackknife.factor(level: 0.95, groups: without.count) * Jackknife.standardError(without)
      points.append(
        LikelihoodRatioCurve.Point(
          score: score, logRatio: ratio, lower: ratio - half, upper: ratio + half))
    }
    guard points.count >= 2 else { throw RatioFit.tooFew }
    return LikelihoodRatioCurve(points: RatioFit.monotone(points))
  }

  private static let tooFew = Failure(
    .notMeasurable, "mated and non-mated scores share too little range for a likelihood ratio",
    remedy: "Add people with two templates or more")

  private static func monotone(
    _ points: [LikelihoodRatioCurve.Point]
  ) -> [LikelihoodRatioCurve.Point] {
    let falling = { (values: [Double]) in
      Isotonic.nonDecreasing(values.reversed()).reversed().map(rounded)
    }
    let ratios = falling(points.map(\.logRatio))
    let lowers = falling(points.map(\.lower))
    let uppers = falling(points.map(\.upper))
    return points.indices.map {
      LikelihoodRatioCurve.Point(
        score: points[$0].score, logRatio: ratios[$0], lower: lowers[$0], upper: uppers[$0])
    }
  }
}
