import Biometrics
import Essentials
import Foundation
import Statistics
import Testing

@testable import Evaluation

@Suite struct LikelihoodRatioBinTests {
  /// Counts written out, both polarities, float32 and float64, with ties.
  @Test(arguments: [Polarity.similarity, .distance]) func countsAgainstFilters(
    polarity: Polarity
  ) throws {
    for seed in 0..<40 as Range<UInt64> {
      let (mated, nonMated) = ScoreDistributionTests.smallCase(seed)
      let single = try ScoreDistribution(
        mated: mated.map { Float($0) }, nonMated: nonMated.map { Float($0) }, polarity: polarity)
      for scores in [
        try ScoreDistribution(mated: mated, nonMated: nonMated, polarity: polarity), single,
      ] {
        let bins = scores.likelihoodRatios(bins: 4, clustered: nil, level: 0.95)
        #expect(bins.map(\.mated.events).reduce(0, +) == mated.count)
        #expect(bins.map(\.nonMated.events).reduce(0, +) == nonMated.count)
        #expect(bins.count <= 4 && bins.first?.lessSimilarEnd == nil)
        for (bin, next) in zip(bins, bins.dropFirst()) {
          #expect(next.lessSimilarEnd == bin.moreSimilarEnd)
        }
        for bin in bins where scores.matedCount > 0 {
          func isInside(_ score: Double) -> Bool {
            !polarity.prefers(score, over: bin.moreSimilarEnd)
              && (bin.lessSimilarEnd.map { polarity.prefers(score, over: $0) } ?? true)
          }
          func isInside(single score: Double) -> Bool { isInside(Double(Float(score))) }
          let isSingle = if case .single = scores.storage { true } else { false }
          #expect(
            bin.mated.events == mated.count { isSingle ? isInside(single: $0) : isInside($0) })
          #expect(
            bin.nonMated.events == nonMated.count { isSingle ? isInside(single: $0) : isInside($0) }
          )
          if let ratio = bin.ratio {
            let expected =
              Double(bin.mated.events) / Double(mated.count)
              / (Double(bin.nonMated.events) / Double(nonMated.count))
            #expect(abs(ratio / expected - 1) < 1e-12)
            #expect(bin.lower ?? 0 <= ratio && ratio <= bin.upper ?? .infinity)
          }
        }
      }
    }
  }

  /// 80 of 100 against 20 of 200: near Katz's interval of the log ratio, 8 · e^(±1.96 · se).
  @Test func intervalAgainstKatz() throws {
    let rates = (
      try #require(MeasuredRate(independent: Proportion(events: 80, trials: 100))),
      try #require(MeasuredRate(independent: Proportion(events: 20, trials: 200)))
    )
    let bin = LikelihoodRatioBin(
      lessSimilarEnd: nil, moreSimilarEnd: 1, mated: rates.0, nonMated: rates.1)
    let ratio = try #require(bin.ratio)
    #expect(abs(ratio - 8) < 1e-12 && bin.bound == .measured)
    let error = (1.0 / 80 - 1.0 / 100 + 1.0 / 20 - 1.0 / 200).squareRoot()
    #expect(abs(try #require(bin.lower) / (8 * exp(-1.96 * error)) - 1) < 0.05)
    #expect(abs(try #require(bin.upper) / (8 * exp(1.96 * error)) - 1) < 0.05)
  }

  @Test func withoutOneKindThereIsABound() throws {
    let some = try #require(MeasuredRate(independent: Proportion(events: 5, trials: 10)))
    let none = try #require(MeasuredRate(independent: Proportion(events: 0, trials: 100)))
    let above = LikelihoodRatioBin(
      lessSimilarEnd: 0, moreSimilarEnd: 1, mated: some, nonMated: none)
    #expect(above.ratio == nil && above.bound == .atLeast && above.upper == nil)
    #expect(above.lower == some.interval.lower / none.interval.upper)
    let below = LikelihoodRatioBin(
      lessSimilarEnd: 0, moreSimilarEnd: 1, mated: none, nonMated: some)
    #expect(below.ratio == nil && below.bound == .atMost && below.lower == nil)
    #expect(below.upper == none.interval.upper / some.interval.lower)
  }

  /// Clustered shares of the stretches sum to the counts, and agree with rates at thresholds.
  @Test func clusteredCountsAreTheSame() throws {
    let comparisons = try IdentityIntervalTests.comparisons(12)
    let scores = try comparisons.distribution()
    let clustered = ClusteredComparisons(comparisons)
    let plain = scores.likelihoodRatios(bins: 5, clustered: nil, level: 0.95)
    let bins = scores.likelihoodRatios(bins: 5, clustered: clustered, level: 0.95)
    #expect(bins.map(\.mated) == plain.map(\.mated))
    #expect(bins.map(\.nonMated) == plain.map(\.nonMated))
    let top = try #require(bins.last)
    let start = try #require(top.lessSimilarEnd).nextUp
    #expect(clustered.falseMatchRate(at: start)?.proportion == top.nonMated)
    #expect(
      clustered.nonMatedShare(in: start...top.moreSimilarEnd, level: 0.95)
        == clustered.falseMatchRate(at: start))
  }
}

@Suite struct CalibrationCheckTests {
  /// Scores that are what they say are right on average; the same figures as the parts give.
  @Test func likelihoodRatiosThatAreTrue() throws {
    var random = RandomStream(seed: 8)
    // ln LR of two normals one apart: mated ~ N(½, 1), non-mated ~ N(−½, 1).
    let mated = (0..<20_000).map { _ in random.normal() + 0.5 }
    let nonMated = (0..<20_000).map { _ in random.normal() - 0.5 }
    let scores = try ScoreDistribution(mated: mated, nonMated: nonMated)
    let check = try #require(
      CalibrationCheck(
        scores, unit: .naturalLogLikelihoodRatio, prior: 0.2, hull: scores.calibrationCurve()))
    #expect(check.expectedCalibrationError < 0.01)
    for entropy in check.crossEntropy {
      #expect(entropy.best <= entropy.stated + 1e-12 && entropy.stated < entropy.without)
      #expect(
        entropy.stated
          == scores.crossEntropy(unit: .naturalLogLikelihoodRatio, prior: entropy.prior))
    }
    #expect(check.text.contains("expected calibration error"))
    // Ten times too sure: worse than silence at even odds.
    let boast = try ScoreDistribution(
      mated: mated.map { 10 * $0 }, nonMated: nonMated.map { 10 * $0 })
    let other = try #require(
      CalibrationCheck(
        boast, unit: .naturalLogLikelihoodRatio, prior: 0.5, hull: boast.calibrationCurve()))
    #expect(other.expectedCalibrationError > 0.2)
    let even = try #require(other.crossEntropy.first { $0.prior == 0.5 })
    #expect(even.stated > even.without && abs(even.without - 1) < 1e-12)
    #expect(
      CalibrationCheck(scores, unit: .raw, prior: 0.5, hull: scores.calibrationCurve()) == nil)
  }

  @Test func mappings() throws {
    let scores = try ScoreDistribution(mated: [0.9, 0.8, 0.2], nonMated: [0.1, 0.3, -0.5])
    let check = try CalibrationCheck(scores, mapping: .halfCosine, prior: 0.5)
    #expect(check.name == "half-cosine" && check.crossEntropy.isEmpty)
    #expect(check.reliability.count == 6)
    let failure = #expect(throws: Failure.self) {
      try CalibrationCheck(scores, mapping: .distance(zero: 1), prior: 0.5)
    }
    #expect(failure?.code == .mismatchedInput)
  }
}
