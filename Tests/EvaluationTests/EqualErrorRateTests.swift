import Biometrics
import Essentials
import Foundation
import Statistics
import Testing

@testable import Evaluation

@Suite struct EqualErrorRateTests {
  /// All thresholds that matter, with both rates: the pooled scores and one past the greatest.
  static func points(
    _ mated: [Double], _ nonMated: [Double]
  ) -> [(threshold: Double, fmr: Double, fnmr: Double)] {
    let pooled = Set(mated + nonMated).sorted()
    return (pooled + [pooled[pooled.count - 1].nextUp]).map { threshold in
      (
        threshold, Double(nonMated.filter { $0 >= threshold }.count) / Double(nonMated.count),
        Double(mated.filter { $0 < threshold }.count) / Double(mated.count)
      )
    }
  }

  @Test func conventionsAgainstTheirDefinitions() throws {
    for seed in 0..<500 as Range<UInt64> {
      let (mated, nonMated) = ScoreDistributionTests.smallCase(seed)
      let points = Self.points(mated, nonMated)
      let rate = try ScoreDistribution(mated: mated, nonMated: nonMated).equalErrorRate()
      // bob: one of the minimisers of the difference, at a threshold that gives it.
      let least = points.map { abs($0.fmr - $0.fnmr) }.min() ?? 0
      let means = points.filter { abs($0.fmr - $0.fnmr) < least + 1e-12 }.map {
        ($0.fmr + $0.fnmr) / 2
      }
      #expect(means.contains { abs($0 - rate.bob) < 1e-12 }, "seed \(seed)")
      let there = try ScoreDistribution(mated: mated, nonMated: nonMated)
        .operatingPoint(at: rate.bobThreshold)
      #expect((there.falseMatchRate + there.falseNonMatchRate) / 2 == rate.bob)
      // FVC2000, from t1 = the last with FNMR ≤ FMR and t2 = the first with FNMR ≥ FMR.
      let one = try #require(points.last { $0.fnmr <= $0.fmr })
      let two = try #require(points.first { $0.fnmr >= $0.fmr })
      let chosen = one.fmr + one.fnmr <= two.fmr + two.fnmr ? one : two
      #expect(abs(rate.fvc2000 - (chosen.fmr + chosen.fnmr) / 2) < 1e-12)
      #expect(rate.pyeer == (two.threshold > (mated + nonMated).max() ?? 0 ? 1 : rate.fvc2000))
      // The convex hull: the least, over all mixtures of two points, of the rate at equality.
      var hull = 1.0
      for a in points {
        for b in points where a.fmr >= a.fnmr && b.fmr <= b.fnmr {
          let gap = (a.fmr - a.fnmr) + (b.fnmr - b.fmr)
          let share = gap == 0 ? 0 : (a.fmr - a.fnmr) / gap
          hull = min(hull, a.fmr + share * (b.fmr - a.fmr))
        }
      }
      #expect(abs(rate.rocch - hull) < 1e-12, "seed \(seed)")
      #expect(rate.isoLower <= rate.isoUpper && rate.rocch <= rate.isoUpper + 1e-12)
      for point in points where point.fmr == point.fnmr {
        #expect(rate.isoLower == point.fmr && rate.isoUpper == point.fmr)
      }
    }
  }

  /// scikit-learn's roc_curve and argmin, written out as its documentation gives them.
  @Test func sklearnAgainstItsAlgorithm() throws {
    for seed in 0..<500 as Range<UInt64> {
      let (mated, nonMated) = ScoreDistributionTests.smallCase(seed)
      var fps: [Double] = []
      var tps: [Double] = []
      for threshold in Set(mated + nonMated).sorted(by: >) {
        fps.append(Double(nonMated.filter { $0 >= threshold }.count))
        tps.append(Double(mated.filter { $0 >= threshold }.count))
      }
      var kept = [(fps: 0.0, tps: 0.0)]
      for index in fps.indices {
        let isEnd = index == 0 || index == fps.count - 1
        if isEnd || fps[index + 1] - 2 * fps[index] + fps[index - 1] != 0
          || tps[index + 1] - 2 * tps[index] + tps[index - 1] != 0
        {
          kept.append((fps[index], tps[index]))
        }
      }
      let rates = kept.map {
        (fpr: $0.fps / Double(nonMated.count), tpr: $0.tps / Double(mated.count))
      }
      let best = rates.indices.min {
        abs(1 - rates[$0].tpr - rates[$0].fpr) < abs(1 - rates[$1].tpr - rates[$1].fpr)
      }
      let rate = try ScoreDistribution(mated: mated, nonMated: nonMated).equalErrorRate()
      #expect(rate.sklearn == rates[try #require(best)].fpr, "seed \(seed)")
    }
  }

