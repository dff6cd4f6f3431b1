import Foundation
import Testing

@testable import ReviewServer
@testable import Store

@Suite struct FigureBoardTests {
  /// Whoever looks after an answer was acknowledged sees it: a small study is counted each time.
  @Test func figuresOfASmallStudyAreOfTheMoment() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let path = try await fixture.study(auditor)
      let reviewer = try await fixture.reviewer(auditor, path)
      for (number, item) in try await reviewer.work().items.prefix(4).enumerated() {
        let before = Moment.now() / 1000
        #expect(try await reviewer.answer(item.assignment, 1).status == 200)
        let figures = try await auditor.get(path + "/progress").text
        #expect(
          figures.contains("<td>\(number + 1) of 9</td>")
            || figures.contains(">\(number + 1) of 9<"))
        let time = try #require(figures.firstMatch(of: #/<time datetime="([^"]+)"/#))
        let moment = try Date(String(time.1), strategy: .iso8601)
        #expect(Int64(moment.timeIntervalSince1970) >= before)
        #expect(try await auditor.get(path).text.contains("id=\"as-of\""))
      }
    }
  }

  /// Many who look at once get figures of the study, each within a single round or two of counting.
  @Test func manyLookAtOnce() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let path = try await fixture.study(auditor)
      let id = String(path.dropFirst(9))
      let study = try #require(try await fixture.store.study(id))
      let board = fixture.console.board
      let begin = Moment.now()
      let moments = try await withThrowingTaskGroup(of: Int64.self) { group in
        for _ in 0..<50 {
          group.addTask { try await board.figures(of: study)?.moment ?? 0 }
        }
        return try await group.reduce(into: [Int64]()) { $0.append($1) }
      }
      #expect(moments.count == 50)
      #expect(moments.allSatisfy { $0 >= begin })
    }
  }

  /// Who does not want to wait is told that the figures are on their way, and gets them later.
  @Test func theFirstFiguresMayBeOnTheirWay() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let path = try await fixture.study(auditor)
      let study = try #require(try await fixture.store.study(String(path.dropFirst(9))))
      let board = FigureBoard(fixture.store, patience: .zero)
      var figures = try await board.figures(of: study)
      let html = StudyMarkup(study: study, members: [], figures: nil).page(nil).html
      #expect(html.contains("being worked out") && html.contains("id=\"live\""))
      while figures == nil {
        // Asking again at once would keep the thread that works them out, where there is one only.
        try await Task.sleep(for: .milliseconds(5))
        figures = try await board.figures(of: study)
      }
      #expect(figures.map { StudyMarkup.live($0).count } == 2)
    }
  }
}
