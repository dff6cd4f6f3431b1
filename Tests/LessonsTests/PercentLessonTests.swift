import Biometrics
import Essentials
import Evaluation
import Reports
import Testing

@testable import Lessons

/// "What does 67 % mean?" against the calibrations and closed forms.
@Suite struct PercentLessonTests {
  static let library = Result { try ScoreSetting.library() }

  @Test func aMappingsInverseIsItsInverse() throws {
    for calibration in try Self.library.get() {
      for place in ScoreSetting.mappings.indices {
        for percent in [30.0, 67, 90] {
          let setting = ScoreSetting(calibration, mapping: place, percent: percent)
          let back = setting.calibration.mapping.percent(setting.score)
          #expect(abs(back - percent) < 1e-6, "\(calibration.name), mapping \(place)")
        }
      }
    }
  }

  @Test func aLogisticsScoreIsTheClosedForm() throws {
    let lfw = try Self.library.get()[0]
    guard case .logistic(let a, let b) = lfw.mapping else {
      Issue.record("not a logistic")
      return
    }
    // 100 / (1 + e^−(a + b·d)) = 67  ⇔  d = (ln(0.67/0.33) − a) / b.
    let score = ScoreSetting(lfw, mapping: 0, percent: 67).score
    #expect(abs(score - (0.708185057924486 - a) / b) < 1e-9)
    #expect(abs(ScoreSetting(lfw, mapping: 1, percent: 67).score - 0.33) < 1e-12)
    #expect(abs(ScoreSetting(lfw, mapping: 2, percent: 67).score - 0.66) < 1e-12)
  }

  @Test func thePercentileOfStrangersIsOneMinusTheFalseMatchRate() throws {
    for calibration in try Self.library.get() {
      let setting = ScoreSetting(calibration, mapping: 3, percent: 67)
      let rate = calibration.falseMatchRate(at: setting.score).value
      // The mapping is linear between points, the table in the logit: close, not equal.
      #expect(abs(rate - 0.33) < 0.02, "\(calibration.name): \(rate)")
    }
  }

  @Test func densitiesSumToWhatTheTableKnows() throws {
    for calibration in try Self.library.get() {
      let setting = ScoreSetting(calibration, mapping: 0, percent: 67)
      for table in [calibration.mated, calibration.nonMated] {
        let range = setting.range([table])
        let sum = setting.densities(table, over: range, bins: 36).reduce(0, +)
        let whole = abs(
          (table.points.last?.share ?? 0) - (table.points.first?.share ?? 0))
        #expect(abs(sum - whole) < 1e-9)
      }
    }
  }

  @Test func poorerPicturesAreHarder() throws {
    let library = try Self.library.get()
    // At one distance, a distant camera misses more of one person and takes more strangers.
    let (good, far) = (library[0], library[2])
    #expect(far.trueMatchRate(at: 0.5).value < good.trueMatchRate(at: 0.5).value - 0.1)
    #expect(far.falseMatchRate(at: 0.55).value > good.falseMatchRate(at: 0.55).value)
    let bests = [good, far].compactMap { $0.bestStranger(0.5, people: 1_000)?.share }
    #expect(bests.count == 2 && bests[1] > bests[0])
  }

  /// The published table of this encoder on these pictures: the best of strangers below 0.6.
  @Test(arguments: [(100, 0.40), (300, 0.64), (1_000, 0.89)])
  func bestStrangersAgreeWithThePublishedTable(people: Int, share: Double) throws {
    let best = try #require(try Self.library.get()[0].bestStranger(0.6, people: people))
    #expect(abs(best.share - share) < 0.06)
  }

  @Test func moreStrangersNeverScoreLower() throws {
    for calibration in try Self.library.get() {
      let setting = ScoreSetting(calibration, mapping: 0, percent: 67)
      let shares = [1, 10, 100, 1_000, 10_000].compactMap { setting.bestStranger($0)?.share }
      #expect(shares.count == 5 && shares == shares.sorted())
    }
  }

  @Test func thePosteriorIsBayesRule() throws {
    let setting = ScoreSetting(try Self.library.get()[0], mapping: 0, percent: 67)
    // In a gallery of one there is nobody else: the posterior is the one-to-one one.
    let alone = try #require(PercentLesson.posterior(setting, people: 1, prior: 0.1))
    let ratio = setting.calibration.likelihoodRatio.ratio(
      at: setting.score, polarity: setting.calibration.polarity
    ).value
    let expected = 0.1 * ratio / (0.1 * ratio + 0.9)
    #expect(abs(alone.oneToOne - expected) < 1e-12)
    #expect(abs(alone.candidate - expected) < 1e-12)
    let many = try #require(PercentLesson.posterior(setting, people: 1_000, prior: 0.1))
    #expect(many.candidate < alone.candidate)
  }
}
