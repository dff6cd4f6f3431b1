import Essentials
import Foundation
import Hummingbird
import Lessons
import Reports
import Store

/// The lessons: open to everybody who reaches the console, since they hold nobody's data.
///
/// A page is a pure function of its address: which lesson and step, what was guessed, what is set.
struct LessonPages: Sendable {
  let console: Console

  func add(to router: Router<ConsoleContext>) {
    router.get("/lessons") { _, context in try await list(context) }
    router.get("/lessons/:name") { _, context in try await overview(context) }
    router.get("/lessons/:name/:step") { request, context in
      try await step(request, context)
    }
    router.get("/lessons/:name/:step/result") { request, context in
      try await result(request, context)
    }
    router.post("/lessons/:name/:step/answer") { _, context in try await answer(context) }
  }

  private func list(_ context: ConsoleContext) async throws -> Response {
    let markup = LessonMarkup(session: context.session)
    return markup.list(
      try await LessonLibrary.lessons(), hasPairs: console.pairs != nil,
      code: try await classCode(context)
    ).response()
  }

  private func overview(_ context: ConsoleContext) async throws -> Response {
    let lesson = try await LessonLibrary.lesson(try context.parameters.require("name"))
    return LessonMarkup(session: context.session).overview(lesson).response()
  }

  private func step(_ request: Request, _ context: ConsoleContext) async throws -> Response {
    let lesson = try await LessonLibrary.lesson(try context.parameters.require("name"))
    let number = try LessonLibrary.step(try context.parameters.require("step"), of: lesson)
    let step = lesson.steps[number - 1]
    let settings = try self.settings(of: step, request)
    let guess = try request.parameter("guess").map { text in
      try step.prediction?.guess(text) ?? 0
    }
    let isShown = step.prediction == nil || guess != nil
    let result = isShown ? try await Background.run { try step.result(settings) } : nil
    return LessonMarkup(session: context.session).step(
      number, of: lesson, settings: settings, guess: guess,
      result: result
    ).response()
  }

  /// The result alone, for the script that follows the sliders.
  private func result(_ request: Request, _ context: ConsoleContext) async throws -> Response {
    let lesson = try await LessonLibrary.lesson(try context.parameters.require("name"))
    let number = try LessonLibrary.step(try context.parameters.require("step"), of: lesson)
    let step = lesson.steps[number - 1]
    let settings = try settings(of: step, request)
    let result = try await Background.run { try step.result(settings) }
    var text = ""
    Markup.tag("p", ["data-sentence": ""], text: result.sentence).write(to: &text)
    text += Fragment(result.blocks).html
    return WebPage.fragment(text)
  }

  /// A student's guess goes to the class and comes back with the result; whoever else sends one is
  /// only shown the result.
  private func answer(_ context: ConsoleContext) async throws -> Response {
    let lesson = try await LessonLibrary.lesson(try context.parameters.require("name"))
    let number = try LessonLibrary.step(try context.parameters.require("step"), of: lesson)
    guard let prediction = lesson.steps[number - 1].prediction else { throw Problem.notFound }
    let text = try context.form.text("guess", most: 40)
    let guess = try prediction.guess(text)
    if let person = context.session?.person, person.role == .student, let room = person.study {
      try await console.store.answer(
        ClassAnswer(lesson: lesson.name, step: number, guess: guess), by: person.id, in: room)
    }
    let kept = Numerals.plain(guess)
    return .redirect(to: "/lessons/\(lesson.name)/\(number)?guess=\(kept)#answer")
  }

  private func settings(of step: GuidedLesson.Step, _ request: Request) throws -> Settings {
    try Settings(step.controls) { request.parameter($0) }
  }

  private func classCode(_ context: ConsoleContext) async throws -> String? {
    guard let person = context.session?.person, person.role == .student, let room = person.study
    else { return nil }
    return try await console.store.classroom(room)?.code
  }
}

extension Request {
  /// The first value of this name in the address; nil where there is none.
  ///
  /// A form writes a blank as a plus sign.
  func parameter(_ name: String) -> String? {
    uri.queryParameters[Substring(name)].map { String($0).replacing("+", with: " ") }
  }
}

extension WebPage {
  /// Parts of a page, for a script to put in.
  static func fragment(_ html: String) -> Response {
    Response(
      status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
  }
}

extension Numerals {
  /// A number as it stands in an address: digits, point, exponent.
  static func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }
}
