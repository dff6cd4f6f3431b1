import Crypto
package import Essentials
import Foundation

/// Turns a ``Page`` and its drawn figures into one tree of markup.
struct PageWriter {
  /// How figures stand in the page.
  enum FigureForm {
    /// Drawn already: the drawings in reading order.
    case drawings([Drawing])
    /// As data for a script, with the table open.
    case charts
  }

  private let form: FigureForm
  /// What the identifiers of parts begin with, before "section-" and "figure-".
  private let prefix: String
  /// How many figures were written.
  private(set) var figureCount = 0
  private var sectionCount = 0

  init(drawings: [Drawing]) { self.init(form: .drawings(drawings), prefix: "") }

  init(form: FigureForm, prefix: String) {
    self.form = form
    self.prefix = prefix.isEmpty ? "" : prefix + "-"
  }

  mutating func document(_ page: Page) -> Markup {
    let style = Stylesheet.text
    let policy =
      "default-src 'none'; style-src 'sha256-\(PageWriter.hash(style))'; img-src data:; "
      + "base-uri 'none'; form-action 'none'"
    let head = Markup.tag(
      "head", [:],
      [
        .tag("meta", ["charset": "utf-8"]),
        .tag("meta", ["http-equiv": "Content-Security-Policy", "content": policy]),
        .tag("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        .tag("meta", ["name": "color-scheme", "content": "light dark"]),
        .tag("meta", ["name": "referrer", "content": "no-referrer"]),
        .tag("title", text: page.title),
        .tag("link", ["rel": "icon", "href": "data:,"]),
        .tag("style", text: style),
      ])
    return .tag("html", ["lang": page.language], [head, body(page)])
  }

  private mutating func body(_ page: Page) -> Markup {
    let header = Markup.tag(
      "header", [:],
      [.tag("h1", text: page.title), .tag("p", ["class": "summary"], page.summary.markup)])
    let limits = Markup.tag(
      "section", ["id": "limits", "class": "limits", "aria-labelledby": "limits-title"],
      [
        .tag("h2", ["id": "limits-title"], text: "Limits, before any result"),
        .tag("ul", [:], page.limits.map { .tag("li", [:], $0.markup) }),
      ])
    var titles = [("limits", "Limits, before any result")]
    var parts: [Markup] = []
    for part in page.sections {
      let id = "section-\(sectionCount + 1)"
      titles.append((id, part.title))
      parts.append(section(part, level: 2))
    }
    titles.append(("provenance", "How this was made"))
    let provenance = Markup.tag(
      "section", ["id": "provenance", "aria-labelledby": "provenance-title"],
      [
        .tag("h2", ["id": "provenance-title"], text: "How this was made"),
        PageWriter.facts(page.provenance),
      ])
    let contents = Markup.tag(
      "nav", ["aria-label": "Contents"],
      [
        .tag(
          "ol", [:],
          titles.map { id, title in
            .tag("li", [:], [.tag("a", ["href": "#" + id], text: title)])
          })
      ])
    return .tag(
      "body", [:],
      [
        .tag("a", ["class": "skip", "href": "#main"], text: "Skip to the content"),
        header, contents, .tag("main", ["id": "main"], [limits] + parts + [provenance]),
        .tag(
          "footer", [:],
          [
            .tag(
              "p",
              text: "Made by Lookalike, an open audit bench for face matching. This file needs no "
                + "network and runs no script.")
          ]),
      ])
  }

  private mutating func section(_ section: Section, level: Int) -> Markup {
    sectionCount += 1
    let id = "\(prefix)section-\(sectionCount)"
    let heading = Markup.tag(
      "h\(min(level, 6))", ["id": id + "-title"], text: section.title)
    return .tag(
      "section", ["id": id, "aria-labelledby": id + "-title"],
      [heading] + section.blocks.map { block($0, level: level) })
  }

  mutating func block(_ block: Block, level: Int) -> Markup {
    switch block {
    case .paragraph(let prose): .tag("p", [:], prose.markup)
    case .list(let items): .tag("ul", [:], items.map { .tag("li", [:], $0.markup) })
    case .note(let prose): .tag("p", ["class": "note"], prose.markup)
    case .facts(let facts): PageWriter.facts(facts)
    case .tiles(let tiles): PageWriter.tiles(tiles)
    case .table(let table, let caption): PageWriter.table(table, caption: caption)
    case .figure(let value): figure(value)
    case .gallery(let pictures): PageWriter.gallery(pictures)
    case .section(let inner): section(inner, level: level + 1)
    }
  }

  private mutating func figure(_ figure: Figure) -> Markup {
    figureCount += 1
    let id = "\(prefix)figure-\(figureCount)"
    let picture: Markup
    var isOpen: String?
    switch form {
    case .drawings(let drawings):
      picture = .tag(
        "div", ["class": "scroll", "tabindex": "0", "role": "group", "aria-label": figure.title],
        [
          drawings[figureCount - 1].markup(
            id: id, title: figure.title, description: figure.description)
        ])
    case .charts:
      picture = .tag(
        "div",
        ["class": "chart", "data-chart": Chart(figure.plot).json, "data-title": figure.title])
      isOpen = ""
    }
    return .tag(
      "figure", ["id": id],
      [
        picture,
        .tag(
          "figcaption", [:],
          [
            .tag(
              "strong",
              text:
                "Figure \(figureCount). \(figure.title)\(figure.title.hasSuffix("?") ? "" : ".")"),
            .text(" " + figure.description),
          ]),
        .tag(
          "details", ["open": isOpen],
          [
            .tag("summary", text: "The numbers of figure \(figureCount) as a table"),
            PageWriter.table(figure.table, caption: figure.title),
          ]),
      ])
  }

  /// The SHA-256 of the style sheet as the content security policy wants it, so that no other
  /// style can ever apply.
  private static func hash(_ style: String) -> String {
    Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
  }
}

extension PageWriter {
  static func facts(_ facts: [Block.Fact]) -> Markup {
    .tag(
      "dl", [:],
      facts.map { fact in
        .tag("div", [:], [.tag("dt", text: fact.name), .tag("dd", [:], fact.value.markup)])
      })
  }

