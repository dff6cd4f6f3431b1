import Biometrics
import Essentials
import Reports
import Review
import Statistics
import Store

/// The review page's tree; its script fills in the pairs.
struct ReviewMarkup {
  let study: Study
  let person: Person

  /// The answers, with the key of each.
  static let answers: [(value: Int, key: String, text: String)] = [
    (-3, "1", "Sure: different people"), (-2, "2", "Different people"),
    (-1, "3", "Rather different"), (0, "4", "Can’t tell"), (1, "5", "Rather the same"),
    (2, "6", "Same person"), (3, "7", "Sure: same person"),
  ]

  static let question = "Do both pictures show the same person?"

  func page(_ session: Session?) -> WebPage {
    var page = WebPage(
      study.design.title, [intro, status, workbench, pause, end], session: session,
      scripts: [.activeTime, .outbox, .review])
    page.data = [("reviewer", person.id)]
    return page
  }

  private var intro: Markup {
    .tag(
      "details", ["class": "intro"],
      [
        .tag("summary", text: "What you do here, and what is kept"),
        .tag(
          "p",
          text:
            "You see two pictures: on the left the person looked for, on the right a face that a "
            + "camera caught. Say whether they show the same person, and how sure you are."),
        .tag("ul", [:], facts.map { .tag("li", text: $0) }),
      ])
  }

  private var facts: [String] {
    [
      "Your answers, and the time you spend on each pair while this page is in front of you. Pauses "
        + "of more than 30 seconds and time in other tabs are not counted.",
      "Some pairs may come twice, and for some the answer is known beforehand. You are not told "
        + "which.",
      study.design.pay.micros == 0
        ? "This study pays nothing."
        : "You are paid \(study.design.pay) for each answer.",
      "You can look at all that is kept about you under “My record”. No reviewer sees another’s.",
      study.design.origin == .rendered
        ? "The people in these pictures are rendered: they do not exist."
        : "The pictures may show real people: don’t copy them.",
    ]
  }

  private var status: Markup {
    .tag(
      "div", ["class": "status"],
      [
        .tag("p", ["id": "place", "class": "place"], text: "Loading…"),
        .tag(
          "progress", ["id": "progress", "max": "1", "value": "0", "aria-label": "Answered pairs"]),
        .tag("p", ["id": "sync", "class": "sync", "role": "status"], text: ""),
        .tag("p", ["id": "spoken", "class": "unseen", "aria-live": "polite"], text: ""),
        .tag("noscript", text: "This page needs JavaScript."),
      ])
  }

  private func picture(_ id: String, _ title: String, caption: String?) -> Markup {
    .tag(
      "figure", ["class": "face"],
      [
        .tag("figcaption", [:], [.tag("h2", text: title)]),
        .tag(
          "div",
          [
            "class": "view", "id": id + "-view", "tabindex": "0", "role": "group",
            "aria-label": title + ", arrow keys move both pictures",
          ], [.tag("img", ["id": id, "alt": title, "width": "320", "height": "320"])]),
      ] + (caption.map { [.tag("p", ["id": $0, "class": "facts"], text: "")] } ?? []))
  }

  private var workbench: Markup {
    .tag(
      "section", ["id": "bench", "aria-label": "The pair", "hidden": ""],
      [
        .tag(
          "div", ["class": "pair"],
          [
            picture("probe", "Looked for", caption: nil),
            picture("candidate", "Caught on camera", caption: "facts"),
          ]),
        .tag("p", ["id": "shown", "class": "shown"], text: ""),
        .tag("p", ["id": "question", "class": "question"], text: ReviewMarkup.question),
        answerButtons, tools,
        .tag(
          "figure", ["id": "frame-box", "hidden": ""],
          [
            .tag(
              "div", ["id": "frame-view"],
              [
                .tag("img", ["id": "frame", "alt": "The whole frame, the face marked"]),
                .tag("div", ["id": "frame-mark"]),
              ]),
            .tag("figcaption", text: "The whole frame that the camera took; the face is marked."),
          ]),
      ])
  }

  private var answerButtons: Markup {
    .tag(
      "div", ["class": "answers", "role": "group", "aria-labelledby": "question"],
      ReviewMarkup.answers.map { answer in
        .tag(
          "button",
          [
            "type": "button", "class": "answer", "data-value": String(answer.value),
            "aria-keyshortcuts": answer.key,
          ],
          [
            .tag("span", ["class": "scale"], text: ReviewMarkup.signed(answer.value)),
            .tag("span", text: answer.text), .tag("kbd", text: answer.key),
          ])
      })
  }