  @Test func allScoresEqual() throws {
    let distribution = try ScoreDistribution(mated: [3.0, 3], nonMated: [3.0, 3, 3])
    let rate = distribution.equalErrorRate()
    #expect(rate.fvc2000 == 0.5 && rate.rocch == 0.5 && rate.bob == 0.5 && rate.pyeer == 1)
    #expect(distribution.areaUnderCurve == 0.5 && distribution.dPrime == nil)
    #expect(distribution.areaUnderCurveInterval() == nil)
  }

  @Test func distancesMirrorSimilarities() throws {
    for seed in 0..<100 as Range<UInt64> {
      let (mated, nonMated) = ScoreDistributionTests.smallCase(seed)
      let one = try ScoreDistribution(mated: mated, nonMated: nonMated)
      let other = try ScoreDistribution(
        mated: mated.map { -$0 }, nonMated: nonMated.map { -$0 }, polarity: .distance)
      let (a, b) = (one.equalErrorRate(), other.equalErrorRate())
      #expect(a.bob == b.bob && a.rocch == b.rocch && a.sklearn == b.sklearn)
      #expect(a.bobThreshold == -b.bobThreshold && a.threshold == -b.threshold)
      #expect(one.areaUnderCurve == other.areaUnderCurve && one.dPrime == other.dPrime)
    }
  }

  @Test func areaMomentsAndCurveAgainstBruteForce() throws {
    for seed in 0..<200 as Range<UInt64> {
      let (mated, nonMated) = ScoreDistributionTests.smallCase(seed)
      let distribution = try ScoreDistribution(mated: mated, nonMated: nonMated)
      var wins = 0.0
      for a in mated {
        for b in nonMated { wins += a > b ? 1 : a == b ? 0.5 : 0 }
      }
      let pairs = Double(mated.count * nonMated.count)
      #expect(abs(distribution.areaUnderCurve - wins / pairs) < 1e-14)
      let mean = mated.reduce(0, +) / Double(mated.count)
      let variance = mated.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(mated.count)
      #expect(abs(distribution.matedMoments.mean - mean) < 1e-12)
      #expect(abs(distribution.matedMoments.standardDeviation - variance.squareRoot()) < 1e-12)
      let curve = distribution.curve()
      let points = Self.points(mated, nonMated)
      #expect(curve.map(\.threshold) == points.map(\.threshold))
      #expect(curve.map(\.falseMatchRate) == points.map(\.fmr))
      #expect(curve.map(\.falseNonMatchRate) == points.map(\.fnmr))
      let other = distribution.curve(accepting: .above)
      #expect(other.map(\.falseMatchRate) == points.map(\.fmr))
      #expect(other.map(\.falseNonMatchRate) == points.map(\.fnmr))
    }
  }

  /// DeLong's variance from placement values, written out.
  @Test func deLong() throws {
    let mated = [0.9, 0.8, 0.8, 0.4, 0.7]
    let nonMated = [0.1, 0.4, 0.85, 0.3]
    func placement(_ a: Double, _ others: [Double], _ sign: Double) -> Double {
      others.reduce(0) { $0 + (sign * (a - $1) > 0 ? 1 : a == $1 ? 0.5 : 0) } / Double(others.count)
    }
    func variance(_ values: [Double]) -> Double {
      let mean = values.reduce(0, +) / Double(values.count)
      return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
    }
    let total =
      variance(mated.map { placement($0, nonMated, 1) }) / 5
      + variance(nonMated.map { placement($0, mated, -1) }) / 4
    let distribution = try ScoreDistribution(mated: mated, nonMated: nonMated)
    let area = distribution.areaUnderCurve
    let expected = Proportion.wilson(rate: area, trials: area * (1 - area) / total, level: 0.95)
    let interval = try #require(distribution.areaUnderCurveInterval())
    #expect(abs(interval.lower - expected.lower) < 1e-12)
    #expect(abs(interval.upper - expected.upper) < 1e-12)
    #expect(
      try ScoreDistribution(mated: [1.0, 2], nonMated: [0.0, 0.5])
        .areaUnderCurveInterval() == nil)
  }
}
