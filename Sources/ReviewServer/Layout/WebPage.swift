import Hummingbird
import Reports
import Store

/// A page of the console: a tree, as reports are; text is always escaped.
struct WebPage: Sendable {
  /// The title, of the browser's tab too.
  var title: String
  /// What stands in the page, below its heading.
  var main: [Markup]
  /// Scripts, in order; each is a file of ours.
  var scripts: [Asset] = []
  /// Style sheets after the two that every page has.
  var styles: [Asset] = []
  /// Whose page it is: decides what the head offers.
  var session: Session?
  /// Whether the heading is there for screen readers only.
  var hidesHeading = false
  /// Values for scripts: written as data attributes of the body.
  var data: [(name: String, value: String)] = []

  init(_ title: String, _ main: [Markup], session: Session? = nil, scripts: [Asset] = []) {
    self.title = title
    self.main = main
    self.session = session
    self.scripts = scripts
  }

  /// The page as HTML.
  var html: String {
    var text = "<!DOCTYPE html>\n"
    document.write(to: &text)
    return text + "\n"
  }

  /// The answer that shows it.
  func response(_ status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "text/html; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
  }

  private var document: Markup {
    let head = Markup.tag(
      "head", [:],
      [
        .tag("meta", ["charset": "utf-8"]),
        .tag("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        .tag("meta", ["name": "color-scheme", "content": "light dark"]),
        .tag("title", text: title == "Lookalike" ? title : title + " · Lookalike"),
        .tag("link", ["rel": "icon", "href": "data:,"]),
        .tag("link", ["rel": "stylesheet", "href": Asset.base.path]),
        .tag("link", ["rel": "stylesheet", "href": Asset.console.path]),
      ]
        + styles.map { .tag("link", ["rel": "stylesheet", "href": $0.path]) }
        + scripts.map { .tag("script", ["src": $0.path, "defer": ""]) })
    let attributes =
      data.map { Markup.Attribute("data-" + $0.name, $0.value) }
      + (session.map { [Markup.Attribute("data-csrf", $0.companion)] } ?? [])
    let body = Markup.element(
      "body", attributes,
      [
        .tag("a", ["class": "skip", "href": "#main"], text: "Skip to the content"), bar,
        .tag(
          "main", ["id": "main", "tabindex": "-1"],
          [.tag("h1", ["class": hidesHeading ? "unseen" : nil], text: title)] + main),
      ])
    return .tag("html", ["lang": "en"], [head, body])
  }

  private var bar: Markup {
    var items: [Markup] = [.tag("a", ["href": "/", "class": "brand"], text: "Lookalike")]
    if let places = offers {
      items.append(
        .tag(
          "nav", ["aria-label": "Places"],
          places.map { .tag("a", ["href": $0.path], text: $0.text) }))
    }
    if let session {
      items.append(.tag("span", ["class": "who"], text: session.person.name))
      items.append(
        Form("/leave", session: session, class: "inline", [Form.submit("Leave", class: "quiet")])
          .markup)
    }
    return .tag("header", ["class": "bar"], items)
  }

  /// Where else one can go; nil for those who work in a study, whom lessons on reviewing would sway.
  private var offers: [(path: String, text: String)]? {
    let open = [("/lessons", "Lessons"), ("/viewer", "Viewer")]
    switch session?.person.role {
    case nil, .student: return open
    case .teacher: return [("/class", "Class")] + open
    case .auditor: return [("/studies", "Studies"), ("/classes", "Classes")] + open
    case .reviewer, .adjudicator: return nil
    }
  }
}
