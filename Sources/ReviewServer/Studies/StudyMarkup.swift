import Biometrics
import Foundation
import Reports
import Store

/// A study's page for the auditor.
struct StudyMarkup {
  let study: Study
  let members: [StudyMember]
  /// nil while the first are worked out.
  let figures: FigureBoard.Figures?

  var design: StudyDesign { study.design }
  var root: String { "/studies/" + study.id }

  func page(_ session: Session?) -> WebPage {
    var page = WebPage(
      design.title,
      [limits] + StudyMarkup.live(figures)
        + [invitations(session), exports, settings, closing(session)],
      session: session, scripts: [.study])
    page.data = [("live", root + "/progress")]
    return page
  }

  private var limits: Markup {
    var lines = [
      "Reviewers’ accuracy on known pairs holds for pairs like these, not for the world.",
      "Few answers say little: each share stands with its count and its interval.",
      "Active time leaves out what reviewers spend on looking for work.",
    ]
    if let stop = design.adaptive {
      lines.append(
        "Asking stops at \(stop.surePercent) % sure, if answers are right with \(stop.accuracyPercent) % "
          + "and independent: pairs that are hard for one are hard for others, so fewer are right.")
    }
    if design.origin == .rendered {
      lines.insert("The pictures show rendered people, who do not exist.", at: 0)
    }
    return .tag(
      "section", ["class": "limits", "aria-labelledby": "limits-title"],
      [
        .tag("h2", ["id": "limits-title"], text: "Limits, before any result"),
        .tag("ul", [:], lines.map { .tag("li", text: $0) }),
      ])
  }

  /// What changes while people work, and when it was so.
  static func live(_ figures: FigureBoard.Figures?) -> [Markup] {
    guard let figures else {
      return [
        .tag(
          "p", ["class": "hint", "id": "as-of"],
          text:
            "The figures are being worked out. They stand here in a few seconds; without script, "
            + "load the page again."), .tag("div", ["id": "live"]),
      ]
    }
    let date = Date(timeIntervalSince1970: Double(figures.moment / 1000))
    let text = date.ISO8601Format()
    return [
      .tag(
        "p", ["class": "hint", "id": "as-of"],
        [
          .text("The figures are as of "),
          .tag(
            "time", ["datetime": text], text: "\(text.dropLast().suffix(8)) UTC"), .text("."),
        ]), figures.markup,
    ]
  }
}
