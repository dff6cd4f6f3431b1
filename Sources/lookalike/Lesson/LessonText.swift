import Essentials
import Evaluation
import Statistics

/// A lesson as lines of text.
struct LessonText {
  let lines: [String]

  init(_ lesson: Lesson, prediction: Double?) {
    var lines = [lesson.title, "", "Source: \(lesson.source).", "", "What was published"]
    lines += lesson.facts.map { "- \($0)" } + ["", "What could not be known"]
    lines += lesson.unknown.map { "- \($0)" } + ["", "What follows"]
    var table = TextTable([
      .text("figure"), .number("value"), .text("derivation"), .text("95 % interval"),
    ])
    for step in lesson.steps {
      table.append([
        step.text, LessonText.value(step), step.derivation,
        step.interval.map { "\($0.rangeText), \($0.method.rawValue)" } ?? "",
      ])
    }
    lines += table.lines() + [""]
    lines.append(
      "Question: \(lesson.question.text) \(Numerals.significant(lesson.question.answer)) \(lesson.question.unit)."
    )
    if let prediction {
      let judgement = lesson.judge(prediction)
      lines.append("Your guess: \(Numerals.significant(prediction)). \(judgement.text)")
    }
    lines += ["", lesson.conclusion]
    self.lines = lines
  }

  /// A share with its count as a percentage, anything else as a number.
  private static func value(_ step: Lesson.Step) -> String {
    step.proportion == nil
      ? Numerals.significant(step.value)
      : "\(Numerals.percent(step.value)) (\(Numerals.grouped(step.proportion?.events ?? 0)) of \(Numerals.grouped(step.proportion?.trials ?? 0)))"
  }
}
