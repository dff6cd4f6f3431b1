/// A piece of HTML or SVG as a tree, from which text comes out escaped: there is no way to write a
/// raw tag into a page.
package indirect enum Markup: Sendable, Equatable {
  /// Text, escaped when written.
  case text(String)
  /// An element with its attributes, in their order, and children.
  case element(String, [Attribute], [Markup])

  /// A name and a value; the value is escaped when written.
  package struct Attribute: Sendable, Equatable {
    let name: String
    let value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// An element; attributes whose value is nil are left out.
  package static func tag(
    _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ children: [Markup] = []
  ) -> Markup {
    let present = attributes.compactMap { pair in pair.value.map { Attribute(pair.key, $0) } }
    return .element(name, present, children)
  }

  /// An element that holds one text.
  package static func tag(
    _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], text: String
  ) -> Markup {
    .tag(name, attributes, [.text(text)])
  }

  /// The text of this tree without its tags.
  package var plainText: String {
    switch self {
    case .text(let text): text
    case .element(_, _, let children): children.map(\.plainText).joined()
    }
  }
}

extension Markup {
  /// Elements that have no end tag in HTML.
  private static let void: Set<String> = ["br", "hr", "img", "input", "link", "meta"]
  /// Elements of SVG that are written `<x/>` when empty.
  private static let selfClosing: Set<String> = [
    "path", "polygon", "rect", "circle", "use", "line",
  ]
  /// Elements that begin a line of their own, which keeps a page readable and its changes reviewable.
  private static let lineBreaking: Set<String> = [
    "html", "head", "body", "meta", "link", "title", "style", "main", "header", "footer", "nav",
    "section", "article", "aside", "h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "dl",
    "div", "form", "fieldset", "figure", "figcaption", "details", "table", "caption", "thead",
    "tbody", "tr", "svg",
    "g",
  ]

  /// Writes this tree to `output`.
  ///
  /// The one text that HTML forbids to escape is a style element's: it may not hold "<", which is
  /// our own doing and so a precondition.
  package func write(to output: inout String) {
    switch self {
    case .text(let text): output += Markup.escape(text)
    case .element(let name, let attributes, let children):
      if Markup.lineBreaking.contains(name), !output.hasSuffix("\n") { output += "\n" }
      output += "<" + name
      for attribute in attributes {
        output += " " + attribute.name + "=\"" + Markup.escape(attribute.value) + "\""
      }
      if Markup.void.contains(name) {
        output += ">"
        return
      }
      if children.isEmpty, Markup.selfClosing.contains(name) {
        output += "/>"
        return
      }
      output += ">"
      if name == "style" {
        let text = plainText
        precondition(!text.contains("<"), "a style sheet without tags")
        output += text
      } else {
        for child in children { child.write(to: &output) }
      }
      output += "</" + name + ">"
    }
  }

  /// `text` with the five characters of HTML's syntax as references.
  ///
  /// Control characters, which HTML doesn't allow, become the replacement character, and so do the
  /// bidirectional controls that could turn a name around on the page.
  static func escape(_ text: String) -> String {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\n", "\t": escaped.unicodeScalars.append(scalar)
      default:
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF:
          escaped += "\u{FFFD}"
        default: escaped.unicodeScalars.append(scalar)
        }
      }
    }
    return escaped
  }
}
