import Foundation
import Testing

@testable import ReviewServer
@testable import Store

/// What a reviewer can fetch tells nothing of gold, truth, hidden scores or other people.
@Suite struct SecrecyTests {
  @Test(arguments: ["hidden", "number", "label"]) func workTellsOnlyWhatTheDesignShows(
    score: String
  ) async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let path = try await fixture.study(auditor, ["score": score])
      let reviewer = try await fixture.reviewer(auditor, path)
      let answer = try await reviewer.get("/api/review/work")
      let items = try answer.json(Work.self).items
      #expect(items.count == 9)
      for word in ["gold", "rank", "mated", "truth", "score", "distance", "kind", "list"] {
        #expect(!answer.text.lowercased().contains(word), "\(word)")
      }
      let shown = items.compactMap(\.shown)
      switch score {
      case "hidden":
        #expect(shown.isEmpty)
        for percent in ["97", "83", "69", "55"] { #expect(!answer.text.contains(percent + " %")) }
      case "number":
        #expect(Set(shown).isSubset(of: Set([97, 83, 69, 55].map { "The system shows \($0) %" })))
      default: #expect(Set(shown) == ["The system says: match", "The system says: no match"])
      }
      // Known pairs and second looks have the same keys as all others.
      let object = try JSONSerialization.jsonObject(with: answer.body) as? [String: Any]
      let keys = (object?["items"] as? [[String: Any]] ?? []).map { Set($0.keys) }
      #expect(Set(keys).count == 1)
      let page = try await reviewer.get("/review").text
      for word in ["gold", "mated"] { #expect(!page.contains(word), "\(word)") }
    }
  }

  @Test func picturesOfAllKindsAreTreatedAlike() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let path = try await fixture.study(auditor)
      let one = try await fixture.reviewer(auditor, path)
      let two = try await fixture.reviewer(auditor, path)
      var heads: Set<[String]> = []
      var sizes: Set<Data> = []
      for item in try await one.work().items {
        let picture = try await one.get("/api/review/pictures/\(item.assignment)/candidate")
        #expect(picture.status == 200)
        heads.insert(
          picture.headers.filter { !["date", "content-length"].contains($0.key) }
            .map { $0.key + $0.value }.sorted())
        // The width and height in the PNG's header.
        sizes.insert(picture.body[16..<24])
        // Nobody else's session opens it, and there is no name that could be guessed.
        let stolen = try await two.get("/api/review/pictures/\(item.assignment)/candidate")
        #expect(stolen.status == 404)
      }
      #expect(heads.count == 1)
      #expect(sizes.count == 1)
      let names = try await one.work().items.map(\.assignment) + two.work().items.map(\.assignment)
      #expect(Set(names).count == names.count)
    }
  }

  /// The lesson shows scores and truth of the pictures beside the console's frames: while people
  /// review, a reviewer can't look a pair up there, with a session or without.
  @Test func theLessonRestsWhilePeopleReview() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let path = try await fixture.study(auditor)
      let round = "/lessons/reviewer/round?seed=1&answers="
      let visitor = fixture.visitor
      #expect(try await visitor.get(round).status != 409)
      let reviewer = try await fixture.reviewer(auditor, path)
      for person in [visitor, reviewer] {
        for page in [round, "/lessons/reviewer/pictures/0/probe"] {
          #expect(try await person.get(page).status == 409)
        }
        let overview = try await person.get("/lessons/reviewer")
        #expect(overview.status == 200 && overview.text.contains("back when the study is closed"))
      }
      #expect(try await auditor.get(round).status != 409)
      #expect(try await auditor.form(path + "/close", []).status == 303)
      #expect(try await visitor.get(round).status != 409)
    }
  }

  @Test func anAnswerTellsNothingOfOthers() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let path = try await fixture.study(auditor)
      let one = try await fixture.reviewer(auditor, path)
      let two = try await fixture.reviewer(auditor, path)
      var bodies: Set<String> = []
      for reviewer in [one, two] {
        for item in try await reviewer.work().items {
          bodies.insert(try await reviewer.answer(item.assignment, 1).text)
        }
      }
      #expect(bodies == ["{\"outcome\":\"accepted\"}"])
      let record = try await one.get("/api/review/record").json(RecordAnswer.self)
      #expect(record.answers.map(\.position) == Array(1...9))
      #expect(record.name == "reviewer 1")
    }
  }

  @Test func everyPageHasItsHeadersAndNothingInline() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let path = try await fixture.study(auditor)
      let reviewer = try await fixture.reviewer(auditor, path)
      var pages = [
        try await fixture.visitor.get("/"), try await fixture.visitor.get("/join"),
        try await fixture.visitor.get("/nowhere"), try await reviewer.get("/review"),
        try await reviewer.get("/review/record"), try await reviewer.get("/studies"),
      ]
      for page in ["/studies", "/studies/new", path, path + "/adjudicate/1", path + "/adjudicate"] {
        pages.append(try await auditor.get(page))
      }
      for page in pages {
        let policy = page.headers["content-security-policy"] ?? ""
        #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
        #expect(page.headers["x-content-type-options"] == "nosniff")
        #expect(page.headers["referrer-policy"] == "same-origin")
        #expect(page.headers["cache-control"] == "no-store")
        #expect(
          page.text.firstMatch(of: #/<script(?![^>]*src="\/assets\/)|<style|style=|\son\w+=/#)
            == nil)
      }
      // What a page refers to is there, and may be kept.
      let found = Set(
        pages.flatMap {
          $0.text.matches(of: #/(?:src|href)="(\/assets\/[^"]+)"/#).map { String($0.1) }
        })
      #expect(found.count >= 6)
      for asset in found {
        let answer = try await fixture.visitor.get(asset)
        #expect(answer.status == 200)
        #expect(answer.headers["cache-control"]?.contains("immutable") ?? false)
      }
      let cookie = try await fixture.visitor.form(
        "/join",
        [
          (
            "code",
            String(
              try #require(
                fixture.console.link(try await fixture.console.auditorInvitation()).split(
                  separator: "#"
                ).last))
          )
        ])
      let set = cookie.headers["set-cookie"] ?? ""
      #expect(set.contains("HttpOnly") && set.contains("SameSite=Strict"))
    }
  }

  @Test func firstPageIsSmall() async throws {
    try await ServerFixture.run { fixture in
      let page = try await fixture.visitor.get("/")
      var size = page.body.count
      for match in page.text.matches(of: #/(?:src|href)="(\/assets\/[^"]+)"/#) {
        size += try await fixture.visitor.get(String(match.1)).body.count
      }
      #expect(size < 100_000)
    }
  }
}
