import ArgumentParser
import Essentials
import Evaluation
import Simulation

/// Tells a published case.
struct LessonCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lesson",
    abstract: "Work through a published case: its numbers, what follows, what can't be known.",
    discussion: """
      Cases: \(LessonCommand.names.joined(separator: ", ")).

      With --predict the question comes first and everything else after your answer.

      Example: lookalike lesson london --predict
      """)

  @Argument(help: "The case.")
  var name: String
  @Flag(help: "Ask for a guess first, read it from standard input, then reveal.")
  var predict = false
  @OptionGroup var output: FormatOptions

  /// The published cases, and those that are simulated when asked for.
  static let names = Lesson.names + [MoreCameras.name]

  private static func lesson(_ name: String) throws -> Lesson {
    name == MoreCameras.name
      ? try MoreCameras.lesson(progress: ConsoleProgress()) : try Lesson.named(name)
  }

  func validate() throws {
    if !LessonCommand.names.contains(name) {
      throw ValidationError(
        "there is no lesson \"\(name)\"; name one of \(LessonCommand.names.joined(separator: ", "))"
      )
    }
  }

  func run() throws {
    let lesson = try LessonCommand.lesson(name)
    var prediction: Double?
    if predict {
      StandardError.print(lesson.title)
      StandardError.print("\(lesson.question.text) (\(lesson.question.unit)): ")
      prediction = try readPrediction()
    }
    switch output.format {
    case .json:
      try StandardOutput.json(
        LessonAnswer(
          lesson: lesson, prediction: prediction, judgement: prediction.map(lesson.judge)))
    case .text:
      try StandardOutput.print(
        LessonText(lesson, prediction: prediction).lines.joined(separator: "\n"))
    }
  }

  /// The number on the next line of standard input; nil where it ends.
  private func readPrediction() throws -> Double? {
    guard let line = readLine() else { return nil }
    let text = line.trimmingPrefix(" ").prefix { $0 != " " && $0 != "%" }
    guard let value = Double(text), value.isFinite else {
      throw Failure(
        .malformedInput, "\"\(line)\" is not a number", file: "standard input",
        remedy: "Answer with a number such as 40")
    }
    return value
  }
}

/// A lesson in its JSON form, with what was predicted.
private struct LessonAnswer: Encodable {
  let lesson: Lesson
  let prediction: Double?
  let judgement: Lesson.Judgement?
}
