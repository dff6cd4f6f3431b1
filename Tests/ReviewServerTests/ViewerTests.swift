import Audit
import Essentials
import Foundation
import Review
import Simulation
import Testing

@testable import ReviewServer

/// The viewer: draws what our commands wrote, and nothing of what somebody else made of it.
@Suite struct ViewerTests {
  static let outcome = Result {
    try JSONEncoder().encode(try #require(ReviewScenario.named("once")).run(seed: 1))
  }

  /// The same JSON with one value replaced.
  private func changed(_ path: [String], _ value: Any) throws -> String {
    var object = try #require(
      try JSONSerialization.jsonObject(with: try Self.outcome.get()) as? [String: Any])
    func put(_ object: inout [String: Any], _ path: ArraySlice<String>) {
      guard let key = path.first else { return }
      if path.count == 1 {
        object[key] = value
        return
      }
      if var inner = object[key] as? [String: Any] {
        put(&inner, path.dropFirst())
        object[key] = inner
      } else if var list = object[key] as? [[String: Any]], !list.isEmpty {
        put(&list[0], path.dropFirst())
        object[key] = list
      }
    }
    put(&object, path[...])
    return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
  }

  @Test func aSimulationIsDrawnWithItsLimitsFirst() async throws {
    try await ServerFixture.run { fixture in
      let json = String(decoding: try Self.outcome.get(), as: UTF8.self)
      let part = try await fixture.visitor.json("/viewer", json)
      #expect(part.status == 200)
      let limits = try #require(part.text.range(of: "Limits, before any result"))
      let figure = try #require(part.text.range(of: "data-chart"))
      #expect(limits.lowerBound < figure.lowerBound)
      let page = try await fixture.visitor.form("/viewer", [("report", json)])
      #expect(page.status == 200 && page.text.contains("data-chart"))
      // A session's token is asked for here as elsewhere.
      let auditor = try await fixture.auditor()
      #expect(try await auditor.json("/viewer", json).status == 200)
      auditor.token = "wrong"
      #expect(try await auditor.json("/viewer", json).status == 403)
    }
  }

  @Test func hostileTextStaysText() async throws {
    try await ServerFixture.run { fixture in
      let evil = "\"><script>alert(1)</script><img src=x onerror=alert(1)>"
      for path in [["title"], ["scenario"], ["findings"], ["limits"], ["figures", "source"]] {
        let value: Any = ["findings", "limits"].contains(path[0]) ? [evil] : evil
        let answer = try await fixture.visitor.json("/viewer", try changed(path, value))
        #expect(answer.status == 200, "\(path)")
        #expect(!answer.text.contains("<script") && !answer.text.contains("<img"), "\(path)")
      }
    }
  }

  @Test func whatWeCouldNotHaveWrittenIsRefused() async throws {
    try await ServerFixture.run { fixture in
      let count = ["events": 5, "trials": 3]
      let huge = ["amount": "900000000000", "currency": "EUR"]
      let cases: [(path: [String], value: Any)] = [
        (["funnel", "falseMatchesKept", "proportion"], count),
        (["funnel", "falseMatchesKept", "proportion"], ["events": -1, "trials": 3]),
        (["funnel", "lists"], "x"), (["funnel", "lists"], 1e300), (["ledger", "fees"], huge),
        (["ledger", "fees"], ["amount": "1", "currency": "USD"]),
        (["ledger", "fees"], ["amount": "1e9", "currency": "EUR"]),
        (["ledger", "accounts", "pay"], huge),
        (["ledger", "accounts", "approvedMilliseconds"], Int64.max),
        (["ledger", "accounts", "rejected"], -1), (["limits"], [String]()),
        (["tables"], [["title": "t", "columns": ["a"], "rows": [["1", "2"]]]]),
        (["tables"], [["title": "t", "columns": [String](), "rows": [[String]]()]]),
      ]
      for (path, value) in cases {
        let answer = try await fixture.visitor.json("/viewer", try changed(path, value))
        #expect(answer.status == 422, "\(path): \(value)")
      }
      for body in ["", "{", "[]", "null", "{}", "{\"scenario\":1}", "{\"thresholdRule\":\"x\"}"] {
        #expect(try await fixture.visitor.json("/viewer", body).status == 422, "\(body)")
      }
      let deep = String(repeating: "[", count: 100_000)
      #expect(try await fixture.visitor.json("/viewer", deep).status == 422)
      let announced = try await fixture.visitor.send(
        "POST", "/viewer",
        ["Content-Type": "application/json", "Content-Length": "\(ReportReader.most + 1)"],
        Data("{".utf8))
      #expect(announced.status == 413)
      let other = try await fixture.visitor.send(
        "POST", "/viewer", ["Content-Type": "text/html"], Data("<html>".utf8))
      #expect(other.status == 415)
    }
  }

  @Test func aSimulatedLookUpIsDrawnOrRefused() throws {
    var scenario = Scenario()
    scenario.people = 150
    scenario.cameras = 6
    scenario.facesPerCamera = 50
    scenario.presentProbes = 2
    scenario.absentProbes = 2
    let data = try JSONEncoder().encode(try LookUpResult.run(scenario, seed: 1, threads: 2))
    let page = try ReportReader.page(data)
    #expect(!page.limits.isEmpty && page.sections.count >= 3)
    let changes: [(String, Any)] = [
      ("expectedPeople", 1e300), ("limits", [String]()), ("absent", 1),
    ]
    for (key, value) in changes {
      var object = try #require(
        try JSONSerialization.jsonObject(with: data) as? [String: Any])
      object[key] = value
      let changed = try JSONSerialization.data(withJSONObject: object)
      #expect(throws: Problem.self) { try ReportReader.page(changed) }
    }
  }

  /// Bytes changed at random: an answer or a refusal, never a fall.
  @Test func changedBytesAreDrawnOrRefused() throws {
    let whole = Array(try Self.outcome.get())
    var random = RandomStream(seed: 9, purpose: "viewer-fuzz")
    for _ in 0..<150 {
      var bytes = whole
      for _ in 0..<(1 + random.index(below: 4)) {
        bytes[random.index(below: bytes.count)] = UInt8(0x20 + random.index(below: 95))
      }
      if let page = try? ReportReader.page(Data(bytes)) {
        #expect(page.limits.count > 0)
      }
    }
  }
}
