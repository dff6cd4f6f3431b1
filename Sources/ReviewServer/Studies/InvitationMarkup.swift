import Reports
import Store

/// The page that shows an invitation's link, once.
struct InvitationMarkup {
  let study: Study
  let person: Person
  let link: String

  func page(_ session: Session?) -> WebPage {
    WebPage(
      "An invitation for \(person.name)",
      [
        .tag(
          "p", ["class": "summary"],
          text: "Give this link to one person. It is shown once: the console keeps only its hash."),
        .tag("p", [:], [.tag("code", ["id": "link", "class": "link"], text: link)]),
        .tag(
          "p", [:],
          [
            .tag(
              "button", ["type": "button", "id": "copy", "class": "quiet"], text: "Copy the link")
          ]
        ),
        .tag(
          "p", ["class": "note"],
          text:
            "Whoever has the link can answer in this person’s name, until you take it back on the "
            + "study’s page. It is valid for 30 days. To try it yourself, open it in another browser or "
            + "a private window: in this one it takes the place of your own session."),
        .tag(
          "p", [:],
          [
            .tag(
              "a", ["href": "/studies/" + study.id, "class": "button"], text: "Back to the study")
          ]
        ),
      ], session: session, scripts: [.study])
  }
}
