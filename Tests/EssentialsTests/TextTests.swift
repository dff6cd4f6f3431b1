import Essentials
import Testing

@Suite struct TextTests {
  @Test func tablesStandAligned() {
    var table = TextTable([.text("camera"), .number("faces"), .text("note")])
    table.append(["東京", "7", ""])
    table.append(["e\u{301}cole", "1,024", "two\nlines"])
    #expect(
      table.description == """
        camera  faces  note
        ------  -----  -------------
        東京        7
        e\u{301}cole   1,024  two\\u{a}lines
        """)
  }

  @Test func hostileTextStaysOnItsLine() {
    #expect("a\u{1B}[2J\u{202E}b\u{2028}".oneLine == "a\\u{1b}[2J\\u{202e}b\\u{2028}")
    #expect("Žižkov 🙂".oneLine == "Žižkov 🙂")
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ]) func grouped(value: Int, text: String) { #expect(Numerals.grouped(value) == text) }

  @Test(arguments: [
    (0.0, "0"), (0.19047, "0.190"), (12.345, "12.3"), (0.9996, "1.00"), (99.96, "100"),
    (123_456, "123000"), (3_147_436, "3,147,436"), (3.2e-6, "3.20e-6"), (0.0001, "0.000100"),
    (-0.5, "-0.500"), (.nan, "not measurable"), (.infinity, "infinite"),
  ]) func significant(value: Double, text: String) { #expect(Numerals.significant(value) == text) }

  @Test(arguments: [
    (0.190476, "19.0 %"), (1, "100 %"), (0, "0 %"), (3.2e-6, "3.2e-6"), (0.0005, "0.0500 %"),
    (0.99999, "100 %"), (.nan, "not measurable"),
  ]) func percent(share: Double, text: String) { #expect(Numerals.percent(share) == text) }

  @Test func fixedHasNoNegativeZero() {
    #expect(Numerals.fixed(-0.001, 2) == "0.00")
    #expect(Numerals.fixed(-0.01, 2) == "-0.01")
    #expect(Numerals.fixed(2.5, 0) == "2")
  }
}
