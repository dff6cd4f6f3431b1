import Biometrics
import Foundation
import Testing

@testable import Evaluation

/// Checks on the shared templates of real people, where they are there.
@Suite(.enabled(if: RealTemplates.folder != nil, "the shared real templates are not here"))
struct RealDataTests {
  /// The embedded calibration is what fitting these templates gives.
  @Test func embeddedCalibrationIsReproduced() throws {
    let embedded = try Calibration.named("lfw")
    let fitted = try Calibration.fit(
      try RealTemplates.rows(onePerPerson: false),
      Calibration.Setup(
        name: "lfw", origin: .photograph, encoder: embedded.encoder, metric: .euclidean,
        source: embedded.source))
    if let path = ProcessInfo.processInfo.environment["LOOKALIKE_WRITE_CALIBRATION"] {
      try fitted.json().write(to: URL(fileURLWithPath: path))
    }
    #expect(fitted.bestStrangers.map(\.people) == embedded.bestStrangers.map(\.people))
    for score in stride(from: 0.4, through: 1.0, by: 0.05) {
      let (left, right) = (
        fitted.falseMatchRate(at: score).value, embedded.falseMatchRate(at: score).value
      )
      #expect(abs(left / right - 1) < 0.01, "FMR at \(score): \(left), embedded \(right)")
    }
  }
}

extension RealDataTests {
  /// Best strangers by gallery size as measured elsewhere on 500 probes of the whole data set, and
  /// the largest size predicted from 300 people.
  @Test func scalingIsReproducedAndPredicted() throws {
    let rows = try RealTemplates.single.get()
    var options = GalleryScaling.Options()
    options.sizes = [100, 300, 1_000, 2_300, 2_858]
    for (threshold, published) in [
      (0.6, [100: 0.40, 300: 0.64, 1_000: 0.89]), (0.5, [100: 0.022, 300: 0.044, 1_000: 0.10]),
    ] {
      let scaling = try GalleryScaling.measure(rows, threshold: threshold, options: options)
      for (people, share) in published {
        let point = try #require(scaling.points.first { $0.galleryPeople == people })
        let error = (share * (1 - share) / 500).squareRoot()
        #expect(abs(try #require(point.fpirMeasured) - share) < 3 * error, "\(point)")
      }
      let check = try #require(scaling.check)
      #expect(check.fittedPeople == 300 && check.predictedPeople == 2_858)
      #expect(check.rateIsWithin == true, "\(check)")
      #expect(check.medianIsWithin == true, "\(check)")
      for (people, median) in [(100, 0.613), (300, 0.587), (1_000, 0.561)] {
        let point = try #require(scaling.points.first { $0.galleryPeople == people })
        #expect(abs(try #require(point.bestStranger.median) - median) < 0.006)
      }
      // P(best < .5) at 2,300: independence says .46, measured .14.
      if threshold == 0.5 {
        let point = try #require(scaling.points.first { $0.galleryPeople == 2_300 })
        #expect(abs(try #require(point.fpirMeasured) - 0.14) < 0.01)
        #expect(abs(try #require(point.fpirIndependent) - 0.46) < 0.02)
        #expect(point.independenceFails)
      }
    }
  }

  /// The prediction from 300 people holds for most choices of the 300, as an interval of 95 % must.
  @Test func predictionsHoldForMostSeeds() throws {
    let rows = try RealTemplates.single.get()
    var within = (rate: 0, median: 0)
    for seed in 0..<3 {
      var options = GalleryScaling.Options()
      options.sizes = [300, 2_300]
      options.seed = UInt64(seed)
      let check = try #require(
        try GalleryScaling.measure(rows, threshold: 0.55, options: options).check)
      if check.rateIsWithin == true { within.rate += 1 }
      if check.medianIsWithin == true { within.median += 1 }
    }
    #expect(within.rate >= 2 && within.median >= 2, "\(within)")
  }
}
