import Biometrics
import Foundation
import Review
import Testing

@testable import ReviewServer
@testable import Store

/// A form that can't be accepted comes back with what was entered and all that is wrong.
@Suite struct StudyFormTests {
  private func fields(_ changes: [String: String?]) throws -> FormFields {
    let all = ServerFixture.studyFields.compactMap { name, value in
      (changes[name] ?? value).map { (name, $0) }
    }
    let text =
      (all
      + changes.filter { change in !all.contains { $0.0 == change.key } }
      .compactMap { name, value in value.map { (name, $0) } })
      .map { name, value in
        name + "=" + (value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
      }.joined(separator: "&")
    return try FormFields(Array(text.utf8))
  }

  @Test func allFaultsAreToldInTheOrderOfThePage() throws {
    let (filled, faults) = StudyForm.read(
      try fields(["seed": "-1", "title": nil, "overlap": "many", "fee": "101", "pay": "4 cents"]),
      origin: .rendered)
    #expect(filled == nil)
    #expect(faults.map(\.field) == ["title", "overlap", "pay", "fee", "seed"])
    #expect(faults.text("title") == "This is missing.")
    #expect(faults.text("fee") == "This must be a whole number from 0 to 100.")
  }

  @Test func eachFaultIsFound() throws {
    for (name, value) in [
      ("title", String(repeating: "x", count: 121)), ("top", "0"), ("top", "21"),
      ("propose", "101"), ("score", "loud"), ("reviewers", "0"), ("overlap", "0"),
      ("overlap", "3"), ("returnAfter", "-1"), ("returnAfter", "10081"), ("returnAfter", "soon"),
      ("secondLooks", "201"), ("gold", "-1"), ("breakEvery", ""), ("pay", "-1"), ("pay", "1001"),
      ("currency", "XXX"), ("fee", "1.5"), ("seed", "99999999999999999999"),
    ] {
      let (filled, faults) = StudyForm.read(try fields([name: value]), origin: .rendered)
      #expect(filled == nil && faults.map(\.field) == [name], "\(name) \(value)")
    }
  }

  @Test func pairsGoBackAsTheFormSays() throws {
    for (entered, minutes) in [("0", nil), ("45", 45), (nil, nil)] as [(String?, Int?)] {
      let (filled, _) = StudyForm.read(try fields(["returnAfter": entered]), origin: .rendered)
      #expect(filled?.design.returnAfterMinutes == minutes)
    }
  }

  @Test func whatWasEnteredComesBack() async throws {
    try await ServerFixture.run { fixture in
      let auditor = try await fixture.auditor()
      let form = try await auditor.get("/studies/new")
      #expect(form.text.contains("value=\"30\"") && !form.text.contains("aria-invalid"))
      var entered = ServerFixture.studyFields.filter { !["overlap", "pay"].contains($0.0) }
      entered += [
        ("overlap", "5"), ("pay", "4 <b>cents"), ("list", "</textarea><script>"),
        ("stop", "adaptive"), ("sure", "95"), ("accuracy", "85"), ("fewest", "2"),
      ]
      let answer = try await auditor.form("/studies", entered)
      #expect(answer.status == 422)
      let page = answer.text
      #expect(page.contains("value=\"Noise &amp; &lt;b&gt;bold&lt;/b&gt;\""))
      #expect(page.contains("value=\"4 &lt;b&gt;cents\""))
      #expect(page.contains("&lt;/textarea&gt;&lt;script&gt;"))
      #expect(page.contains("<option value=\"adaptive\" selected"))
      #expect(page.contains("<details open"))
      // One field takes the focus: the first; each is described by its fault, then by its hint.
      #expect(page.ranges(of: "autofocus").count == 1)
      #expect(page.ranges(of: "aria-invalid=\"true\"").count == 2)
      #expect(page.contains("aria-describedby=\"field-pay-fault\" aria-invalid=\"true\""))
      let overlap =
        "aria-describedby=\"field-overlap-fault field-overlap-hint\" aria-invalid=\"true\" autofocus"
      #expect(page.contains(overlap))
      #expect(page.contains("href=\"#field-pay\""))
      let list = try await auditor.form(
        "/studies", ServerFixture.studyFields + [("list", "[1, 2")])
      #expect(list.status == 422)
      #expect(list.text.contains("id=\"field-list-fault\""))
      #expect(list.text.contains("field-list-fault field-list-hint"))
      #expect(list.text.contains(">[1, 2</textarea>"))
      #expect(try await fixture.store.studies().isEmpty)
      // Mended, it is a study.
      #expect(try await auditor.form("/studies", ServerFixture.studyFields).status == 303)
    }
  }
}
