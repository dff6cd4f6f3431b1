import Foundation
import GRDB
import Testing

@testable import ReviewServer
@testable import Store

/// Malformed, oversized, slow, replayed and cross-site requests: each gets the right status, and the
/// log stays whole (``ServerFixture/run`` verifies it at the end).
@Suite struct RefusalTests {
  @Test func malformedRequests() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let reviewer = try await fixture.reviewer(auditor, try await fixture.study(auditor))
      let first = try await reviewer.work().items[0].assignment
      let before = try await fixture.store.head()
      for body in ["", "{", "[]", "null", "{\"action\":\"answer\"}", "\u{0}", "{\"key\":1}"] {
        #expect(try await reviewer.json("/api/review/answers", body).status == 400, "\(body)")
      }
      let key = "\"key\":\"12345678\""
      for body in [
        "{\"action\":\"drop\",\"assignment\":\"\(first)\",\(key)}",
        "{\"action\":\"answer\",\"assignment\":\"../x\",\"value\":1,\"activeMilliseconds\":1,\(key)}",
        "{\"action\":\"answer\",\"assignment\":\"\(first)\",\"value\":4,\"activeMilliseconds\":1,\(key)}",
        "{\"action\":\"answer\",\"assignment\":\"\(first)\",\"value\":1,\"activeMilliseconds\":-1,\(key)}",
        "{\"action\":\"answer\",\"assignment\":\"\(first)\",\"value\":1,\(key)}",
        "{\"action\":\"undo\",\"assignment\":\"\(first)\",\"value\":1,\(key)}",
        "{\"action\":\"answer\",\"assignment\":\"\(first)\",\"value\":1,\"activeMilliseconds\":1,\"key\":\"short\"}",
      ] {
        #expect(try await reviewer.json("/api/review/answers", body).status == 422, "\(body)")
      }
      #expect(try await auditor.form("/studies", [("title", "x")]).status == 422)
      for raw in ["nonsense\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/1.1\r\nbad header\r\n\r\n"] {
        let answer = await RawClient(port: fixture.port).raw(Data(raw.utf8))
        #expect(answer?.status == 400, "\(raw)")
      }
      #expect(try await fixture.store.head() == before)
    }
  }

  @Test func oversizedRequests() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let reviewer = try await fixture.reviewer(auditor, try await fixture.study(auditor))
      let large = String(repeating: "x", count: Gate.mostBytes + 1)
      #expect(try await reviewer.json("/api/review/answers", large).status == 413)
      // Announced and never sent: refused at once.
      let announced = try await reviewer.send(
        "POST", "/api/review/answers",
        ["Content-Length": "999999999999", "X-CSRF-Token": reviewer.token ?? ""], Data("{".utf8))
      #expect(announced.status == 413)
      // Without an announced length.
      let chunk = "4000\r\n" + String(repeating: "x", count: 0x4000) + "\r\n"
      let chunked =
        "POST /join HTTP/1.1\r\nHost: 127.0.0.1:\(fixture.port)\r\nTransfer-Encoding: chunked\r\n"
        + "Connection: close\r\n\r\n" + chunk + chunk + "0\r\n\r\n"
      #expect(await RawClient(port: fixture.port).raw(Data(chunked.utf8))?.status == 413)
      let header = try await fixture.visitor.send(
        "GET", "/", ["X-Long": String(repeating: "x", count: 20_000)])
      #expect([400, 431].contains(header.status))
      // An upload of a candidate list is for auditors: nobody else makes the server hold one.
      for visitor in [fixture.visitor, reviewer] {
        #expect(try await visitor.form("/studies", [("list", large)]).status == 413)
      }
      // It may be larger, within its own limit.
      let list = try await auditor.form(
        "/studies",
        ServerFixture.studyFields + [("list", String(repeating: " ", count: 100_000) + "{}")])
      #expect(list.status == 422)
      let larger = try await auditor.send(
        "POST", "/studies",
        [
          "Content-Length": "\((4 << 20) + 1)",
          "Content-Type": "application/x-www-form-urlencoded",
        ], Data("x".utf8))
      #expect(larger.status == 413)
    }
  }

  @Test func slowRequests() async throws {
    try await ServerFixture.run(requestSeconds: 1) { fixture in
      let client = RawClient(port: fixture.port)
      #expect(await client.raw(Data())?.status == 408)
      #expect(await client.raw(Data("GET / HT".utf8))?.status == 408)
      // A body that trickles in would last for minutes.
      let head =
        "POST /join HTTP/1.1\r\nHost: 127.0.0.1:\(fixture.port)\r\nContent-Length: 2000\r\n\r\n"
      let drip = Data(repeating: 0x61, count: 100)
      let answer = await client.raw(Data(head.utf8), thenEveryMilliseconds: 100, drip: drip)
      #expect(answer?.status == 408)
      // And the others are served meanwhile and after. On a loaded machine a second is soon over for
      // these too.
      var status = 408
      for _ in 0..<30 where status == 408 { status = try await fixture.visitor.get("/").status }
      #expect(status == 200)
    }
  }

  @Test func crossSiteRequests() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let study = try await fixture.study(auditor)
      let reviewer = try await fixture.reviewer(auditor, study)
      let first = try await reviewer.work().items[0].assignment
      let before = try await fixture.store.head()
      for origin in ["https://evil.example", "null", "http://127.0.0.1:1"] {
        reviewer.origin = origin
        #expect(try await reviewer.answer(first, 1).status == 403, "\(origin)")
        auditor.origin = origin
        #expect(try await auditor.form(study + "/close", []).status == 403)
      }
      reviewer.origin = nil
      let site = try await reviewer.send(
        "POST", "/api/review/answers",
        ["Sec-Fetch-Site": "cross-site", "X-CSRF-Token": reviewer.token ?? ""], Data("{}".utf8))
      #expect(site.status == 403)
      // The cookie alone is not enough.
      auditor.origin = "http://127.0.0.1:\(fixture.port)"
      let token = auditor.token
      auditor.token = nil
      #expect(try await auditor.form(study + "/close", []).status == 403)
      auditor.token = token?.replacing(/.$/, with: "!")
      #expect(try await auditor.form(study + "/close", []).status == 403)
      // Nor is a name that resolves to us (DNS rebinding).
      let host = try await fixture.visitor.send("GET", "/", ["Host": "evil.example"])
      #expect(host.status == 421)
      #expect(try await fixture.store.head() == before)
    }
  }

  @Test func replayedRequests() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let reviewer = try await fixture.reviewer(auditor, try await fixture.study(auditor))
      let items = try await reviewer.work().items
      let first = try await reviewer.answer(items[0].assignment, 2, key: "key-number-1")
      #expect(try first.json(AnswerReceipt.self).outcome == "accepted")
      let head = try await fixture.store.head()
      let again = try await reviewer.answer(items[0].assignment, 2, key: "key-number-1")
      #expect(again.status == 200)
      #expect(try again.json(AnswerReceipt.self).outcome == "repeated")
      #expect(try await reviewer.answer(items[0].assignment, -2, key: "key-number-1").status == 422)
      #expect(try await reviewer.answer(items[0].assignment, 2, key: "key-number-2").status == 409)
      #expect(try await reviewer.step("undo", items[1].assignment).status == 409)
      #expect(try await fixture.store.head() == head)
    }
  }

  /// SQLite may not grow its file any more, as on a full disk: nothing that was acknowledged is lost,
  /// and what was refused is taken once there is room.
  @Test func aFullDiskRefusesAndLosesNothing() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let path = try await fixture.study(auditor)
      let reviewer = try await fixture.reviewer(auditor, path)
      let first = try await reviewer.work().items[0].assignment
      #expect(try await reviewer.answer(first, 2).status == 200)
      try await fixture.store.write { db in
        let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        try db.execute(sql: "PRAGMA max_page_count = \(pages)")
      }
      var refused: (action: String, key: String)?
      for turn in 0..<400 where refused == nil {
        let (action, key) = (turn % 2 == 0 ? "undo" : "redo", "turn-\(turn)-key")
        let answer = try await reviewer.step(action, first, key: key)
        if answer.status != 200 {
          #expect(answer.status == 503 && answer.text.contains("nothing was lost"))
          refused = (action, key)
        }
      }
      let full = try #require(refused)
      let head = try await fixture.store.head()
      #expect(try await fixture.store.verify().faults == [])
      let again = try await auditor.form("/studies", ServerFixture.studyFields)
      #expect(again.status == 503)
      #expect(try await reviewer.work().items.count > 0, "reading goes on")
      #expect(try await fixture.store.head() == head)
      try await fixture.store.write { db in
        try db.execute(sql: "PRAGMA max_page_count = 1000000")
      }
      let later = try await reviewer.step(full.action, first, key: full.key)
      #expect(later.status == 200 && later.text.contains("accepted"))
      #expect(try await fixture.store.head().count == head.count + 1)
    }
  }

  /// Those who bring a right invitation are as many as they are, from one address too.
  @Test func rightInvitationsAreNoGuesses() async throws {
    try await ServerFixture.run(doorAttempts: 1) { fixture in
      let auditor = try await fixture.auditor()
      let study = try await fixture.study(auditor)
      for _ in 0..<4 { _ = try await fixture.reviewer(auditor, study) }
    }
  }

  @Test func doorsAreWatched() async throws {
    try await ServerFixture.run(doorAttempts: 1) { fixture in
      let visitor = fixture.visitor
      var statuses: [Int] = []
      for _ in 0..<5 {
        let code = String(repeating: "A", count: 43)
        statuses.append(try await visitor.form("/join", [("code", code)]).status)
      }
      #expect(statuses == [403, 429, 429, 429, 429])
    }
  }

  @Test func nothingOfARequestReachesTheFileSystem() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let study = try await fixture.study(auditor)
      for path in [
        "/../../etc/passwd", "/assets/../../etc/passwd", "/assets/%2e%2e/%2e%2e/etc/passwd",
        study + "/files/..%2f..%2fconsole.sqlite", study + "/pictures/1/..%2fprobe",
        "/api/review/pictures/" + String(repeating: "0", count: 32) + "/png FROM picture--",
        "/studies/%00",
      ] {
        let status = try await auditor.get(path.replacing(" ", with: "%20")).status
        #expect([400, 403, 404].contains(status), "\(path)")
      }
      let frame = """
        [{"probe":{"file":"/etc/passwd","box":[0,0,9,9]},"gallery":{"templates":1,"people":1,\
        "isLabelled":false,"origin":"rendered"},"candidates":[{"rank":1,"row":0,\
        "frame":"../../etc/passwd","box":[0,0,9,9],"distance":0.1}]}]
        """
      let answer = try await auditor.form(
        "/studies", ServerFixture.studyFields + [("list", frame)])
      #expect(answer.status == 422)
    }
  }
}
