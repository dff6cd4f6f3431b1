import Biometrics
import Foundation
import Testing

@Suite struct ScoreMappingTests {
  @Test func closedForms() {
    #expect(ScoreMapping.halfCosine.percent(0.34) == 67)
    #expect(ScoreMapping.cosine.percent(-0.2) == 0)
    #expect(abs(ScoreMapping.distance(zero: 2).percent(0.66) - 67) < 1e-12)
    #expect(ScoreMapping.logistic(intercept: 3, slope: -6).percent(0.5) == 50)
    let points = [(0.2, 90.0), (0.6, 10.0)].map { ScoreMapping.Point(score: $0.0, percent: $0.1) }
    #expect(abs(ScoreMapping.table(points).percent(0.4) - 50) < 1e-12)
    #expect(ScoreMapping.table(points).percent(0.1) == 90)
    #expect(ScoreMapping.table(points).percent(9) == 10)
  }

  @Test func percentileAgainstCounting() {
    let scores = [0.1, 0.2, 0.2, 0.5, 0.9]
    for score in [0.0, 0.1, 0.2, 0.3, 0.5, 0.9, 1] {
      let below = Double(scores.filter { $0 < score }.count)
      let equal = Double(scores.filter { $0 == score }.count)
      let mapping = ScoreMapping.percentile(reference: scores, polarity: .similarity)
      #expect(abs(mapping.percent(score) - 100 * (below + equal / 2) / 5) < 1e-12)
      let distances = ScoreMapping.percentile(reference: scores.reversed(), polarity: .distance)
      #expect(abs(distances.percent(score) - 100 * (5 - below - equal / 2) / 5) < 1e-12)
    }
  }

  @Test func intersectionOverUnion() {
    let box = BoundingBox(x: 0, y: 0, width: 10, height: 10)
    #expect(box.intersectionOverUnion(BoundingBox(x: 5, y: 0, width: 10, height: 10)) == 50.0 / 150)
    #expect(box.intersectionOverUnion(BoundingBox(x: 20, y: 0, width: 5, height: 5)) == 0)
  }

  @Test(arguments: [1.0, 30, 50, 67, 99]) func aShownPercentageHasItsScore(percent: Double) throws {
    let mappings: [ScoreMapping] = [
      .halfCosine, .cosine, .distance(zero: 1.5), .logistic(intercept: 27.9, slope: -44.9),
      .table([
        .init(score: 0, percent: 100), .init(score: 1, percent: 40), .init(score: 3, percent: 0),
      ]),
    ]
    for mapping in mappings {
      let score = try #require(mapping.score(shownAs: percent))
      #expect(abs(mapping.percent(score) - percent) < 1e-9, "\(mapping)")
    }
    let flat = ScoreMapping.table([
      .init(score: 1, percent: percent), .init(score: 2, percent: percent),
    ])
    #expect(flat.score(shownAs: percent) == 1)
    #expect(ScoreMapping.table([.init(score: 1, percent: 100)]).score(shownAs: percent) == nil)
    #expect(
      ScoreMapping.percentile(reference: [1, 2], polarity: .similarity).score(shownAs: percent)
        == nil)
  }
}
