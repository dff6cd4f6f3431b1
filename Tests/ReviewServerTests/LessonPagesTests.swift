import Foundation
import Lessons
import TestSupport
import Testing

@testable import ReviewServer

/// The lessons over HTTP: what they show before and after the guess, and what they refuse.
@Suite struct LessonPagesTests {
  @Test func everyPageOfEveryLessonAnswersWithoutScript() async throws {
    try await ServerFixture.run { fixture in
      let visitor = fixture.visitor
      let list = try await visitor.get("/lessons")
      #expect(list.status == 200)
      for lesson in try GuidedLesson.all() {
        #expect(list.text.contains("/lessons/\(lesson.name)\""))
        let overview = try await visitor.get("/lessons/\(lesson.name)")
        #expect(overview.status == 200 && overview.text.contains("Limits, before any result"))
        for number in 1...lesson.steps.count {
          let before = try await visitor.get("/lessons/\(lesson.name)/\(number)")
          #expect(before.status == 200)
          #expect(before.body.count < 100_000)
          // Nothing is given away before the guess.
          let asks = lesson.steps[number - 1].prediction != nil
          #expect(before.text.contains("id=\"answer\"") == !asks)
          #expect(asks == !before.text.contains("data-chart"))
          let after = try await visitor.get("/lessons/\(lesson.name)/\(number)?guess=1")
          #expect(after.status == 200 && after.text.contains("id=\"answer\""))
          // Each figure has its table behind it.
          let figures = after.text.matches(of: #/data-chart=/#).count
          let tables = after.text.matches(of: #/<details open="">/#).count
          #expect(figures == tables)
          #expect(!after.text.contains("<script>") && !after.text.contains("style=\""))
        }
      }
    }
  }

  /// What a slider gives is what the page gives: the server computes both, with one function.
  @Test func theFragmentIsThePagesResult() async throws {
    try await ServerFixture.run { fixture in
      let query = "people=7&pictures=2&percent=6"
      let page = try await fixture.visitor.get("/lessons/percent/1?guess=1&\(query)")
      let part = try await fixture.visitor.get("/lessons/percent/1/result?\(query)")
      #expect(part.status == 200)
      let figure = try #require(part.text.firstMatch(of: #/data-chart="([^"]+)"/#)).1
      #expect(page.text.contains(figure))
      let sentence = try #require(part.text.firstMatch(of: #/data-sentence="">([^<]+)</#)).1
      #expect(page.text.contains(sentence))
      let other = try await fixture.visitor.get(
        "/lessons/percent/1/result?people=8&\(query.dropFirst(9))")
      #expect(!other.text.contains(sentence))
    }
  }

  @Test func whatIsNotThereOrNotAllowedIsRefused() async throws {
    try await ServerFixture.run { fixture in
      let visitor = fixture.visitor
      for path in [
        "/lessons/none", "/lessons/percent/0", "/lessons/percent/99", "/lessons/percent/x",
      ] {
        #expect(try await visitor.get(path).status == 404, "\(path)")
      }
      for query in [
        "guess=", "guess=-1", "guess=nan", "guess=1e99", "people=99", "people=x", "prior=-1",
      ] {
        let status = try await visitor.get("/lessons/percent/4?\(query)").status
        #expect(status == 422, "\(query)")
      }
      let hostile = try await visitor.get(
        "/lessons/percent/1?guess=%3Cscript%3Ealert(1)%3C/script%3E")
      #expect(hostile.status == 422 && !hostile.text.contains("<script>alert"))
    }
  }

  @Test func withoutSampleFramesTheReviewerLessonSaysSo() async throws {
    try await ServerFixture.run { fixture in
      let page = try await fixture.visitor.get("/lessons/reviewer")
      #expect(page.status == 200 && page.text.contains("--frames"))
      #expect(
        try await fixture.visitor.get("/lessons/reviewer/round?seed=1&answers=").status == 404)
      #expect(try await fixture.visitor.get("/lessons/reviewer/pictures/0/probe").status == 404)
    }
  }

  @Test(.enabled(if: FaceFixtures.hasSampleFrames, "needs SampleFrames"))
  func aRoundOnSampleFramesTellsNothingBeforeItsEnd() throws {
    let library = try FrameLibrary(folder: PackageRoot.path + "/SampleFrames")
    let gallery = try #require(PairGallery(library))
    let round = try #require(ReviewerRound(gallery.pairs, seed: 5))
    let markup = ReviewerMarkup(session: nil)
    for place in round.order.indices {
      let page = markup.pair(round, Array(repeating: 1, count: place), gallery.pairs).html
      #expect(page.contains("The machine says") == (place >= round.hidden))
      #expect(!page.contains("mated") && !page.contains("truth"))
    }
    let picture = try #require(try gallery.picture(round.order[0], .candidate))
    #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(try gallery.picture(99_999, .probe) == nil)
    // Numbers tell nothing: mates and strangers are spread over them.
    let mates = gallery.pairs.indices.filter { gallery.pairs[$0].isMated }
    let middle = Double(mates.reduce(0, +)) / Double(mates.count) / Double(gallery.pairs.count)
    #expect((0.3...0.7).contains(middle))
  }
}
