import Essentials
import Foundation
import TestSupport
import Testing

@testable import Reports

@Suite struct FigureTests {
  /// One page with every kind of figure, drawn twice.
  ///
  /// With LOOKALIKE_SAMPLE_PAGES set to a folder the page is kept there for looking at.
  @Test func everyKindIsDrawnSafelyAndTheSameTwice() async throws {
    let figures = SampleFigures.all()
    let page = Page(
      title: "Figures", summary: "One of each kind.", limits: ["Invented numbers."],
      sections: [Section("All kinds", figures.map { .figure($0) })], provenance: [])
    let html = try await page.html()
    let facts = PageFacts(html: html)
    facts.check(figures: figures.count)
    #expect(try await page.html() == html)
    #expect(!html.contains("<b onload"))
    // Each colour of gnuplot has become an ink; nothing is drawn in a colour of its own.
    #expect(
      facts.all(#" (?:fill|stroke|color)="([^"]*)""#).allSatisfy {
        $0 == "none" || $0 == "currentColor"
      })
    for figure in figures { #expect(!figure.table.rows.isEmpty && !figure.description.isEmpty) }
    if let folder = ProcessInfo.processInfo.environment["LOOKALIKE_SAMPLE_PAGES"] {
      try await page.write(to: folder + "/figures.html", replacing: true)
    }
  }

