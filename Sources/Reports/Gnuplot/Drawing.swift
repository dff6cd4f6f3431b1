import Essentials
import Foundation
import FoundationXML

/// A drawing that is safe to put into a page: only known elements and attributes of gnuplot's SVG,
/// its colours replaced by the page's inks, its references only to itself.
struct Drawing: Sendable, Equatable {
  /// The `viewBox` of the drawing.
  let viewBox: String
  /// What is within; identifiers as gnuplot gave them.
  let content: [Markup]

  /// Reads gnuplot's SVG.
  ///
  /// - Throws: ``Failure`` (`unavailable`) when it is not the SVG of a drawing.
  init(svg: String) throws {
    let reader = SVGReader()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.shouldResolveExternalEntities = false
    parser.delegate = reader
    guard parser.parse(), let viewBox = reader.viewBox else {
      throw Failure(
        .unavailable, "gnuplot wrote no drawing that can be read",
        remedy: "Install gnuplot 5.4 or newer")
    }
    self.viewBox = viewBox
    var needed = Set(reader.content.flatMap(Drawing.references))
    var definitions: [Markup] = []
    // Definitions refer only to earlier ones, so that one walk backwards finds all that are needed.
    for definition in reader.definitions.reversed() {
      guard let id = definition.attribute("id"), needed.contains(id) else { continue }
      needed.formUnion(Drawing.references(definition))
      definitions.append(definition)
    }
    let head: [Markup] = definitions.isEmpty ? [] : [.tag("defs", [:], definitions.reversed())]
    content = head + reader.content
  }

  /// The width that `viewBox` ends in, second to last.
  private var width: String? { viewBox.split(separator: " ").dropFirst(2).first.map(String.init) }

  /// The drawing as an element of a page; `id` begins each of its identifiers.
  func markup(id: String, title: String, description: String) -> Markup {
    .tag(
      "svg",
      [
        "viewBox": viewBox, "width": width, "role": "img",
        "aria-labelledby": "\(id)-title \(id)-description",
      ],
      [
        .tag("title", ["id": id + "-title"], text: title),
        .tag("desc", ["id": id + "-description"], text: description),
      ] + content.map { $0.withIdentifiers(beginning: id + "-") })
  }

  /// The identifiers to which `markup` refers.
  private static func references(_ markup: Markup) -> [String] {
    guard case .element(_, _, let children) = markup else { return [] }
    let own = markup.attribute("href").map { [String($0.dropFirst())] } ?? []
    return own + children.flatMap(references)
  }
}

extension Markup {
  /// The value of the attribute `name`.
  func attribute(_ name: String) -> String? {
    guard case .element(_, let attributes, _) = self else { return nil }
    return attributes.first { $0.name == name }?.value
  }

  /// The same tree with `prefix` before each identifier and each reference.
  fileprivate func withIdentifiers(beginning prefix: String) -> Markup {
    guard case .element(let name, let attributes, let children) = self else { return self }
    return .element(
      name,
      attributes.map { attribute in
        switch attribute.name {
        case "id": Attribute("id", prefix + attribute.value)
        case "href": Attribute("href", "#" + prefix + attribute.value.dropFirst())
        default: attribute
        }
      },
      children.map { $0.withIdentifiers(beginning: prefix) })
  }
}

/// Collects the known parts of an SVG document as markup.
private final class SVGReader: NSObject, XMLParserDelegate {
  private(set) var viewBox: String?
  private(set) var content: [Markup] = []
  private(set) var definitions: [Markup] = []
  private var open: [(name: String, attributes: [Markup.Attribute], children: [Markup])] = []
  private var ignored = 0
  /// How many elements were open where the definitions began; nil outside them.
  private var definitionDepth: Int?

  private static let elements: Set<String> = [
    "svg", "defs", "g", "path", "polygon", "rect", "circle", "use", "text", "tspan",
  ]
  private static let attributes: Set<String> = [
    "d", "points", "x", "y", "width", "height", "cx", "cy", "r", "transform", "stroke-width",
    "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "fill-opacity", "opacity",
    "text-anchor", "font-size",
  ]

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    if ignored > 0 || !SVGReader.elements.contains(name) {
      ignored += 1
      return
    }
    if name == "svg" {
      viewBox = attributes["viewBox"]
    } else if name == "defs" {
      definitionDepth = open.count
    } else {
      open.append((name, SVGReader.known(attributes, isDefinition: definitionDepth != nil), []))
    }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if ignored > 0 {
      ignored -= 1
      return
    }
    if name == "svg" { return }
    if name == "defs" {
      definitionDepth = nil
      return
    }
    guard let element = open.popLast() else { return }
    // gnuplot opens a group for each change of pen, most of them empty.
    if name == "g" && element.children.isEmpty { return }
    let markup = Markup.element(element.name, element.attributes, element.children)
    if open.count == definitionDepth {
      definitions.append(markup)
    } else if !open.isEmpty {
      open[open.count - 1].children.append(markup)
    } else {
      content.append(markup)
    }
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    guard ignored == 0, let last = open.last, last.name == "text" || last.name == "tspan" else {
      return
    }
    open[open.count - 1].children.append(.text(text))
  }

  /// The known attributes, sorted by name, with colours as classes.
  private static func known(_ given: [String: String], isDefinition: Bool) -> [Markup.Attribute] {
    var known: [Markup.Attribute] = []
    var classes: [String] = []
    for (name, value) in given.sorted(by: { $0.key < $1.key }) {
      switch name {
      case "id" where isDefinition: known.append(.init("id", value))
      case "href" where value.hasPrefix("#"), "xlink:href" where value.hasPrefix("#"):
        known.append(.init("href", value))
      case "fill", "stroke", "color":
        if value == "none" || value == "currentColor" {
          known.append(.init(name, value))
        } else if let ink = Ink(svg: value) {
          classes.append("\(name.prefix(1))-\(ink.name)")
        }
      default: if attributes.contains(name) { known.append(.init(name, value)) }
      }
    }
    if !classes.isEmpty { known.append(.init("class", classes.joined(separator: " "))) }
    return known
  }
}
