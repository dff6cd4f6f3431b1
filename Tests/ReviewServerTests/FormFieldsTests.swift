import Testing

@testable import ReviewServer

@Suite struct FormFieldsTests {
  @Test func decodesAndTrims() throws {
    let form = try FormFields(Array("name=+a%C3%A4%26b+&empty=&csrf=x-_&blank=+%0A+&one=+1".utf8))
    #expect(form["name"] == "aä&b")
    #expect(form["empty"] == nil)
    #expect(form["csrf"] == "x-_")
    #expect(form["other"] == nil)
    #expect(form["blank"] == nil)
    #expect(form["one"] == "1")
  }

  @Test(arguments: ["a=%", "a=%4", "a=%zz", "a=%ff", "a=1&a=2"])
  func refuses(text: String) {
    #expect(throws: Problem.self) { try FormFields(Array(text.utf8)) }
  }
}
