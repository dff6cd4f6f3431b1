import Biometrics
import Essentials
import Foundation
import Testing

@testable import Evaluation

/// The embedded `lfw` calibration against figures published for the whole of that data set.
///
/// It was fitted on half of the people, so agreement is within the noise of both.
@Suite struct EmbeddedCalibrationTests {
  let lfw = try? Calibration.named("lfw")

  @Test(arguments: [(0.60, 0.0062), (0.55, 0.00125), (0.50, 0.00024), (0.45, 0.000037)])
  func falseMatchRates(score: Double, published: Double) throws {
    let share = try #require(lfw).falseMatchRate(at: score)
    #expect(share.interval.contains(published), "\(share)")
    #expect(abs(share.value / published - 1) < 0.12)
  }

  @Test(arguments: [(0.60, 0.019), (0.55, 0.068), (0.50, 0.185), (0.45, 0.400)])
  func falseNonMatchRates(score: Double, published: Double) throws {
    let share = try #require(lfw).trueMatchRate(at: score)
    #expect(abs(1 - share.value - published) < 0.007, "\(share)")
  }

  @Test func medians() throws {
    let lfw = try #require(lfw)
    #expect(abs(try #require(lfw.nonMated.score(atShare: 0.5)) - 0.820) < 0.006)
    #expect(abs(try #require(lfw.mated.score(atShare: 0.5)) - 0.435) < 0.01)
  }

  /// P(same) = .67 at those distances means that the ratio is .67/.33 · (1 − π)/π there.
  @Test(arguments: [(0.603, 1.0), (0.513, 100), (0.463, 1000), (0.393, 10000)])
  func twoThirds(score: Double, oddsAgainst: Double) throws {
    let ratio = try #require(lfw).likelihoodRatio.ratio(at: score, polarity: .distance)
    let published = 0.67 / 0.33 * oddsAgainst
    #expect(ratio.lower < published && published < ratio.upper, "\(ratio)")
    #expect(abs(log(ratio.value / published)) < 0.7)
  }

  @Test func mappingShowsTwoThirdsAtThePublishedDistance() throws {
    #expect(abs(try #require(lfw).mapping.percent(0.603) - 67) < 4)
  }

  /// 500 probes each; the last two sizes are beyond what was measured.
  @Test(arguments: [
    (100, 0.613, 0.40, 0.022), (300, 0.587, 0.64, 0.044), (1000, 0.561, 0.89, 0.10),
    (3000, 0.540, 0.98, 0.16), (5249, 0.531, 0.996, 0.20),
  ])
  func bestStrangers(people: Int, median: Double, below60: Double, below50: Double) throws {
    let lfw = try #require(lfw)
    #expect(abs(try #require(lfw.medianBestStranger(people: people)) - median) < 0.006)
    for (score, published) in [(0.6, below60), (0.5, below50)] {
      let best = try #require(lfw.bestStranger(score, people: people))
      let error = (published * (1 - published) / 500).squareRoot()
      #expect(abs(best.share - published) < 3 * error, "\(best)")
      #expect(best.basis == (people > 2858 ? .extrapolated : .measured))
    }
  }

  @Test func otherOriginsAreRefused() throws {
    let lfw = try #require(lfw)
    for origin in Origin.allCases where origin != .photograph {
      let failure = #expect(throws: Failure.self) {
        try Meaning.of(scores: [0.5], galleryPeople: 10, calibration: lfw, origin: origin)
      }
      #expect(failure?.code == .forbidden)
    }
  }

  /// Published for the same pictures made poor in the same way, over the whole of the data set: FMR
  /// and FNMR at 0.6, the median mated distance, and how often the best stranger of 5,249 is below 0.5
  /// (here extrapolated from half of them).
  @Test(arguments: [
    ("lfw-camera", 0.0088, 0.043, 0.472, 0.33), ("lfw-far", 0.0116, 0.148, 0.530, 0.38),
    ("lfw-dark", 0.0079, 0.084, 0.501, 0.26),
  ])
  func poorProbes(
    name: String, falseMatch: Double, missed: Double, median: Double, stranger: Double
  ) throws {
    let calibration = try Calibration.named(name)
    #expect(calibration.falseMatchRate(at: 0.6).interval.contains(falseMatch))
    #expect(abs(1 - calibration.trueMatchRate(at: 0.6).value - missed) < 0.02)
    #expect(abs(try #require(calibration.mated.score(atShare: 0.5)) - median) < 0.012)
    let best = try #require(calibration.bestStranger(0.5, people: 5_249))
    #expect(abs(best.share - stranger) < 0.05)
  }

  @Test(arguments: Calibration.embeddedNames) func everyOneIsSoundAndSaysWhatItIs(name: String)
    throws
  {
    let calibration = try Calibration.named(name)
    try calibration.validate()
    #expect(calibration.name == name && calibration.source.count > 40)
    #expect(calibration.origin == (name == "rendered" ? .rendered : .photograph))
  }
}
