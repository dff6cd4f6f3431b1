import Essentials
import Foundation
import FoundationXML
import TestSupport
import Testing

@testable import Reports

/// Facts about a page's HTML that a regular expression is enough for: our writer quotes every
/// attribute and escapes every "<" and quote within.
struct PageFacts {
  let html: String

  func all(_ pattern: String) -> [String] {
    guard let expression = try? NSRegularExpression(pattern: pattern) else { return [] }
    let range = NSRange(html.startIndex..., in: html)
    return expression.matches(in: html, range: range).compactMap {
      Range($0.range(at: 1), in: html).map { String(html[$0]) }
    }
  }

  var ids: [String] { all(#" id="([^"]*)""#) }
  var headings: [Int] { all("<h([1-6])[ >]").compactMap { Int($0) } }

  /// What every page must satisfy.
  func check(figures: Int) {
    #expect(Set(ids).count == ids.count, "identifiers are unique")
    let targets = all(##" href="#([^"]*)""##)
    #expect(Set(targets).isSubset(of: Set(ids)), "links within lead somewhere")
    let labels = all(#" aria-labelledby="([^"]*)""#).flatMap {
      $0.split(separator: " ").map(String.init)
    }
    #expect(Set(labels).isSubset(of: Set(ids)), "labels exist")
    for reference in all(#" (?:src|href|xlink:href|action|srcset|poster)="([^"]*)""#) {
      #expect(
        reference.hasPrefix("#") || reference.hasPrefix("data:"), "reaches out: \(reference)")
    }
    #expect(!html.contains("<script") && !html.contains("@import") && !html.contains("url("))
    #expect(all(#" (on[a-z]+)=""#).isEmpty && all(#" (style)=""#).isEmpty)
    #expect(headings.first == 1 && headings.filter { $0 == 1 }.count == 1)
    for (before, after) in zip(headings, headings.dropFirst()) {
      #expect(after <= before + 1, "a heading skips a level")
    }
    #expect(all("(<figure[ >])").count == figures)
    #expect(all("(<svg[ >])").count == figures)
    #expect(all("(<details>)").count == figures)
    for figure in html.components(separatedBy: "<figure").dropFirst() {
      let text = figure.components(separatedBy: "</figure>")[0]
      #expect(text.contains("<table") && text.contains("<title ") && text.contains("<desc "))
    }
    #expect(all(#"<html lang="([^"]+)""#).count == 1 && all("<title>([^<]+)</title>").count == 1)
    for element in ["main", "header", "footer", "nav"] {
      #expect(all("(<\(element)[ >])").count >= 1)
    }
    let limits = html.range(of: #"id="limits""#)?.lowerBound ?? html.endIndex
    let first = html.range(of: #"id="section-1""#)?.lowerBound ?? html.endIndex
    #expect(limits < first, "limits come first")
    #expect(html.contains("default-src 'none'".replacing("'", with: "&#39;")))
  }
}

@Suite struct PageTests {
  static let hostile = SampleFigures.hostile

  func page(_ text: String, figures: [Figure] = []) throws -> Page {
    var table = TextTable([.text(text), .number("n")])
    table.append([text, "1"])
    let png = Data(Pixel.png)
    return Page(
      title: text, summary: "\(text) \(strong: text) \(code: text)", limits: ["\(text)"],
      sections: [
        Section(
          text,
          [
            .paragraph("\(text)"), .list(["\(text)"]), .note("\(text)"),
            .facts([.init(text, "\(text)")]),
            .tiles([.init(value: text, label: text, detail: text)]), .table(table, caption: text),
            .gallery([
              .init(try Picture(png: png, alternative: text), title: text, lines: ["\(text)"]),
              .init(nil, title: text, stressed: true),
            ]),
            .section(Section(text, [.section(Section(text, [.paragraph("deep")]))])),
          ]), Section("Figures", figures.map { .figure($0) }),
      ], provenance: [.init(text, "\(text)")])
  }

  @Test func hostileTextStaysText() async throws {
    let html = try await page(Self.hostile).html()
    PageFacts(html: html).check(figures: 0)
    #expect(!html.contains("<b onload"))
    #expect(html.contains("&lt;b onload=alert(1)&gt;&amp;amp;"))
    let nasty = try await page("a\u{0}\u{202E}b</title></style><script>\"'").html()
    PageFacts(html: nasty).check(figures: 0)
    #expect(nasty.contains("a\u{FFFD}\u{FFFD}b&lt;/title&gt;"))
  }

  /// The page but its doctype and void elements is XML too, so that a strict parser can read it.
  @Test func theTreeIsWellFormed() async throws {
    let html = try await page(Self.hostile, figures: [SampleFigures.all()[0]]).html()
    let xml =
      html.replacing("<!DOCTYPE html>", with: "")
      .replacing(#/<(meta|img|link)([^>]*)>/#) { "<\($0.1)\($0.2)/>" }
    let parser = XMLParser(data: Data(xml.utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
  }

  @Test func theWholeTextOfASmallPage() async throws {
    let page = Page(
      title: "A & B", summary: "Two \(strong: "<things>").", limits: ["Nothing is proved."],
      sections: [Section("Results", [.paragraph("None.")])],
      provenance: [.init("seed", "\(code: "7")")])
    let html = try await page.html()
    let body = try #require(html.range(of: "<body>"))
    #expect(
      html[body.lowerBound...] == """
        <body><a class="skip" href="#main">Skip to the content</a>
        <header>
        <h1>A &amp; B</h1>
        <p class="summary">Two <strong>&lt;things&gt;</strong>.</p></header>
        <nav aria-label="Contents">
        <ol>
        <li><a href="#limits">Limits, before any result</a></li>
        <li><a href="#section-1">Results</a></li>
        <li><a href="#provenance">How this was made</a></li></ol></nav>
        <main id="main">
        <section id="limits" class="limits" aria-labelledby="limits-title">
        <h2 id="limits-title">Limits, before any result</h2>
        <ul>
        <li>Nothing is proved.</li></ul></section>
        <section id="section-1" aria-labelledby="section-1-title">
        <h2 id="section-1-title">Results</h2>
        <p>None.</p></section>
        <section id="provenance" aria-labelledby="provenance-title">
        <h2 id="provenance-title">How this was made</h2>
        <dl>
        <div><dt>seed</dt><dd><code>7</code></dd></div></dl></section></main>
        <footer>
        <p>Made by Lookalike, an open audit bench for face matching. This file needs no network and runs no script.</p></footer></body></html>

        """)
  }

  @Test func onlyAPNGIsAPicture() throws {
    #expect(throws: Failure.self) { try Picture(png: Data("GIF89a".utf8), alternative: "") }
    let picture = try Picture(png: Data(Pixel.png), alternative: "one point")
    #expect(picture.width == 1 && picture.height == 1)
  }

  @Test func aPageIsWrittenWholeAndNotOverAnother() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("index.html")
    let page = try page("plain")
    try await page.write(to: path, replacing: false)
    let html = try await page.html()
    #expect(try String(contentsOfFile: path, encoding: .utf8) == html)
    await #expect(throws: Failure.self) { try await page.write(to: path, replacing: false) }
    try await page.write(to: path, replacing: true)
    #expect(try folder.entries() == ["index.html"])
  }
}

/// The smallest PNG: one grey point.
enum Pixel {
  static let png: [UInt8] = [
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1,
    0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3A, 0x7E, 0x9B, 0x55, 0, 0, 0, 10, 0x49, 0x44, 0x41, 0x54, 0x78,
    0x9C, 0x63, 0x68, 0, 0, 0, 0x82, 0, 0x81, 0x77, 0xCD, 0x72, 0xB6, 0, 0, 0, 0, 0x49, 0x45, 0x4E,
    0x44, 0xAE, 0x42, 0x60, 0x82,
  ]
}
