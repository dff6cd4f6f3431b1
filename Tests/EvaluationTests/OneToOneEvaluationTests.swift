import Biometrics
import Essentials
import Foundation
import Statistics
import TestSupport
import Testing

@testable import Evaluation

@Suite struct OneToOneEvaluationTests {
  func json(_ evaluation: OneToOneEvaluation) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: JSONEncoder().encode(evaluation)) as? [String: Any])
  }

  @Test func jsonHasTheNamedParts() throws {
    var options = OneToOneEvaluation.Options()
    options.targets = [0.5, 0.01]
    options.failures = AttemptFailures(acquisition: Proportion(events: 1, trials: 10))
    let distribution = try ScoreDistribution(
      mated: [0.2, 0.6, 0.8, 0.9], nonMated: [0.1, 0.3, 0.7, 0.2])
    let form = try json(OneToOneEvaluation(distribution, options: options))
    let counts = try #require(form["counts"] as? [String: Any])
    #expect(counts["mated"] as? Int == 4 && counts["nonMated"] as? Int == 4)
    let equal = try #require(form["eer"] as? [String: Any])
    for name in ["bob", "fvc2000", "rocch", "sklearn", "pyeer"] {
      #expect(equal[name] is Double, "\(name)")
    }
    #expect((form["likelihoodRatios"] as? [[String: Any]])?.isEmpty == false)
    #expect(form["cllr"] is NSNull && form["minCllr"] is Double)
    #expect(form["auc"] as? Double == distribution.areaUnderCurve)
    let targets = try #require(form["fnmrAtFmr"] as? [[String: Any]])
    // The smallest score at which at most half of 0.1, 0.2, 0.3, 0.7 are accepted is 0.3.
    #expect(targets[0]["threshold"] as? Double == 0.3 && targets[0]["fnmr"] as? Double == 0.25)
    #expect((targets[0]["interval"] as? [Double])?.count == 2)
    #expect(abs((targets[0]["far"] as? Double ?? 0) - 0.5 * 0.9) < 1e-15)
    #expect(abs((targets[0]["frr"] as? Double ?? 0) - (0.1 + 0.25 * 0.9)) < 1e-15)
    #expect(targets[1]["fnmr"] is NSNull)
    #expect(targets[1]["notMeasurable"] as? String == "not measurable with 4 comparisons")
  }

  @Test func saysWhatIsOdd() throws {
    let constant = try OneToOneEvaluation(ScoreDistribution(mated: [1.0], nonMated: [1.0, 1]))
    #expect(constant.warnings.contains { $0.contains("All scores are the same") })
    #expect(constant.text.contains("not measurable, all scores are equal"))
    let swapped = try OneToOneEvaluation(
      ScoreDistribution(mated: [0.1, 0.2], nonMated: [0.7, 0.8, 0.9]))
    #expect(swapped.isSurelySwapped && swapped.warnings.contains { $0.contains("polarity") })
    var one = LabelledComparisons()
    try one.append(probe: SubjectID("a"), reference: SubjectID("a"), score: 1)
    #expect { try OneToOneEvaluation(one) } throws: { "\($0)".contains("one identity") }
    var options = OneToOneEvaluation.Options()
    options.bootstrap = (100, 1)
    #expect {
      try OneToOneEvaluation(ScoreDistribution(mated: [1.0], nonMated: [0.0]), options: options)
    } throws: { "\($0)".contains("needs to know whose templates") }
  }

  /// Scores at the ends of the floats: every figure is a number or null, never an infinity.
  @Test func hugeScores() throws {
    for size in [1e308, 1e200, .leastNonzeroMagnitude, 1e-300] {
      let scores = try ScoreDistribution(
        mated: [size, -size, size / 2, size], nonMated: [-size, size / 4, -size, 0])
      #expect(scores.matedMoments.standardDeviation.isFinite)
      #expect(scores.matedMoments.mean.isFinite)
      for unit in ScoreUnit.allCases {
        var options = OneToOneEvaluation.Options()
        options.unit = unit
        let evaluation = try OneToOneEvaluation(scores, options: options)
        #expect(throws: Never.self) { try JSONEncoder().encode(evaluation) }
        let check = CalibrationCheck(scores, unit: unit, prior: 0.5, hull: evaluation.hull)
        #expect(throws: Never.self) { try JSONEncoder().encode(check) }
        #expect(!evaluation.text.isEmpty && check?.text.isEmpty != true)
      }
    }
    let large = try ScoreDistribution(mated: [3e200, 1e200], nonMated: [-1e200, -3e200])
    #expect(abs(large.matedMoments.standardDeviation / 1e200 - 1) < 1e-12)
  }

  @Test func intervalsKnowTheirSource() throws {
    let comparisons = try IdentityIntervalTests.comparisons(12)
    var options = OneToOneEvaluation.Options()
    options.targets = [0.5]
    let clustered = try OneToOneEvaluation(comparisons, options: options)
    #expect(
      clustered.equalErrorRateInterval.method == .identityClustered
        || clustered.equalErrorRateInterval.method == .identityConservative)
    #expect(clustered.equalErrorRateInterval.contains(clustered.equalErrorRate.bob))
    options.bootstrap = (200, 5)
    let drawn = try OneToOneEvaluation(comparisons, options: options)
    #expect(drawn.equalErrorRateInterval.method == .identityBootstrap)
    #expect(drawn.targets[0].point?.falseMatch.interval.method == .identityBootstrap)
    let plain = try OneToOneEvaluation(try comparisons.distribution())
    #expect(plain.equalErrorRateInterval.method == .wilson)
    #expect(plain.warnings.contains { $0.contains("too narrow") })
  }

  @Test func curveFileIsTheCurve() throws {
    let folder = try TemporaryFolder()
    let evaluation = try OneToOneEvaluation(
      ScoreDistribution(mated: [0.2, 0.6], nonMated: [0.1, 0.3, 0.7]))
    try evaluation.writeCurve(to: folder.file("det.csv"))
    let reader = try CSVReader(
      path: folder.file("det.csv"), required: ["threshold", "fmr", "fnmr"])
    var points: [(Double, Double)] = []
    while let row = try reader.next() {
      points.append((try row.number("fmr"), try row.number("fnmr")))
    }
    #expect(points.map(\.0) == evaluation.curve.map(\.falseMatchRate))
    #expect(points.map(\.1) == evaluation.curve.map(\.falseNonMatchRate))
    #expect(points.count == 6 && points[0] == (1, 0) && points[5] == (0, 1))
  }
}
