import Biometrics
import Essentials
import Evaluation
import Foundation
import Statistics
import TestSupport
import Testing

@testable import Reports

@Suite struct EvaluationPageTests {
  static let context = ReportContext(
    system: SampleFigures.hostile,
    inputs: [.init(name: "scores.csv", sha256: String(repeating: "ab", count: 32))],
    version: "lookalike 0", seed: 1)

  /// 150 people in two groups, three pictures each, as log-likelihood ratios of two normals.
  static func comparisons() throws -> LabelledComparisons {
    var random = RandomStream(seed: 3)
    var comparisons = LabelledComparisons(polarity: .similarity)
    for person in 0..<150 {
      for other in person..<150 {
        for _ in 0..<(person == other ? 3 : 1) {
          let mean = person == other ? 4.5 : person % 2 == other % 2 ? -4 : -5.5
          try comparisons.append(
            probe: SubjectID("p\(person)"), reference: SubjectID("p\(other)"),
            score: mean + 3 * random.normal())
        }
      }
    }
    return comparisons
  }

  @Test func theReportOfAnEvaluation() async throws {
    let comparisons = try Self.comparisons()
    var options = OneToOneEvaluation.Options()
    options.unit = .naturalLogLikelihoodRatio
    let evaluation = try OneToOneEvaluation(comparisons, options: options)
    let groups = Dictionary(
      uniqueKeysWithValues: (0..<150).map { (SubjectID("p\($0)"), $0 % 2 == 0 ? "even" : "<odd>") })
    let threshold = try #require(evaluation.targets[2].point?.threshold)
    let differential = Differential(
      comparisons, groups: SubjectGroups(attribute: "parity", groups: groups),
      threshold: threshold)
    let page = Page.evaluation(
      evaluation, scores: try comparisons.distribution(), differentials: [differential],
      calibration: [
        try #require(
          CalibrationCheck(
            comparisons.distribution(), unit: .naturalLogLikelihoodRatio, prior: 0.5,
            hull: evaluation.hull))
      ], context: Self.context)
    let html = try await page.html()
    PageFacts(html: html).check(figures: 7)
    #expect(!html.contains("<odd>") && html.contains("&lt;odd&gt;"))
    for text in [
      "In plain words", ">System<", ">Data<", ">Protocol<", ">Results<", ">Uncertainty<",
      "not measurable with 11,175 comparisons", String(repeating: "ab", count: 32),
      Numerals.fixed(evaluation.equalErrorRate.bob, 7), "GARBE", "What a score is worth",
      "Empirical cross-entropy",
    ] { #expect(html.contains(text), "\(text)") }
    if let folder = ProcessInfo.processInfo.environment["LOOKALIKE_SAMPLE_PAGES"] {
      try await page.write(to: folder + "/evaluation.html", replacing: true)
    }
  }

  /// Constant scores have no spread to draw; the report says what is wrong with them first.
  @Test func constantScoresStillMakeAPage() async throws {
    let scores = try ScoreDistribution(
      mated: [Double](repeating: 1, count: 9), nonMated: [Double](repeating: 1, count: 99))
    let page = Page.evaluation(
      try OneToOneEvaluation(scores), scores: scores,
      context: .init(inputs: [], version: "lookalike 0"))
    let html = try await page.html()
    PageFacts(html: html).check(figures: 3)
    #expect(html.contains("All scores are the same"))
    #expect(html.contains("The system under test was not named"))
  }

  /// Each score is in the bin that the histogram of the list of scores gives it.
  @Test func histogramsOfADistribution() throws {
    var random = RandomStream(seed: 8)
    let mated = (0..<300).map { _ in 1 + random.normal() }
    let nonMated = (0..<900).map { _ in random.normal() }
    let pooled = mated + nonMated
    let range = try #require(pooled.min())...(try #require(pooled.max()))
    let classes = Histogram.classes(
      of: try ScoreDistribution(mated: mated, nonMated: nonMated), bins: 17)
    #expect(classes.mated.counts == Histogram(mated, in: range, bins: 17).counts)
    #expect(classes.nonMated.counts == Histogram(nonMated, in: range, bins: 17).counts)
  }

  @Test func inputsAreHashedAndNamedWithoutTheirFolder() throws {
    let folder = try TemporaryFolder()
    let input = try ReportContext.Input(path: folder.write("abc", to: "abc.txt"))
    #expect(input.name == "abc.txt")
    #expect(input.sha256.hasPrefix("ba7816bf8f01cfea"))
    #expect(throws: Failure.self) { try ReportContext.Input(path: folder.file("none")) }
  }
}