  static func tiles(_ tiles: [Block.Tile]) -> Markup {
    .tag(
      "div", ["class": "tiles"],
      tiles.map { tile in
        .tag(
          "div", ["class": "tile"],
          [
            .tag("p", ["class": "value"], text: tile.value),
            .tag("p", ["class": "label"], text: tile.label),
            .tag("p", ["class": "detail"], text: tile.detail),
          ])
      })
  }

  static func table(_ table: TextTable, caption: String) -> Markup {
    func kind(_ column: Int) -> String? {
      table.columns[column].alignment == .trailing ? "number" : nil
    }
    let head = Markup.tag(
      "tr", [:],
      table.columns.indices.map { column in
        .tag("th", ["scope": "col", "class": kind(column)], text: table.columns[column].title)
      })
    let rows = table.rows.map { row in
      Markup.tag(
        "tr", [:],
        row.indices.map { column in
          .tag(
            column == 0 ? "th" : "td", ["scope": column == 0 ? "row" : nil, "class": kind(column)],
            text: row[column])
        })
    }
    return .tag(
      "div",
      [
        "class": table.rows.count <= 14 ? "scroll short" : "scroll", "tabindex": "0",
        "role": "group", "aria-label": caption,
      ],
      [
        .tag(
          "table", [:],
          [
            .tag("caption", text: caption), .tag("thead", [:], [head]), .tag("tbody", [:], rows),
          ])
      ])
  }

  static func gallery(_ pictures: [Block.Captioned]) -> Markup {
    .tag(
      "ul", ["class": "gallery"],
      pictures.map { item in
        let place = item.picture?.markup ?? .tag("div", ["class": "absent"], text: "no picture")
        return .tag(
          "li", ["class": item.stressed ? "stressed" : nil],
          [
            place,
            .tag(
              "div", ["class": "words"],
              [.tag("p", ["class": "name"], text: item.title)]
                + item.lines.map { .tag("p", [:], $0.markup) }),
          ])
      })
  }
}

// The same parts for pages that are not reports: the console's.
extension Markup {
  /// Names with their values.
  package static func facts(_ facts: [Block.Fact]) -> Markup { PageWriter.facts(facts) }

  /// A table with its caption, which scrolls by itself where it is wide.
  package static func table(_ table: TextTable, caption: String) -> Markup {
    PageWriter.table(table, caption: caption)
  }

  /// A few figures that matter most.
  package static func tiles(_ tiles: [Block.Tile]) -> Markup { PageWriter.tiles(tiles) }
}
