import Essentials
import Lessons
import Reports
import Review
import Statistics

/// The pages of "Be the reviewer" as trees.
struct ReviewerMarkup {
  let session: Session?

  static let title = "Be the reviewer"
  static let limits: [Prose] = [
    "These people are rendered: they do not exist, and lie closer together than real people do. How well you tell them apart says nothing of how well you tell real people apart.",
    "Twelve pairs are few. The interval of your result is wide, and wider than most people guess.",
    "You see each pair twice. What changes the second time may be the score, or that you have seen the pair before.",
  ]
  /// The seven answers, with the digit that stands for each in addresses.
  static let answers = [
    "sure: two people", "probably two", "perhaps two", "can't tell", "perhaps one", "probably one",
    "sure: one person",
  ]

  func page(_ title: String, _ main: [Markup], scripts: [Asset] = []) -> WebPage {
    var page = WebPage(title, main, session: session, scripts: scripts)
    page.styles = [.lessonStyle]
    return page
  }

  /// Where a round stands, as an address.
  static func path(_ round: ReviewerRound, _ answers: [Int]) -> String {
    let digits = answers.map { String($0 + 3) }.joined()
    return "/lessons/reviewer/round?seed=\(round.seed)&answers=\(digits)"
  }

  func overview(seed: UInt64, hasPairs: Bool, isAtRest: Bool) -> WebPage {
    let begin: Markup =
      isAtRest
      ? .tag(
        "p", ["class": "note"],
        text:
          "People are reviewing in a study here, and this lesson shows scores and truth of such pictures. It is back when the study is closed."
      )
      : hasPairs
        ? .tag(
          "p", ["class": "onward"],
          [
            .tag(
              "a", ["class": "button", "href": "/lessons/reviewer/round?seed=\(seed)&answers="],
              text: "Begin")
          ])
        : .tag(
          "p", ["class": "note"],
          text:
            "The sample frames and their candidate lists are not here: start the console with --frames."
        )
    return page(
      ReviewerMarkup.title,
      [
        .tag(
          "p", ["class": "summary"],
          text:
            "A machine searched a day of camera frames for twelve people and gave for each its best candidates. You decide: one person, or two? Two minutes, 24 decisions."
        ),
        LessonMarkup.limits(ReviewerMarkup.limits),
        .tag("h2", text: "How it goes"),
        .tag(
          "ol", [:],
          [
            "Twelve pairs without the machine's score. Half of them show one person.",
            "The same twelve in another order, with the score that the machine gave.",
            "Then: how well you told them apart, how sure that can be, and how far the score moved you.",
          ].map { .tag("li", text: $0) }),
        .tag(
          "p",
          text:
            "Nothing is kept: your answers stand in the page's address and nowhere else. Take as long as you want."
        ), begin,
      ])
  }

  /// One pair to decide on.
  func pair(_ round: ReviewerRound, _ answers: [Int], _ pairs: [ReviewerRound.Pair]) -> WebPage {
    let place = answers.count
    let pair = round.order[place]
    let isShown = place >= round.hidden
    func picture(_ side: String, _ text: String) -> Markup {
      .tag(
        "figure", [:],
        [
          .tag(
            "img",
            [
              "src": "/lessons/reviewer/pictures/\(pair)/\(side)", "alt": text, "width": "320",
              "height": "320",
            ]), .tag("figcaption", text: text),
        ])
    }
    let digits = answers.map { String($0 + 3) }.joined()
    let machine: [Markup] =
      isShown
      ? [
        .tag(
          "p", ["class": "machine", "id": "machine"],
          text: "The machine says: \(Numerals.fixed(pairs[pair].percent, 0)) %")
      ] : []
    let back: [Markup] =
      answers.isEmpty
      ? []
      : [
        .tag(
          "p", [:],
          [
            .tag(
              "a", ["href": ReviewerMarkup.path(round, Array(answers.dropLast())), "id": "undo"],
              text: "Take the last answer back")
          ])
      ]
    return page(
      "One person, or two?",
      [
        .tag(
          "p", ["id": "progress-text"],
          text:
            "Pair \(place + 1) of \(round.order.count)\(isShown ? ", with the machine's score" : ", without a score")"
        ),
        .tag(
          "progress",
          [
            "value": String(place), "max": String(round.order.count),
            "aria-labelledby": "progress-text",
          ]),
        .tag(
          "div", ["class": "pair"],
          [
            picture("probe", "The person looked for"),
            picture("candidate", "The candidate, from a camera"),
          ]),
      ] + machine + [
        .tag(
          "form", ["method": "get", "action": "/lessons/reviewer/round", "class": "answers"],
          [
            .tag("input", ["type": "hidden", "name": "seed", "value": String(round.seed)]),
            .tag("input", ["type": "hidden", "name": "answers", "value": digits]),
          ]
            + ReviewerMarkup.answers.enumerated().map { digit, text in
              .tag(
                "button",
                ["type": "submit", "name": "answer", "value": String(digit), "class": "quiet"],
                text: text)
            })
      ] + back)
  }
}
