import Essentials
import Lessons
import Reports
import Store

/// The pages of lessons as trees.
struct LessonMarkup {
  let session: Session?

  func page(_ title: String, _ main: [Markup], scripts: [Asset] = []) -> WebPage {
    var page = WebPage(title, main, session: session, scripts: scripts)
    page.styles = [.lessonStyle]
    return page
  }

  /// All lessons.
  func list(_ lessons: [GuidedLesson], hasPairs: Bool, code: String?) -> WebPage {
    func card(_ title: String, _ path: String, _ summary: String) -> Markup {
      .tag(
        "li", [:],
        [
          .tag("h2", [:], [.tag("a", ["href": "/lessons/" + path], text: title)]),
          .tag("p", text: summary), .tag("p", ["class": "hint"], text: "About ten minutes"),
        ])
    }
    var cards = lessons.map { card($0.title, $0.name, $0.summary) }
    // Before the money: the learner has then done the work.
    cards.insert(
      card(
        "Be the reviewer", "reviewer",
        hasPairs
          ? "Two minutes of pairs: are they one person? First alone, then with the machine's opinion."
          : "Needs the sample frames and their candidate lists: start the console with --frames."),
      at: cards.count - 1)
    let joined: [Markup] =
      code.map {
        [
          .tag(
            "p", ["class": "note"],
            text: "You are in the class \($0). Your answers are counted without a name.")
        ]
      }
      ?? (session == nil
        ? [
          .tag(
            "p", [:],
            [.text("In a class? "), .tag("a", ["href": "/lessons/class"], text: "Enter its code")])
        ]
        : [])
    return page(
      "Lessons",
      [
        .tag(
          "p", ["class": "summary"],
          text:
            "Each lesson asks you to guess first, then shows what the numbers say, and what nobody can know."
        )
      ] + joined + [.tag("ul", ["class": "lessons"], cards)])
  }

  /// What a lesson is about: its limits first.
  func overview(_ lesson: GuidedLesson) -> WebPage {
    page(
      lesson.title,
      [
        .tag("p", ["class": "summary"], text: lesson.summary),
        LessonMarkup.limits(lesson.limits),
        .tag("h2", text: "The steps"),
        .tag(
          "ol", [:],
          lesson.steps.enumerated().map { index, step in
            .tag(
              "li", [:],
              [.tag("a", ["href": "/lessons/\(lesson.name)/\(index + 1)"], text: step.title)])
          }),
        .tag(
          "p", ["class": "onward"],
          [.tag("a", ["class": "button", "href": "/lessons/\(lesson.name)/1"], text: "Begin")]),
        .tag("h2", text: "Sources"),
        .tag("ul", [:], lesson.sources.map { .tag("li", [:], $0.markup) }),
      ])
  }

  /// The limits as a box of their own.
  static func limits(_ limits: [Prose]) -> Markup {
    .tag(
      "section", ["class": "limits", "aria-labelledby": "limits-title"],
      [
        .tag("h2", ["id": "limits-title"], text: "Limits, before any result"),
        .tag("ul", [:], limits.map { .tag("li", [:], $0.markup) }),
      ])
  }

  /// A step: what there is to know, the question, and, once it is answered, the result.
  func step(
    _ number: Int, of lesson: GuidedLesson, settings: Settings, guess: Double?, result: StepResult?
  ) -> WebPage {
    let step = lesson.steps[number - 1]
    var main: [Markup] = [
      .tag("p", [:], [.tag("a", ["href": "/lessons/" + lesson.name], text: lesson.title)]),
      steps(lesson, current: number),
    ]
    main += Fragment(step.opening, prefix: "opening").markup
    if let prediction = step.prediction {
      main.append(question(prediction, guess: guess, "/lessons/\(lesson.name)/\(number)"))
    }
    if let result {
      main += self.result(result, step, lesson, number, settings, guess)
    }
    main += onward(lesson, number, isAnswered: result != nil)
    return page(
      step.title, main, scripts: result == nil ? [] : Asset.drawing + [.lesson])
  }

  private func steps(_ lesson: GuidedLesson, current: Int) -> Markup {
    .tag(
      "nav", ["class": "steps", "aria-label": "Steps"],
      [
        .tag(
          "ol", [:],
          lesson.steps.enumerated().map { index, step in
            .tag(
              "li", [:],
              [
                .tag(
                  "a",
                  [
                    "href": "/lessons/\(lesson.name)/\(index + 1)",
                    "aria-current": index + 1 == current ? "step" : nil,
                  ], text: "\(index + 1). \(step.title)")
              ])
          })
      ])
  }

  private func question(_ prediction: Prediction, guess: Double?, _ path: String) -> Markup {
    var content: [Markup]
    switch prediction.form {
    case .number(let unit, _, _):
      content = [
        .tag("p", ["id": "question"], [.tag("strong", text: prediction.text)]),
        .tag(
          "div", ["class": "field"],
          [
            .tag("label", ["for": "field-guess"], text: "Your guess (\(unit))"),
            .tag(
              "input",
              [
                "id": "field-guess", "name": "guess", "type": "text", "inputmode": "decimal",
                "autocomplete": "off", "required": "", "maxlength": "30",
                "aria-describedby": "question", "value": guess.map(Numerals.plain) ?? "",
              ]),
          ]),
      ]
    case .choice(let choices, _):
      content = [
        .tag(
          "fieldset", [:],
          [.tag("legend", text: prediction.text)]
            + choices.enumerated().map { place, text in
              .tag(
                "div", ["class": "choice"],
                [
                  .tag(
                    "input",
                    [
                      "type": "radio", "name": "guess", "id": "guess-\(place)",
                      "value": String(place), "required": "",
                      "checked": guess == Double(place) ? "" : nil,
                    ]), .tag("label", ["for": "guess-\(place)"], text: text),
                ])
            })
      ]
    }
    content.append(Form.submit(guess == nil ? "Show me" : "Guess again"))
    // In a class the first answer is counted, so it is posted; else it stays in the address.
    if session?.person.role == .student {
      return Form(path + "/answer", session: session, class: "predict", content).markup
    }
    return .tag(
      "form", ["method": "get", "action": path + "#answer", "class": "predict"], content)
  }
}
