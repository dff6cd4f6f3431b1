import Essentials
import Reports
import Store

/// The adjudicator's pages.
struct AdjudicationMarkup {
  let results: StudyResults

  private var root: String { "/studies/" + results.study.id }

  func page(_ pair: StudyPair, _ session: Session?) -> WebPage {
    var page = WebPage(
      "Pair \(pair.number)",
      [
        .tag(
          "p", ["id": "place"],
          text: "\(waiting). Reviewers stay unnamed here."),
        .tag(
          "p",
          text:
            "Reviewers did not agree here. Do the two pictures show the same person? Your decision "
            + "is what the study takes for this pair."),
        pictures(pair), facts(pair), answers(pair), form(pair, session),
      ] + before(pair) + decided(but: pair) + back(session), session: session,
      scripts: [.activeTime, .adjudicate])
    page.data = [("adjudicate", "")]
    return page
  }

  private var waiting: String {
    let count = results.disputed.count
    return count == 1 ? "1 disputed pair waits" : "\(count) disputed pairs wait"
  }

  func done(_ session: Session?) -> WebPage {
    WebPage(
      "Nothing to adjudicate",
      [.tag("p", text: "No disputed pair waits in “\(results.study.design.title)”.")]
        + decided(but: nil) + back(session), session: session)
  }

  private func before(_ pair: StudyPair) -> [Markup] {
    guard let verdict = pair.verdict else { return [] }
    return [
      .tag(
        "p", ["class": "note", "id": "before"],
        text:
          "Decided before: \(ReviewMarkup.signed(verdict)). A new decision takes its place; the "
          + "log keeps both.")
    ]
  }

  /// The way back to a decision that was a slip.
  private func decided(but pair: StudyPair?) -> [Markup] {
    let others =
      results.study.isClosed
      ? [] : results.ordinary.filter { $0.verdict != nil && $0.number != pair?.number }
    if others.isEmpty { return [] }
    let links = others.map { other in
      Markup.tag(
        "a", ["href": "\(root)/adjudicate/\(other.number)", "class": "spaced"],
        text: "pair \(other.number): \(ReviewMarkup.signed(other.verdict ?? 0))")
    }
    return [
      .tag(
        "details", ["id": "decided"],
        [.tag("summary", text: "Decided so far: \(others.count)"), .tag("p", [:], links)])
    ]
  }

  private func back(_ session: Session?) -> [Markup] {
    session?.person.role == .auditor
      ? [.tag("p", [:], [.tag("a", ["href": root], text: "Back to the study")])] : []
  }

  private func pictures(_ pair: StudyPair) -> Markup {
    func figure(_ part: String, _ title: String) -> Markup {
      .tag(
        "figure", ["class": "face"],
        [
          .tag("figcaption", [:], [.tag("h2", text: title)]),
          .tag(
            "div", ["class": "view"],
            [
              .tag(
                "img",
                [
                  "src": "\(root)/pictures/\(pair.number)/\(part)", "alt": title, "width": "320",
                  "height": "320",
                ])
            ]),
        ])
    }
    return .tag(
      "div", ["class": "pair"],
      [figure("probe", "Looked for"), figure("candidate", "Caught on camera")])
  }

  private func facts(_ pair: StudyPair) -> Markup {
    let facts = [pair.facts.camera, pair.facts.address, pair.facts.time].compactMap { $0 }
    return .tag("p", ["class": "facts"], text: facts.joined(separator: " · "))
  }

  private func answers(_ pair: StudyPair) -> Markup {
    let looks = results.firstLooks(pair.number)
    var table = TextTable([.text("answer"), .text("in words"), .number("seconds")])
    for look in looks {
      let words = ReviewMarkup.answers.first { $0.value == look.value }?.text ?? ""
      table.append([
        ReviewMarkup.signed(look.value), words, Numerals.fixed(Double(look.active) / 1000, 1),
      ])
    }
    return Markup.table(table, caption: "What \(looks.count) reviewers answered")
  }

  private func form(_ pair: StudyPair, _ session: Session?) -> Markup {
    Form(
      "\(root)/adjudicate/\(pair.number)", session: session,
      [
        .tag("input", ["type": "hidden", "name": "active", "id": "active", "value": "0"]),
        .tag(
          "div", ["class": "answers", "role": "group", "aria-label": "Your decision"],
          ReviewMarkup.answers.filter { $0.value != 0 }.map { answer in
            .tag(
              "button",
              [
                "type": "submit", "class": "answer", "name": "value",
                "value": String(answer.value), "aria-keyshortcuts": answer.key,
              ],
              [
                .tag("span", ["class": "scale"], text: ReviewMarkup.signed(answer.value)),
                .tag("span", text: answer.text), .tag("kbd", text: answer.key),
              ])
          }),
      ]
    ).markup
  }
}
