import Foundation
import Review
import Testing

@testable import Reports

@Suite struct ReviewPageTests {
  @Test(arguments: ReviewScenario.all.map(\.name)) func everyScenarioHasAReport(
    name: String
  ) async throws {
    let scenario = try #require(ReviewScenario.named(name))
    let outcome = try scenario.run(seed: 1)
    let page = Page.review(outcome, context: .init(inputs: [], version: "lookalike 0", seed: 1))
    let html = try await page.html()
    PageFacts(html: html).check(figures: page.figures.count)
    #expect(!page.figures.isEmpty)
    #expect(html.contains("What review did to the algorithm&#39;s matches"))
    #expect(html.contains(Markup.escape(outcome.limits[0])))
    if let folder = ProcessInfo.processInfo.environment["LOOKALIKE_SAMPLE_PAGES"] {
      try await page.write(to: folder + "/review-\(name).html", replacing: true)
    }
  }
}
