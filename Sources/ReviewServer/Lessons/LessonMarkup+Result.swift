import Essentials
import Foundation
import Lessons
import Reports

extension LessonMarkup {
  /// The judgement of the guess, the controls, and what they give.
  func result(
    _ result: StepResult, _ step: GuidedLesson.Step, _ lesson: GuidedLesson, _ number: Int,
    _ settings: Settings, _ guess: Double?
  ) -> [Markup] {
    var parts: [Markup] = []
    if let guess, let prediction = step.prediction {
      parts.append(
        .tag("p", ["class": "verdict", "role": "status"], text: prediction.judge(guess)))
    }
    parts.append(
      .tag(
        "details", ["class": "limits"],
        [
          .tag("summary", text: "Limits of these numbers"),
          .tag("ul", [:], lesson.limits.map { .tag("li", [:], $0.markup) }),
        ]))
    if !step.controls.isEmpty { parts.append(controls(settings, lesson, number, guess)) }
    parts.append(.tag("p", ["id": "sentence", "role": "status"], text: result.sentence))
    if Asset.chart == nil {
      parts.append(
        .tag(
          "p", ["class": "note"],
          text:
            "Figures are shown as tables: Chart.js is not on this machine. Debian's package libjs-chart.js brings it."
        ))
    }
    parts.append(.tag("div", ["id": "result"], Fragment(result.blocks).markup))
    return [
      .tag(
        "section", ["id": "answer", "aria-labelledby": "answer-title"],
        [.tag("h2", ["id": "answer-title"], text: "What the numbers say")] + parts)
    ]
  }

  private func controls(
    _ settings: Settings, _ lesson: GuidedLesson, _ number: Int, _ guess: Double?
  ) -> Markup {
    let path = "/lessons/\(lesson.name)/\(number)"
    var fields: [Markup] = []
    if let guess {
      fields.append(
        .tag("input", ["type": "hidden", "name": "guess", "value": Numerals.plain(guess)]))
    }
    for (control, place) in zip(settings.controls, settings.places) {
      fields.append(field(control, place))
    }
    fields.append(Form.submit("Compute"))
    return .tag(
      "form",
      [
        "method": "get", "action": path + "#answer", "class": "settings",
        "data-live": path + "/result", "aria-label": "What to change",
      ], fields)
  }

  private func field(_ control: Control, _ place: Int) -> Markup {
    let id = "set-" + control.name
    switch control.form {
    case .choice:
      return .tag(
        "div", ["class": "field"],
        [
          .tag("label", ["for": id], text: control.label),
          .tag(
            "select", ["id": id, "name": control.name],
            control.values.enumerated().map { index, value in
              .tag(
                "option",
                ["value": String(index), "selected": index == place ? "" : nil],
                text: value.label)
            }),
        ])
    case .slider:
      return .tag(
        "div", ["class": "field"],
        [
          .tag(
            "div", ["class": "slider-head"],
            [
              .tag("label", ["for": id], text: control.label),
              .tag("output", ["id": id + "-value", "for": id], text: control.values[place].label),
            ]),
          .tag(
            "input",
            [
              "type": "range", "id": id, "name": control.name, "min": "0",
              "max": String(control.values.count - 1), "step": "1", "value": String(place),
              "aria-valuetext": control.values[place].label,
              "data-labels": LessonMarkup.json(control.values.map(\.label)),
            ]),
        ])
    }
  }

  private static func json(_ labels: [String]) -> String {
    guard let data = try? JSONEncoder().encode(labels) else { return "[]" }
    return String(decoding: data, as: UTF8.self)
  }

  /// Where to go from here; at the last step what could not be known, and what to take home.
  func onward(_ lesson: GuidedLesson, _ number: Int, isAnswered: Bool) -> [Markup] {
    let isLast = number == lesson.steps.count
    var parts: [Markup] = []
    if isLast && isAnswered {
      parts = [
        .tag("h2", text: "What could not be known"),
        .tag("ul", [:], lesson.unknown.map { .tag("li", [:], $0.markup) }),
        .tag("h2", text: "To take home"),
        .tag("p", ["class": "summary", "id": "take-home"], lesson.conclusion.markup),
        .tag("h2", text: "Sources"),
        .tag("ul", [:], lesson.sources.map { .tag("li", [:], $0.markup) }),
      ]
    }
    let next = isLast ? "/lessons" : "/lessons/\(lesson.name)/\(number + 1)"
    let text = isLast ? "All lessons" : "Next: \(lesson.steps[number].title)"
    parts.append(
      .tag(
        "p", ["class": "onward"],
        [
          .tag(
            "a", ["class": isAnswered ? "button" : "button quiet", "href": next, "id": "onward"],
            text: isAnswered || isLast ? text : "Go on without an answer")
        ]))
    return parts
  }
}
