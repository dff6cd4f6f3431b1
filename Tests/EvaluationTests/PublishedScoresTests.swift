import Biometrics
import Essentials
import Foundation
import TestSupport
import Testing

@testable import Evaluation

private let publishedScores = PackageRoot.path + "/../shared/scores/"
private let publishedScoresArePresent = FileManager.default.fileExists(
  atPath: publishedScores + "README.md")

/// The published values of public tools' own score files, which stand beside the repository when
/// present and are never part of it.
@Suite(.enabled(if: publishedScoresArePresent, "no ../shared/scores beside the package"))
struct PublishedScoresTests {
  static func scores(_ mated: String, _ nonMated: String) throws -> ScoreDistribution {
    try ScoreDistribution(
      matedFile: publishedScores + mated, nonMatedFile: publishedScores + nonMated)
  }

  @Test func pyeer() throws {
    let scores = try Self.scores("pyeer/exp1_true.txt", "pyeer/exp1_false.txt")
    #expect(scores.matedCount == 2793 && scores.nonMatedCount == 4950)
    let rate = scores.equalErrorRate()
    #expect(rate.pyeer == 0.08086232898262974 && rate.fvc2000 == rate.pyeer)
    #expect(abs(rate.bob - 0.0809633) < 5e-8 && abs(rate.rocch - 0.0803921) < 5e-8)
    // As scikit-learn 1.9.1 gives them.
    #expect(rate.sklearn == 0.08040404040404041)
    #expect(abs(scores.areaUnderCurve - 0.9650048642529845) < 1e-15)
  }

  @Test func bob() throws {
    let scores = try Self.scores("bob/nonsep-positives.txt", "bob/nonsep-negatives.txt")
    let rate = scores.equalErrorRate()
    #expect(abs(rate.bobThreshold - 5.45) < 1e-12)
    let point = scores.operatingPoint(at: rate.bobThreshold)
    #expect(point.falseMatchRate == 0.1 && point.falseNonMatchRate == 0.12)
    #expect(abs(rate.bob - 0.11) < 1e-15 && abs(rate.rocch - 0.1163636) < 5e-8)
    #expect(abs(scores.areaUnderCurve - 0.9326) < 1e-15)
    let cost = try #require(scores.calibrationCost(unit: .naturalLogLikelihoodRatio))
    #expect(abs(cost - 3.6183345757) < 5e-11)
    #expect(abs(scores.calibrationCurve().minimumCost - 0.4030620105) < 5e-11)
  }

  @Test func lir() throws {
    let scores = try Self.scores("lir/LLR_KM.csv", "lir/LLR_KNM.csv")
    let cost = try #require(scores.calibrationCost(unit: .decimalLogLikelihoodRatio))
    #expect(abs(cost - 0.6487865136) < 5e-11)
    #expect(abs(scores.calibrationCurve().minimumCost - 0.4745724018) < 5e-11)
    #expect(abs(scores.equalErrorRate().rocch - 0.1383316) < 5e-8)
  }
}
