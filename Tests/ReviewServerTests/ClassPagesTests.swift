import Foundation
import Testing

@testable import ReviewServer
@testable import Store

/// Classes over HTTP: nobody's answer, and no result before there are five.
@Suite struct ClassPagesTests {
  /// A class, its path and code, and its teacher's link.
  private func open(_ auditor: Visitor) async throws -> (path: String, code: String, link: String) {
    let answer = try await auditor.form("/classes", [("name", "Class <b>7</b>")])
    #expect(answer.status == 201 && !answer.text.contains("<b>7"))
    return (
      String(try #require(answer.text.firstMatch(of: #/\/class\/[0-9a-f]{32}/#)).0),
      String(try #require(answer.text.firstMatch(of: #/class="code">([A-Z]{8})</#)).1),
      String(try #require(answer.text.firstMatch(of: #/http:[^<"]+#[A-Za-z0-9_-]{43}/#)).0)
    )
  }

  private func student(_ fixture: ServerFixture, _ code: String) async throws -> Visitor {
    let visitor = fixture.visitor
    let answer = try await visitor.form("/lessons/class", [("code", code)])
    #expect(answer.status == 303 && answer.headers["location"] == "/lessons")
    _ = try await visitor.get("/lessons/percent/1")
    return visitor
  }

  @Test func theRoomsResultComesWithTheFifthAnswer() async throws {
    try await ServerFixture.run { fixture in
      let room = try await open(try await fixture.auditor())
      let teacher = fixture.visitor
      try await teacher.join(room.link)
      for number in 1...6 {
        let student = try await student(
          fixture, number == 2 ? " \(room.code.lowercased()) " : room.code)
        let guess = try await student.form("/lessons/percent/1/answer", [("guess", "\(number)1")])
        #expect(guess.status == 303)
        #expect(guess.headers["location"] == "/lessons/percent/1?guess=\(number)1#answer")
        // A second answer of the same student does not count.
        _ = try await student.form("/lessons/percent/1/answer", [("guess", "99")])
        let page = try await teacher.get("/class")
        #expect(page.status == 200)
        #expect(page.text.contains("data-chart") == (number >= 5))
        #expect(
          page.text.contains(number < 5 ? "\(number) of the 5 answers" : "\(number) answers."))
        if number == 5 { #expect(page.text.contains("The middle of the first 5: 31")) }
        // The sixth changes nothing but the count.
        if number == 6 { #expect(page.text.contains("The middle of the first 5: 31")) }
      }
    }
  }

  @Test func onlyItsTeacherAndTheAuditorSeeAClass() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let (first, second) = (try await open(auditor), try await open(auditor))
      let teacher = fixture.visitor
      try await teacher.join(first.link)
      #expect(try await teacher.get(first.path).status == 200)
      #expect(try await teacher.get(second.path).status == 404)
      #expect(try await auditor.get(second.path).status == 200)
      #expect(try await teacher.get("/classes").status == 403)
      #expect(try await teacher.get("/studies").status == 403)
      let student = try await student(fixture, first.code)
      for path in ["/class", first.path, "/classes", "/studies", "/review"] {
        #expect(try await student.get(path).status == 403, "\(path)")
      }
      #expect(try await fixture.visitor.get(first.path).status == 401)
    }
  }

  @Test func aClosedClassTakesNothing() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let room = try await open(auditor)
      let student = try await student(fixture, room.code)
      #expect(try await auditor.form(room.path + "/close", []).status == 303)
      _ = try await student.form("/lessons/percent/1/answer", [("guess", "5")])
      let id = String(room.path.dropFirst("/class/".count))
      #expect(try await fixture.store.classAnswers(of: id).isEmpty)
      let late = try await fixture.visitor.form("/lessons/class", [("code", room.code)])
      #expect(late.status == 403)
    }
  }

  @Test func wrongCodesAreRefusedAndCounted() async throws {
    try await ServerFixture.run(doorAttempts: 5) { fixture in
      let visitor = fixture.visitor
      for code in ["AAAAAAAA", "BCDF", "x", "BCDFGHJK"] {
        #expect(try await visitor.form("/lessons/class", [("code", code)]).status == 403)
      }
      var statuses: [Int] = []
      for _ in 0..<4 {
        statuses.append(
          try await visitor.form("/lessons/class", [("code", "BCDFGHJK")]).status)
      }
      #expect(statuses == [403, 429, 429, 429])
      #expect(try await visitor.form("/lessons/class", []).status != 303)
    }
  }

  @Test func otherRolesKeepTheirSession() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let room = try await open(auditor)
      #expect(try await auditor.form("/lessons/class", [("code", room.code)]).status == 409)
      // A guess of somebody who is in no class is shown, and kept nowhere.
      let guess = try await auditor.form("/lessons/percent/1/answer", [("guess", "5")])
      #expect(guess.status == 303)
      let id = String(room.path.dropFirst("/class/".count))
      #expect(try await fixture.store.classAnswers(of: id).isEmpty)
    }
  }

  @Test func codesAreReadAsPeopleWriteThem() {
    #expect(Classroom.code(in: " bcdf-ghjk ") == "BCDFGHJK")
    for bad in ["", "BCDFGHJ", "BCDFGHJKK", "ABCDEFGH", "BCDFGHJÉ", "BCDFGHJ0"] {
      #expect(Classroom.code(in: bad) == nil, "\(bad)")
    }
    for _ in 0..<100 { #expect(Classroom.code(in: Classroom.newCode()) != nil) }
  }
}
