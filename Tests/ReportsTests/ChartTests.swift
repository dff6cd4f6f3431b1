import Essentials
import Foundation
import Testing

@testable import Reports

/// Figures as data for a browser: the same numbers as the plot's, and nothing that could break out.
@Suite struct ChartTests {
  private struct Read: Decodable {
    struct Axis: Decodable {
      let title: String
      let lower: Double?
      let upper: Double?
    }
    struct Layer: Decodable {
      let kind: String
      let name: String?
      let data: [[Double]]
      let texts: [String]?
    }
    let x: Axis
    let y: Axis
    let layers: [Layer]
  }

  private func read(_ figure: Figure) throws -> Read {
    try JSONDecoder().decode(Read.self, from: Data(Chart(figure.plot).json.utf8))
  }

  @Test func aCurveKeepsItsNumbersAndItsMarks() throws {
    let figure = Figure.curves(
      title: "t", description: "d",
      [
        .init(
          "a", [.init(x: 1, y: 0.123_456_78, low: 0.1, high: 0.2), .init(x: 1_000, y: 0.5)])
      ], x: "people", y: "share", xIsCount: true, yIsShare: true, marks: [("here", 30)])
    let chart = try read(figure)
    let line = try #require(chart.layers.first { $0.kind == "line" })
    #expect(line.data == [[1, 0.123457], [1_000, 0.5]] && line.name == "a")
    #expect(chart.layers.first { $0.kind == "band" }?.data == [[1, 0.1, 0.2]])
    #expect(chart.layers.first { $0.kind == "vertical" }?.data == [[30]])
    #expect(chart.y.lower == 0 && chart.x.title == "people")
  }

  @Test func whatIsNotFiniteIsLeftOut() throws {
    let figure = Figure.curves(
      title: "t", description: "d", [.init("a", [.init(x: 1, y: .nan), .init(x: 2, y: 3)])],
      x: "x", y: "y")
    #expect(try read(figure).layers.first { $0.kind == "line" }?.data == [[2, 3]])
    #expect(Chart.short(.infinity) == nil && Chart.short(1e-300) == 1e-300)
  }

  @Test func aFunnelHasABoxAndALabelForEachBar() throws {
    let figure = Figure.funnel(
      title: "t", description: "d",
      [
        .init("one", 42, detail: ""), .init("two", 8, detail: "", kind: .good),
        .init("no", 0, detail: ""),
      ])
    let layers = try read(figure).layers
    #expect(layers.filter { $0.kind == "boxes" }.flatMap(\.data).count == 2)
    #expect(layers.first { $0.kind == "labels" }?.texts == ["42", "8", "0"])
  }

  @Test func aFragmentEscapesAndBringsATableForEachFigure() {
    let evil = "\"><script>alert(1)</script>"
    let figure = Figure.funnel(title: evil, description: evil, [.init(evil, 3, detail: evil)])
    let parts = Fragment([.figure(figure), .paragraph(Prose(evil)), .figure(figure)], prefix: "p")
    #expect(parts.hasFigures && !parts.html.contains("<script"))
    #expect(parts.html.matches(of: #/<details open="">/#).count == 2)
    #expect(parts.html.contains("id=\"p-figure-1\"") && parts.html.contains("id=\"p-figure-2\""))
    #expect(!Fragment([.paragraph("x")]).hasFigures)
  }
}