  @Test func aMissingGnuplotSaysWhatToInstall() async throws {
    let failure = await #expect(throws: Failure.self) {
      try await Gnuplot(program: "no-such-gnuplot").check()
    }
    #expect(failure?.code == .unavailable)
    #expect(
      failure?.description.contains("Scripts/setup") == true, "\(String(describing: failure))")
  }

  @Test func aScriptThatFailsOrHangsIsAFailure() async throws {
    let failed = await #expect(throws: Failure.self) { try await Gnuplot().run("plot nonsense(\n") }
    #expect(failed?.code == .unavailable)
    let slow = await #expect(throws: Failure.self) {
      try await Gnuplot(timeLimitSeconds: 1).run("pause 60\n")
    }
    #expect(slow?.description.contains("longer than 1 s") == true, "\(String(describing: slow))")
  }

  /// Names from data reach gnuplot only within single quotes, where nothing is replaced.
  @Test func hostileNamesRunNothing() async throws {
    let folder = try TemporaryFolder()
    let trap = "'; system('touch \(folder.file("trap"))'); '`touch \(folder.file("trap"))`"
    let names = [trap, "\n!touch x\n", "'%s%n'`x`\"\\"]
    let figure = Figure.funnel(
      title: trap, description: trap, names.map { .init($0, 3, detail: "") })
    let drawing = try #require(try await Gnuplot().draw([figure.plot]).first)
    let shown = drawing.content.map(\.plainText).joined()
    #expect(try folder.entries().isEmpty)
    for name in names {
      let expected = name.oneLine.shortened(to: 24).replacing("'", with: "\u{2019}")
      #expect(shown.contains(expected), "\(name)")
    }
  }

  @Test func noDataStillDraws() async throws {
    let empty = Histogram([], in: 0...1, bins: 4)
    let figures: [Figure] = [
      .scoreDistributions(
        mated: empty, nonMated: empty, scoreName: "cosine", polarity: .similarity),
      .detectionErrorTradeOff([.init("perfect", [(0, 0), (1, 0)])]),
      .receiverOperatingCharacteristic([.init("perfect", [(0, 0), (1, 0)])]),
      .cumulativeMatch([], searches: 0), .falsePositiveScaling([], setting: "none"),
      .bestStranger([], spread: "half", scoreName: "cosine"),
      .reliability([], mapping: "none", prior: 0.5),
      .funnel(title: "t", description: "d", []),
      .distribution(title: "t", description: "d", empty, unit: "u", people: "p"),
      .curves(title: "t", description: "d", [], x: "x", y: "y"),
      .groups([.init("g", .init(events: 0, trials: 0), nil)], rateName: "FMR"),
      .crossGroups(["g"], [[.init("", .init(events: 0, trials: 0), nil)]], rateName: "FMR"),
    ]
    for (index, figure) in figures.enumerated() {
      let drawn = try await Gnuplot().draw([figure.plot])
      #expect(drawn.count == 1, "figure \(index)")
    }
  }

  @Test func drawingsAreCleaned() throws {
    let svg = """
      <?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>
      <svg viewBox="0 0 9 9" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">
      <title>x</title><script>alert(1)</script><style>@import url(http://x)</style>
      <defs><circle id="used" r="1"/><circle id="unused" r="2"/><filter id="f"/></defs>
      <g onclick="x()"></g><image xlink:href="http://x/y.png"/><a xlink:href="http://x"><path d="M0"/></a>
      <g style="fill:url(http://x)" color="black"><use xlink:href="#used"/><use xlink:href="http://x#y"/>
      <path d="M1" stroke="rgb(  0,   0,   5)" fill="red"/><text onload="x()">a&lt;b</text></g></svg>
      """
    let drawing = try Drawing(svg: svg)
    var text = ""
    drawing.markup(id: "f1", title: "<t>", description: "d").write(to: &text)
    #expect(
      text.replacing("\n", with: "")
        == "<svg viewBox=\"0 0 9 9\" width=\"9\" role=\"img\" aria-labelledby=\"f1-title f1-description\">"
        + "<title id=\"f1-title\">&lt;t&gt;</title><desc id=\"f1-description\">d</desc>"
        + "<defs><circle id=\"f1-used\" r=\"1\"/></defs><g class=\"c-ink\"><use href=\"#f1-used\"/>"
        + "<use/><path d=\"M1\" class=\"s-first\"/><text>a&lt;b</text></g></svg>")
    #expect(throws: Failure.self) { try Drawing(svg: "no drawing") }
  }

  /// WCAG 2.2: text 4.5 to 1 (1.4.3), parts of figures 3 to 1 (1.4.11).
  @Test func contrastsSuffice() {
    func luminance(_ colour: String) -> Double {
      let value = Int(colour.dropFirst(), radix: 16) ?? 0
      let parts = [value >> 16, value >> 8 & 255, value & 255].map { part -> Double in
        let share = Double(part) / 255
        return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
    func contrast(_ first: String, _ second: String) -> Double {
      let (a, b) = (luminance(first), luminance(second))
      return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }
    #expect(abs(contrast("#ffffff", "#767676") - 4.54) < 0.01)
    for colour in [\Ink.light, \Ink.dark] {
      let paper = Ink.paper[keyPath: colour]
      for ink in Ink.series + [.reference] { #expect(contrast(ink[keyPath: colour], paper) >= 3) }
      #expect(contrast(Ink.ink[keyPath: colour], paper) >= 7)
      for (step, shade) in Ink.heat.enumerated() {
        let text = step > 3 ? Ink.paper : Ink.ink
        #expect(contrast(text[keyPath: colour], shade[keyPath: colour]) >= 4.5, "\(shade)")
      }
    }
    for (paper, tint, muted, link, warn) in [
      ("#ffffff", "#f6f7f9", "#50565d", "#0a53b5", "#b04a00"),
      ("#16181b", "#1f2226", "#b0b6bd", "#8ab8ff", "#f0a35e"),
    ] {
      for colour in [paper, tint, muted, link, warn] {
        #expect(Stylesheet.text.contains(colour), "the style no longer has \(colour)")
      }
      for text in [muted, link, warn] {
        #expect(contrast(text, paper) >= 4.5 && contrast(text, tint) >= 4.5)
      }
    }
  }

  @Test func thinningKeepsEndsAndLimit() {
    let points = (0..<100_000).map { Plot.Point(x: Double($0), y: Double($0 * $0)) }
    let thin = points.thinned(to: 200)
    #expect(thin.count <= 200 && thin.count > 150)
    #expect(thin.first == points.first && thin.last == points.last)
    #expect(zip(thin, thin.dropFirst()).allSatisfy { $0.x < $1.x })
    #expect(points.prefix(5).map { $0 }.thinned(to: 10) == Array(points.prefix(5)))
  }

  /// Every score is counted once, in the bin that a linear search finds.
  @Test func histogramAgainstCounting() {
    var random = RandomStream(seed: 2)
    let scores = (0..<5000).map { _ in 2 * random.normal() } + [.infinity, .nan, -.infinity, 1e300]
    let histogram = Histogram(scores, in: -1...1, bins: 8)
    var expected = [Int](repeating: 0, count: 8)
    for score in scores where score.isFinite {
      var bin = 0
      while bin < 7 && score >= -1 + Double(bin + 1) * 0.25 { bin += 1 }
      expected[bin] += 1
    }
    #expect(histogram.counts == expected && histogram.total == 5001)
  }
}
