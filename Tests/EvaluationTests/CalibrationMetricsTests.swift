import Essentials
import Foundation
import Testing

@testable import Evaluation

@Suite struct CalibrationMetricsTests {
  @Test func costAgainstItsFormula() throws {
    for seed in 0..<50 as Range<UInt64> {
      let (mated, nonMated) = ScoreDistributionTests.smallCase(seed)
      let distribution = try ScoreDistribution(mated: mated, nonMated: nonMated)
      let formula =
        (mated.reduce(0) { $0 + log2(1 + exp(-$1)) } / Double(mated.count)
          + nonMated.reduce(0) { $0 + log2(1 + exp($1)) } / Double(nonMated.count)) / 2
      let cost = try #require(distribution.calibrationCost(unit: .naturalLogLikelihoodRatio))
      #expect(abs(cost - formula) < 1e-12)
      #expect(distribution.calibrationCost(unit: .raw) == nil)
      let decimal = try ScoreDistribution(
        mated: mated.map { $0 / log(10) }, nonMated: nonMated.map { $0 / log(10) })
      let same = try #require(decimal.calibrationCost(unit: .decimalLogLikelihoodRatio))
      #expect(abs(same - formula) < 1e-12)
      #expect(cost >= distribution.calibrationCurve().minimumCost - 1e-12)
      for prior in [0.01, 0.3, 0.9] {
        let odds = prior / (1 - prior)
        let expected =
          prior * mated.reduce(0) { $0 + log2(1 + exp(-$1) / odds) } / Double(mated.count)
          + (1 - prior) * nonMated.reduce(0) { $0 + log2(1 + exp($1) * odds) }
          / Double(nonMated.count)
        let entropy = try #require(
          distribution.crossEntropy(unit: .naturalLogLikelihoodRatio, prior: prior))
        #expect(abs(entropy - expected) < 1e-12)
        #expect(
          entropy >= distribution.calibrationCurve().minimumCrossEntropy(prior: prior) - 1e-12)
      }
    }
  }

  /// The cost of saying nothing is 1 bit; extreme scores cost no overflow.
  @Test func knownCosts() throws {
    let silent = try ScoreDistribution(mated: [0.0], nonMated: [0.0])
    #expect(silent.calibrationCost(unit: .naturalLogLikelihoodRatio) == 1)
    #expect(silent.calibrationCurve().minimumCost == 1)
    let sure = try ScoreDistribution(mated: [1e6], nonMated: [-1e6])
    #expect(sure.calibrationCost(unit: .naturalLogLikelihoodRatio) == 0)
    let wrong = try ScoreDistribution(mated: [-1e6], nonMated: [1e6])
    let cost = try #require(wrong.calibrationCost(unit: .naturalLogLikelihoodRatio))
    #expect(abs(cost - 1e6 / log(2)) < 1e-6)
  }

  /// Isotonic regression by its max-min formula, against the blocks.
  @Test func blocksAreTheIsotonicFit() throws {
    for seed in 0..<200 as Range<UInt64> {
      let (mated, nonMated) = ScoreDistributionTests.smallCase(seed)
      let distribution = try ScoreDistribution(mated: mated, nonMated: nonMated)
      let curve = distribution.calibrationCurve()
      #expect(curve.blocks.reduce(0) { $0 + $1.mated } == mated.count)
      #expect(curve.blocks.reduce(0) { $0 + $1.nonMated } == nonMated.count)
      let levels = Set(mated + nonMated).sorted()
      for (place, level) in levels.enumerated() {
        var fit = 0.0
        for low in 0...place {
          var least = 1.0
          for high in place..<levels.count {
            let range = levels[low]...levels[high]
            let hits = Double(mated.filter(range.contains).count)
            let all = hits + Double(nonMated.filter(range.contains).count)
            least = min(least, hits / all)
          }
          fit = max(fit, least)
        }
        let block = try #require(
          curve.blocks.first { ($0.leastSimilar...$0.mostSimilar).contains(level) })
        let share = Double(block.mated) / Double(block.mated + block.nonMated)
        #expect(abs(share - fit) < 1e-12)
      }
      for (weak, strong) in zip(curve.blocks, curve.blocks.dropFirst()) {
        #expect(curve.likelihoodRatio(of: weak) < curve.likelihoodRatio(of: strong))
        #expect(weak.mostSimilar < strong.leastSimilar)
      }
    }
  }

  @Test func reliabilityByHand() throws {
    let distribution = try ScoreDistribution(mated: [0.9, 0.9, 0.2, 1], nonMated: [0.2, 0.4])
    let reliability = distribution.reliability(prior: 0.5, bins: 2) { $0 }
    #expect(reliability.bins.map(\.mated) == [1, 3] && reliability.bins.map(\.nonMated) == [2, 0])
    // Lower bin: 1/8 mated + 1/2 non-mated; upper: 3/8 mated.
    #expect(reliability.bins.map(\.weight) == [0.625, 0.375])
    #expect(abs((reliability.bins[0].observed ?? 0) - 0.2) < 1e-15)
    let stated = [(0.125 * 0.2 + 0.25 * 0.2 + 0.25 * 0.4) / 0.625, (0.25 * 0.9 + 0.125) / 0.375]
    let expected = 0.625 * abs(0.2 - stated[0]) + 0.375 * abs(1 - stated[1])
    #expect(abs(reliability.expectedCalibrationError - expected) < 1e-15)
  }
}
