import Foundation
import Hummingbird
import Reports

/// The viewer: draws the JSON that audits and simulations wrote, and keeps nothing of it.
///
/// Open to whoever reaches the console: a file that somebody brings is shown to them alone.
struct ViewerPages: Sendable {
  let console: Console
  static let path = "/viewer"

  func add(to router: Router<ConsoleContext>) {
    router.get("/viewer") { _, context in page(context, []).response() }
    router.post("/viewer") { request, context in try show(request, context) }
  }

  /// A script sends the file itself and gets the parts; a form without script sends it as a field and
  /// gets a whole page.
  private func show(_ request: Request, _ context: ConsoleContext) throws -> Response {
    // Reading megabytes is work that anybody could ask for without end.
    guard console.files.allows(context.peer) else {
      throw Problem(.tooManyRequests, "too-many", "too many files: wait a minute")
    }
    let type = request.headers[.contentType] ?? ""
    if type.hasPrefix("application/json") {
      let page = try ReportReader.page(Data(context.body.readableBytesView))
      var text = ""
      Markup.tag("h2", text: page.title).write(to: &text)
      return WebPage.fragment(text + Fragment(page, level: 2).html)
    }
    guard type.hasPrefix("application/x-www-form-urlencoded") else {
      throw Problem(
        .unsupportedMediaType, "wrong-type", "the viewer takes JSON, or a form with it in a field")
    }
    let field = try context.form.text("report", most: ReportReader.most)
    let report = try ReportReader.page(Data(field.utf8))
    let parts = [Markup.tag("h2", text: report.title)] + Fragment(report, level: 2).markup
    return page(context, parts).response()
  }

  private func page(_ context: ConsoleContext, _ report: [Markup]) -> WebPage {
    let megabytes = ReportReader.most >> 20
    var page = WebPage(
      "Report viewer",
      [
        .tag(
          "p", ["class": "summary"],
          text:
            "Draws what an audit or a simulation wrote as JSON. The file is read, drawn and forgotten; whatever else it holds is not shown."
        ),
        .tag(
          "ul", [:], ReportReader.commands.map { .tag("li", [:], [.tag("code", text: $0)]) }),
        .tag(
          "div", ["class": "open", "id": "with-script", "hidden": ""],
          [
            .tag(
              "div", ["class": "field"],
              [
                .tag("label", ["for": "field-file"], text: "The file, at most \(megabytes) MB"),
                .tag(
                  "input",
                  ["type": "file", "id": "field-file", "accept": "application/json,.json"]),
              ])
          ]),
        .tag("p", ["id": "viewer-status", "role": "status"]),
        .tag(
          "details", [:],
          [
            .tag("summary", text: "Paste the JSON instead"),
            Form(
              ViewerPages.path, session: context.session,
              [
                .tag(
                  "div", ["class": "field"],
                  [
                    .tag("label", ["for": "field-report"], text: "The JSON"),
                    .tag(
                      "textarea",
                      [
                        "id": "field-report", "name": "report", "required": "",
                        "spellcheck": "false", "autocomplete": "off",
                      ]),
                  ]), Form.submit("Draw it"),
              ]
            ).markup,
          ]),
        .tag(
          "section", ["id": "report", "tabindex": "-1", "aria-label": "The report"], report),
      ], session: context.session, scripts: Asset.drawing + [.viewer])
    page.styles = [.lessonStyle]
    page.data = [("most", String(ReportReader.most))]
    return page
  }
}
