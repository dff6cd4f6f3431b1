import Foundation
import Review
import Statistics
import Testing

@Suite struct SignalDetectionTests {
  @Test func passportOfficersHaveThePublishedParameters() throws {
    let officer = SignalDetection(hitRate: 0.94, falsePassRate: 0.14)
    #expect(abs(officer.sensitivity - 2.64) < 0.006)
    #expect(abs(officer.criterion + 0.24) < 0.005)
    #expect(abs(officer.hitRate - 0.94) < 1e-14 && abs(officer.falsePassRate - 0.14) < 1e-14)
  }

  /// The area as the probability that a mated pair's evidence is above a non-mated one's, by a sum
  /// over a grid instead of the closed form.
  @Test(arguments: [0.0, 0.7, 1.78, 3.0]) func areaIsTheRankProbability(sensitivity: Double) {
    var area = 0.0
    let width = 0.001
    for step in -9000..<9000 {
      let x = (Double(step) + 0.5) * width
      area += Normal.density(x - sensitivity / 2) * Normal.cumulative(x + sensitivity / 2) * width
    }
    #expect(abs(area - SignalDetection(sensitivity: sensitivity).areaUnderCurve) < 1e-7)
  }

  @Test(arguments: ReviewerPreset.all.map(\.name)) func presetsRegenerateWhatWasPublished(
    name: String
  ) throws {
    let preset = try #require(ReviewerPreset.named(name))
    #expect(!preset.figures.isEmpty)
    for figure in preset.figures {
      let value = try #require(preset.regenerated(figure.quantity), "\(figure.quantity)")
      // Published to two or three digits.
      #expect(abs(value - figure.value) < 0.0065, "\(preset.name) \(figure.quantity): \(value)")
    }
  }

  @Test func sixCriteriaCutTheScale() {
    let scale = RatingScale(step: 0.5)
    let places: [(Double, Int)] = [
      (-9, -3), (-1.25, -3), (-1.2, -2), (-0.75, -2), (-0.7, -1), (-0.25, -1), (-0.2, 0),
      (0.25, 0), (0.26, 1), (0.75, 1), (0.8, 2), (1.25, 2), (1.3, 3), (.infinity, 3),
      (-.infinity, -3), (.nan, 0),
    ]
    for (margin, rating) in places { #expect(scale.rating(margin: margin) == rating, "\(margin)") }
  }
}
