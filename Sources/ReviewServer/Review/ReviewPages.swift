import Foundation
import Hummingbird
import Reports
import Review
import Store

/// The review page and what its script asks for; all of it for the reviewer of the session alone.
struct ReviewPages: Sendable {
  let console: Console
  private static let itemsAtOnce = 12

  func add(to router: Router<ConsoleContext>) {
    router.get("/review") { _, context in try await page(context) }
    router.get("/review/record") { _, context in try await recordPage(context) }
    router.get("/api/review/work") { _, context in try await work(context) }
    router.post("/api/review/answers") { _, context in try await answer(context) }
    router.get("/api/review/record") { _, context in
      JSONAnswer.response(try await record(context))
    }
    router.get("/api/review/pictures/:assignment/:part") { _, context in
      try await picture(context)
    }
  }

  private func study(_ person: Person) async throws -> Study {
    guard let id = person.study, let study = try await console.store.study(id) else {
      throw Problem.notFound
    }
    return study
  }

  private func page(_ context: ConsoleContext) async throws -> Response {
    let person = try context.person(.reviewer)
    let study = try await study(person)
    return ReviewMarkup(study: study, person: person).page(context.session).response()
  }

  private func work(_ context: ConsoleContext) async throws -> Response {
    let person = try context.person(.reviewer)
    let study = try await study(person)
    let work = try await console.store.work(
      for: person, of: study, most: ReviewPages.itemsAtOnce)
    let state = work.state
    return JSONAnswer.response(
      WorkAnswer(
        study: .init(
          title: study.design.title, breakEvery: study.design.breakEvery, isClosed: study.isClosed,
          mayGrow: study.mayGrow(firstLooks: state.firstLooks)),
        state: .init(
          done: state.done, total: state.total, undo: state.undo, redo: state.redo,
          activeMilliseconds: state.active),
        items: study.isClosed ? [] : work.items.map { .init($0, design: study.design) }))
  }

  private func answer(_ context: ConsoleContext) async throws -> Response {
    let person = try context.person(.reviewer)
    let request = try context.json(AnswerBody.self).request()
    switch try await console.store.carryOut(request, by: person.id) {
    case .accepted: return JSONAnswer.response(AnswerReceipt(outcome: "accepted"))
    case .repeated: return JSONAnswer.response(AnswerReceipt(outcome: "repeated"))
    case .unknownAssignment: throw Problem(.notFound, "not-found", "there is no such assignment")
    case .conflict:
      throw Problem.conflict("conflict", "this was answered already, or is not the last step")
    case .keyReused: throw Problem.unfit("the key was used for another request")
    case .closed: throw Problem.conflict("closed", "the study is closed: it takes no more answers")
    }
  }

  /// Every picture has its own opaque name for each reviewer and look, and the same treatment.
  private func picture(_ context: ConsoleContext) async throws -> Response {
    let person = try context.person(.reviewer)
    guard let assignment = context.parameters.get("assignment"), Identifier.isOne(assignment),
      let part = context.parameters.get("part").flatMap(PicturePart.init),
      let png = try await console.store.picture(part, assignment: assignment, person: person.id)
    else { throw Problem.notFound }
    return PictureAnswer.response(png)
  }

  private func record(_ context: ConsoleContext) async throws -> RecordAnswer {
    let person = try context.person(.reviewer)
    let study = try await study(person)
    let steps = try await console.store.record(of: person.id)
    let active = steps.reduce(Int64(0)) { $0 + Int64($1.active) }
    let pay = study.design.pay * steps.count
    return RecordAnswer(
      name: person.name, study: study.design.title, payPerAnswer: study.design.pay,
      answers: steps.map {
        .init(position: $0.position, value: $0.value, activeMilliseconds: $0.active, at: $0.at)
      }, activeMilliseconds: active, pay: pay, perHour: pay.perHour(milliseconds: active))
  }

  private func recordPage(_ context: ConsoleContext) async throws -> Response {
    ReviewMarkup.recordPage(try await record(context), context.session).response()
  }
}

/// A picture as it is sent.
enum PictureAnswer {
  static func response(_ png: Data) -> Response {
    // Kept by the reviewer's own browser for an hour, so that a lost connection shows them still.
    Response(
      status: .ok,
      headers: [.contentType: "image/png", .cacheControl: "private, max-age=3600"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: png)))
  }
}

extension Study {
  /// Whether somebody who was given so many first looks may be given more: of a design that decides
  /// while people answer, or that takes pairs back from those who left.
  ///
  /// Nothing here depends on what others did.
  fileprivate func mayGrow(firstLooks: Int) -> Bool {
    if isClosed { return false }
    return design.adaptive != nil
      || (design.returnAfterMinutes != nil && firstLooks < pairs - design.gold)
  }
}
