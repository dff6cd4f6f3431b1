import Essentials
import Foundation
import Review
import Testing

@testable import ReviewServer
@testable import Store

/// A whole study through the interface that the pages use.
@Suite struct StudyTests {
  @Test func madeReviewedAdjudicatedExportedAggregated() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let path = try await fixture.study(auditor)
      let page = try await auditor.get(path)
      #expect(page.text.contains("Noise &amp; &lt;b&gt;bold&lt;/b&gt;"))
      #expect(!page.text.contains("<b>bold"))
      let reviewers = [
        try await fixture.reviewer(auditor, path), try await fixture.reviewer(auditor, path),
      ]
      // Each answers all pairs: 6 ordinary, 2 known, 1 second look; one always the opposite.
      for (number, reviewer) in reviewers.enumerated() {
        var work = try await reviewer.work()
        #expect(work.state.total == 9)
        while let item = work.items.first {
          let value = number == 0 ? 2 : -2
          #expect(try await reviewer.answer(item.assignment, value).status == 200)
          work = try await reviewer.work()
        }
        #expect(work.state.done == 9)
      }
      // Back and forth once more.
      let undo = try #require(try await reviewers[0].work().state.undo)
      #expect(try await reviewers[0].step("undo", undo).status == 200)
      #expect(try await reviewers[0].work().state.redo == undo)
      #expect(try await reviewers[0].step("redo", undo).status == 200)
      // All six are disputed; an adjudicator who was invited decides them.
      let adjudicator = fixture.visitor
      try await adjudicator.join(fixture.invite(auditor, path, "adjudicator"))
      for left in stride(from: 6, to: 0, by: -1) {
        let next = try await adjudicator.get(path + "/adjudicate")
        let pair = try #require(next.headers["location"])
        #expect(try await adjudicator.get(pair).text.contains("\(left) disputed pair"))
        #expect(try await adjudicator.form(pair, [("value", "0")]).status == 422)
        #expect(
          try await adjudicator.form(pair, [("value", "-3"), ("active", "900")]).status == 303)
      }
      let none = try await adjudicator.get(path + "/adjudicate")
      #expect(none.text.contains("Nothing to adjudicate"))
      let shown = try await auditor.get(path)
      #expect(shown.text.contains("The funnel so far"))
      try await checkExports(fixture, auditor, path)
    }
  }

  private func checkExports(_ fixture: ServerFixture, _ auditor: Visitor, _ path: String)
    async throws
  {
    let head = try await fixture.store.head()
    for content in StudyResults.Content.allCases {
      for format in AnswerFormat.allCases {
        let answer = try await auditor.get("\(path)/export/\(content.rawValue)/\(format.rawValue)")
        #expect(answer.status == 200)
        #expect(answer.headers["lookalike-log-head"] == head.hash)
        #expect(answer.headers["lookalike-log-entries"] == "\(head.count)")
        let file = try fixture.folder.write(answer.text, to: "export")
        let records = try AnswerFile.read(file, format: format)
        #expect(records.count == (content == .secondLooks ? 2 : 16), "\(content) \(format)")
      }
    }
    let csv = try await auditor.get(path + "/export/verdicts/csv").text
    let (table, ignored) = try AnswerCSV.table(try fixture.folder.write(csv, to: "a.csv"))
    #expect(ignored == [])
    #expect(table.workers.sorted() == ["reviewer 1", "reviewer 2"])
    let gold = try GoldFile.read(
      try fixture.folder.write(
        try await auditor.get(path + "/files/gold.csv").text, to: "gold.csv"))
    #expect(gold.count == 2)
    let options = AggregationOptions(gold: gold)
    for method in [AggregationMethod.majority, .dawidSkene, .goldMajority] {
      let expected = try Aggregator(table, options: options).aggregate(method)
      let answer = try await auditor.get("\(path)/aggregate/\(method.rawValue).json")
      #expect(try answer.json(AggregationResult.self).labels == expected.labels, "\(method)")
      #expect(try await auditor.get("\(path)/aggregate/\(method.rawValue)").status == 200)
    }
    let pairs = try await auditor.get(path + "/files/pairs.csv").text
    #expect(pairs.split(separator: "\n").count { $0.contains("adjudicated,different") } == 6)
    let log = try await auditor.get(path + "/files/log.jsonl").text
    #expect(log.split(separator: "\n").count { $0.contains("\"kind\":\"verdict\"") } == 6)
  }

  /// The log that is saved ends where its headers say, however many answer meanwhile.
  @Test func theLogsHeadersAreThoseOfItsEnd() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let path = try await fixture.study(auditor)
      let reviewer = try await fixture.reviewer(auditor, path)
      let items = try await reviewer.work().items.map(\.assignment)
      let store = fixture.store
      let person = try #require(
        try await store.members(of: String(path.dropFirst(9))).first
      ).person.id
      let answering = Task {
        for item in items {
          let requests = [
            AnswerRequest(.answer, assignment: item, value: 1, active: 9, key: item + "a"),
            AnswerRequest(.undo, assignment: item, key: item + "b"),
            AnswerRequest(.redo, assignment: item, key: item + "c"),
          ]
          for request in requests {
            let outcome = try await store.carryOut(request, by: person)
            #expect(outcome == .accepted)
          }
        }
      }
      for _ in 0..<12 {
        let log = try await auditor.get(path + "/files/log.jsonl")
        let head = try #require(log.headers["lookalike-log-head"])
        let last = try #require(log.text.split(separator: "\n").last)
        #expect(last.contains("\"hash\":\"\(head)\""))
        let count = try #require(log.headers["lookalike-log-entries"])
        #expect(last.contains("\"sequence\":\(count),"))
      }
      try await answering.value
      #expect(try await auditor.get("/studies/nothing/files/log.jsonl").status == 404)
    }
  }

  @Test func resultsAreWhatCountingByHandGives() async throws {
    func answer(_ pair: Int, _ person: String, _ kind: LookKind, _ value: Int, at: Int64)
      -> CountedAnswer
    {
      CountedAnswer(
        pair: pair, person: person, name: person, kind: kind, value: value, active: 2000, at: at)
    }
    var design = StudyDesign(
      title: "t", origin: .rendered, pay: Money(cents: 10, .usd), seed: 1, source: "", proposal: "")
    design.feePercent = 20
    let truth: [Bool?] = [true, false, true, nil]
    let pairs = truth.enumerated().map { index, mated in
      StudyPair(
        number: index + 1, list: 1,
        facts: PairFacts(rank: index + 1, isProposed: true, isMated: mated), isGold: index == 2,
        hasFrame: false, verdict: nil)
    }
    let members = ["a", "b"].map {
      StudyMember(
        person: Person(id: $0, role: .reviewer, study: "s", name: $0), isRevoked: false)
    }
    let results = StudyResults(
      Study(id: "s", design: design, created: 0, isClosed: false, pairs: 4),
      StudyContents(
        pairs: pairs,
        answers: [
          answer(1, "a", .first, 3, at: 0), answer(1, "b", .first, 1, at: 0),
          answer(2, "a", .first, 2, at: 12_000), answer(2, "b", .first, -1, at: 0),
          answer(3, "a", .gold, 1, at: 20_000), answer(3, "b", .gold, 0, at: 0),
          answer(1, "a", .second, -1, at: 1_000_000), answer(4, "a", .first, 0, at: 1_004_000),
        ], members: members, lists: ["a": ListLength(given: 5, lapsed: 0)], head: .empty))
    #expect(results.reviewers.map(\.list.given) == [5, 0])
    #expect(pairs.map(results.standing) == [.agreed, .disputed, .open, .open])
    #expect(results.reviewers[0].gold.events == 1)
    #expect(results.reviewers[1].gold.events == 0)
    #expect(results.reviewers[1].gold.trials == 1)
    #expect(results.reviewers[0].steady.events == 0)
    #expect(results.reviewers[0].steady.trials == 1)
    // Five answers of 2 s and 10 cents; sittings of 20 s and 4 s; the long pause is not counted.
    let account = results.reviewers[0].account
    #expect(account.approvedMilliseconds == 10_000)
    #expect(account.totalMilliseconds == 24_000)
    #expect(account.nominalWage == Money(units: 180, .usd))
    #expect(account.effectiveWage == Money(units: 75, .usd))
    #expect(results.ledger.fees == Money(cents: 16, .usd))
    let funnel = try #require(results.funnel)
    #expect(funnel.candidates == 1)
    #expect(funnel.trueMatchesConfirmed.count == 1)
  }

  /// Three people, one against the two: where the first two agree nobody else is asked; where they
  /// don't the third is, and a lead of two is out of reach.
  @Test func adaptiveOverlapStopsWhereAnswersAreSure() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let path = try await fixture.study(
        auditor,
        [
          "stop": "adaptive", "sure": "95", "accuracy": "85", "fewest": "2", "overlap": "3",
          "reviewers": "3", "gold": "0", "secondLooks": "0",
        ])
      let page = try await auditor.get(path).text
      #expect(page.contains("2 to 3, until 95 % sure if each is right with 85 %: a lead of 2"))
      var reviewers: [Visitor] = []
      for _ in 0..<3 { reviewers.append(try await fixture.reviewer(auditor, path)) }
      // In turns, until nobody has anything left.
      var rounds = 0
      var busy = true
      while busy {
        busy = false
        rounds += 1
        for (number, reviewer) in reviewers.enumerated() {
          let answer = try await reviewer.get("/api/review/work")
          #expect(answer.text.contains("\"mayGrow\":true"))
          for item in try answer.json(Work.self).items {
            busy = true
            let value = number == 2 ? -1 : 2
            #expect(try await reviewer.answer(item.assignment, value).status == 200)
          }
        }
        try #require(rounds < 20)
      }
      let study = try #require(try await fixture.store.study(String(path.dropFirst(9))))
      let results = try await fixture.store.results(of: study)
      for pair in results.ordinary {
        let names = Set(results.firstLooks(pair.number).map(\.name))
        let standing = results.standing(pair)
        if names == ["reviewer 1", "reviewer 2"] {
          #expect(standing == .agreed)
        } else {
          #expect(names.count == 3 && standing == .disputed)
        }
      }
      #expect(results.answers.count < 3 * 8)
      #expect(try await auditor.get(path).text.contains("one side leads by 2"))
    }
  }

  @Test func adaptiveRulesThatCanNotWorkAreRefused() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let fields: [String: String] = [
        "stop": "adaptive", "sure": "95", "accuracy": "85", "fewest": "2",
      ]
      for (name, value) in [
        ("stop", "sometimes"), ("sure", "50"), ("sure", "100"), ("accuracy", "50"),
        ("accuracy", "60"), ("fewest", "0"), ("fewest", "3"), ("sure", ""),
      ] {
        let changed = fields.merging([name: value]) { $1 }
        let all = ServerFixture.studyFields + changed.map { ($0.key, $0.value) }
        #expect(try await auditor.form("/studies", all).status == 422, "\(name) \(value)")
      }
    }
  }

  @Test func aLostLinkIsRenewed() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let path = try await fixture.study(auditor)
      let old = try await fixture.invite(auditor, path, "reviewer")
      let reviewer = fixture.visitor
      try await reviewer.join(old)
      let first = try await reviewer.work().items[0].assignment
      #expect(try await reviewer.answer(first, 3).status == 200)
      let members = try await fixture.store.members(of: String(path.dropFirst(9)))
      let person = try #require(members.first).person.id
      let page = try await auditor.form(path + "/links", [("person", person)])
      #expect(page.status == 201)
      let link = String(try #require(page.text.firstMatch(of: #/http:[^<"]+#[\w-]{43}/#)).0)
      #expect(try await reviewer.get("/review").status == 401)
      let code = String(try #require(old.split(separator: "#").last))
      #expect(try await fixture.visitor.form("/join", [("code", code)]).status == 403)
      let again = fixture.visitor
      try await again.join(link)
      #expect(try await again.work().state.done == 1)
      // Not for who was taken back, nor for members of other studies.
      #expect(try await auditor.form(path + "/revocations", [("person", person)]).status == 303)
      #expect(try await auditor.form(path + "/links", [("person", person)]).status == 409)
      let other = try await fixture.study(auditor)
      #expect(try await auditor.form(other + "/links", [("person", person)]).status == 404)
    }
  }

  @Test func rolesSeeTheirOwnPagesAlone() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let path = try await fixture.study(auditor)
      let other = try await fixture.study(auditor)
      let reviewer = try await fixture.reviewer(auditor, path)
      let adjudicator = fixture.visitor
      try await adjudicator.join(fixture.invite(auditor, path, "adjudicator"))
      for page in [
        "/studies", path, path + "/progress", path + "/adjudicate", path + "/export/verdicts/csv",
        path + "/files/log.jsonl", path + "/aggregate/majority", path + "/pictures/1/probe",
        "/adjudicate",
      ] {
        #expect(try await reviewer.get(page).status == 403, "\(page)")
        #expect(try await fixture.visitor.get(page).status == 401, "\(page)")
      }
      for page in [path, path + "/export/verdicts/csv", "/review", "/api/review/work"] {
        #expect(try await adjudicator.get(page).status == 403, "\(page)")
      }
      #expect(try await adjudicator.get(other + "/adjudicate").status == 404)
      // Taken back: the session ends at once.
      let members = try await fixture.store.members(of: String(path.dropFirst(9)))
      let person = try #require(members.first { $0.person.role == .reviewer }).person.id
      #expect(try await auditor.form(path + "/revocations", [("person", person)]).status == 303)
      #expect(try await reviewer.get("/review").status == 401)
      // Leaving ends the auditor's.
      #expect(try await auditor.form("/leave", []).status == 303)
      #expect(try await auditor.get("/studies").status == 401)
    }
  }
}
