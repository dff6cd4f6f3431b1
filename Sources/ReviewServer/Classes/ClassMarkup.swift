import Essentials
import Lessons
import Reports
import Store

/// The pages of classes as trees.
struct ClassMarkup {
  let session: Session?

  private func page(_ title: String, _ main: [Markup], scripts: [Asset] = []) -> WebPage {
    var page = WebPage(title, main, session: session, scripts: scripts)
    page.styles = [.lessonStyle]
    return page
  }

  /// The auditor's list of classes, and a form for a new one.
  func list(_ rooms: [Classroom]) -> WebPage {
    let known: Markup =
      rooms.isEmpty
      ? .tag("p", text: "There is no class yet.")
      : .tag(
        "ul", [:],
        rooms.map { room in
          .tag(
            "li", [:],
            [
              .tag("a", ["href": "/class/" + room.id], text: room.name),
              .text(room.closed == nil ? ", code \(room.code)" : ", closed"),
            ])
        })
    return page(
      "Classes",
      [
        .tag(
          "p", ["class": "summary"],
          text:
            "A class answers the lessons' questions together. Answers are kept without a name, and the room's result is shown from \(RoomResult.step) answers on."
        ), known, .tag("h2", text: "New class"),
        Form(
          "/classes", session: session,
          [
            Form.field("Name of the class", name: "name", hint: "Only you and the teacher see it."),
            Form.submit("Open the class"),
          ]
        ).markup,
      ])
  }

  /// A class that was just opened.
  func opened(_ room: Classroom, link: String) -> WebPage {
    page(
      "The class is open",
      [
        .tag("p", text: "Students go to Lessons and enter this code:"),
        .tag("p", ["class": "code"], text: room.code),
        .tag("p", text: "The teacher's link, shown this once:"),
        .tag("p", [:], [.tag("code", text: link)]),
        .tag(
          "p", [:],
          [.tag("a", ["href": "/class/" + room.id, "class": "button"], text: "To the class")]),
      ])
  }

  /// Where a student enters the code.
  func join() -> WebPage {
    page(
      "Join a class",
      [
        .tag(
          "p",
          text:
            "Your answers are kept under a random number, not under a name. Your teacher sees what the room answered, five answers at a time, and never who answered what."
        ),
        Form(
          "/lessons/class", session: session,
          [
            Form.field("Code of the class", name: "code", hint: "Eight letters, in any case."),
            Form.submit("Join"),
          ]
        ).markup,
      ])
  }

  /// The teacher's page: the code, and what the room answered to each question.
  func room(_ room: Classroom, _ answers: [ClassAnswer], lessons: [GuidedLesson]) -> WebPage {
    var main: [Markup] = [
      .tag("p", ["class": "summary"], text: room.name),
      .tag("p", text: room.closed == nil ? "The code for students:" : "This class is closed."),
    ]
    if room.closed == nil { main.append(.tag("p", ["class": "code"], text: room.code)) }
    main.append(
      .tag(
        "section", ["class": "limits", "aria-labelledby": "limits-title"],
        [
          .tag("h2", ["id": "limits-title"], text: "Limits, before any result"),
          .tag(
            "ul", [:],
            [
              "A room's answers are what these people guessed, not a survey of anybody else.",
              "Only each student's first answer counts. Whoever joins twice is counted twice: without names nobody can tell.",
              "Fewer than \(RoomResult.step) answers are not shown, and more only \(RoomResult.step) at a time, so that nobody's answer can be singled out.",
            ].map { .tag("li", text: $0) }),
        ]))
    main.append(
      .tag(
        "p", [:],
        [.tag("a", ["href": "/class/\(room.id)", "class": "button quiet"], text: "Look again")]))
    var number = 0
    for lesson in lessons {
      main.append(.tag("h2", text: lesson.title))
      for (index, step) in lesson.steps.enumerated() {
        guard let prediction = step.prediction else { continue }
        number += 1
        let guesses = answers.filter { $0.lesson == lesson.name && $0.step == index + 1 }.map(
          \.guess)
        main += question(prediction, guesses, prefix: "question\(number)")
      }
    }
    if room.closed == nil {
      main.append(
        Form(
          "/class/\(room.id)/close", session: session,
          [Form.submit("Close the class", class: "quiet")]
        )
        .markup)
    }
    return page("Class", main, scripts: Asset.drawing)
  }

  private func question(_ prediction: Prediction, _ guesses: [Double], prefix: String) -> [Markup] {
    let result = RoomResult(prediction, guesses: guesses)
    var parts: [Markup] = [.tag("h3", text: prediction.text)]
    guard let figure = result.figure(prediction) else {
      parts.append(
        .tag(
          "p", ["class": "hint"],
          text: "\(result.received) of the \(RoomResult.step) answers that are needed to show any.")
      )
      return parts
    }
    let median =
      result.median.map { " The middle of the first \(result.shown): \(Numerals.significant($0))." }
    let answer: String =
      switch prediction.form {
      case .number(let unit, _, let answer): "\(Numerals.significant(answer)) \(unit)"
      case .choice(let choices, let answer): choices[answer]
      }
    parts.append(
      .tag("p", text: "\(result.received) answers.\(median ?? "") What the numbers say: \(answer).")
    )
    parts += Fragment([.figure(figure)], level: 3, prefix: prefix).markup
    return parts
  }
}