  static func signed(_ value: Int) -> String {
    value > 0 ? "+\(value)" : value < 0 ? "−\(-value)" : "?"
  }

  private func tool(_ id: String, _ text: String, key: String, pressed: Bool? = nil) -> Markup {
    .tag(
      "button",
      [
        "type": "button", "id": id, "class": "quiet", "aria-keyshortcuts": key.uppercased(),
        "aria-pressed": pressed.map { $0 ? "true" : "false" },
      ], [.text(text + " "), .tag("kbd", text: key)])
  }

  private func slider(_ id: String, _ text: String, _ low: Int, _ high: Int, keys: String) -> Markup
  {
    .tag(
      "div", ["class": "slider"],
      [
        .tag("label", ["for": id], [.text(text + " "), .tag("kbd", text: keys)]),
        .tag(
          "input",
          [
            "type": "range", "id": id, "min": String(low), "max": String(high), "value": "100",
            "step": "25",
          ]),
      ])
  }

  private var tools: Markup {
    .tag(
      "div", ["class": "tools", "role": "group", "aria-label": "Tools"],
      [
        tool("undo", "Undo", key: "u"), tool("redo", "Redo", key: "r"),
        tool("show-frame", "Whole frame", key: "f", pressed: false),
        tool("reset", "Reset view", key: "0"), tool("take-break", "Break", key: "p"),
        slider("zoom", "Zoom", 100, 600, keys: "+ −"),
        slider("contrast", "Contrast", 50, 300, keys: "[ ]"),
        .tag(
          "label", ["class": "check"],
          [
            .tag("input", ["type": "checkbox", "id": "single-keys", "checked": ""]),
            .text(" Answer with single keys"),
          ]), .tag("a", ["href": "/review/record"], text: "My record"),
      ])
  }

  private var pause: Markup {
    .tag(
      "section", ["id": "pause", "hidden": "", "aria-labelledby": "pause-title"],
      [
        .tag("h2", ["id": "pause-title", "tabindex": "-1"], text: "Time for a break"),
        .tag("p", text: "Your answers are kept. No time is counted until you go on."),
        .tag("button", ["type": "button", "id": "go-on"], text: "Go on"),
      ])
  }

  private var end: Markup {
    .tag(
      "section", ["id": "end", "hidden": "", "aria-labelledby": "end-title"],
      [
        .tag("h2", ["id": "end-title", "tabindex": "-1"], text: "That was all"),
        .tag("p", ["id": "end-text"], text: ""),
        .tag("button", ["type": "button", "id": "more"], text: "Look for more pairs"),
        .tag("p", [:], [.tag("a", ["href": "/review/record"], text: "My record")]),
        .tag(
          "button", ["type": "button", "id": "end-undo", "class": "quiet"], text: "Undo the last"),
      ])
  }
}

extension ReviewMarkup {
  /// What is kept about a reviewer, for that reviewer.
  static func recordPage(_ record: RecordAnswer, _ session: Session?) -> WebPage {
    var table = TextTable([
      .number("pair"), .text("answer"), .number("active seconds"),
    ])
    for entry in record.answers {
      table.append([
        "\(entry.position)", signed(entry.value),
        Numerals.fixed(Double(entry.activeMilliseconds) / 1000, 1),
      ])
    }
    let minutes = Numerals.fixed(Double(record.activeMilliseconds) / 60_000, 1)
    let facts = [
      Block.Fact("Study", Prose(record.study)),
      Block.Fact("Answers", Prose("\(record.answers.count)")),
      Block.Fact("Active time", Prose("\(minutes) minutes")),
      Block.Fact(
        "Pay",
        Prose("\(record.pay.description) (\(record.payPerAnswer.description) for each answer)")),
      Block.Fact(
        "That is in an hour", Prose(record.perHour.map(\.description) ?? "not measurable")),
    ]
    return WebPage(
      "My record",
      [
        .tag("p", [:], [.tag("a", ["href": "/review"], text: "Back to the pairs")]),
        Markup.facts(facts), Markup.table(table, caption: "Every answer of yours that counts"),
        .tag(
          "p", ["class": "note"],
          text: "Active time leaves out waiting, searching for work and reading instructions: your "
            + "true wage an hour is lower."),
      ], session: session)
  }
}
