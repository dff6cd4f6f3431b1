import Foundation
import Hummingbird
import Reports
import Store

/// Where reviewers disagree, somebody decides: one page a pair, plain forms.
struct AdjudicationPages: Sendable {
  let console: Console

  func add(to router: Router<ConsoleContext>) {
    router.get("/adjudicate") { _, context in
      let person = try context.person(.adjudicator)
      guard let study = person.study else { throw Problem.notFound }
      return Response.redirect(to: "/studies/\(study)/adjudicate")
    }
    router.get("/studies/:study/adjudicate") { _, context in try await next(context) }
    router.get("/studies/:study/adjudicate/:pair") { _, context in try await show(context) }
    router.post("/studies/:study/adjudicate/:pair") { _, context in try await decide(context) }
    router.get("/studies/:study/pictures/:pair/:part") { _, context in
      try await picture(context)
    }
  }

  /// An auditor, or the adjudicator of this very study.
  private func study(_ context: ConsoleContext) async throws -> (Person, Study) {
    let person = try context.person(.auditor, .adjudicator)
    let study = try await console.study(context)
    if person.role == .adjudicator && person.study != study.id { throw Problem.notFound }
    return (person, study)
  }

  private func number(_ context: ConsoleContext) throws -> Int {
    guard let number = context.parameters.get("pair").flatMap({ Int($0) }), number > 0 else {
      throw Problem.notFound
    }
    return number
  }

  private func next(_ context: ConsoleContext) async throws -> Response {
    let (_, study) = try await study(context)
    let results = try await console.store.results(of: study)
    if let pair = results.disputed.first {
      return Response.redirect(to: "/studies/\(study.id)/adjudicate/\(pair.number)")
    }
    return AdjudicationMarkup(results: results).done(context.session).response()
  }

  private func show(_ context: ConsoleContext) async throws -> Response {
    let (_, study) = try await study(context)
    let results = try await console.store.results(of: study)
    let number = try number(context)
    guard let pair = results.ordinary.first(where: { $0.number == number }) else {
      throw Problem.notFound
    }
    return AdjudicationMarkup(results: results).page(pair, context.session).response()
  }

  private func decide(_ context: ConsoleContext) async throws -> Response {
    let (person, study) = try await study(context)
    let number = try number(context)
    let form = try context.form
    guard let value = Int(try form.text("value")), (-3...3).contains(value), value != 0 else {
      throw Problem.unfit("value must be -3 to 3 and not 0: an adjudicator decides")
    }
    let active = try form["active"] == nil ? 0 : form.integer("active", in: 0...3_600_000)
    if study.isClosed { throw Problem.conflict("closed", "the study is closed") }
    let results = try await console.store.results(of: study)
    guard let pair = results.ordinary.first(where: { $0.number == number }),
      [.disputed, .adjudicated].contains(results.standing(pair))
    else { throw Problem.conflict("not-disputed", "this pair is not waiting for an adjudicator") }
    guard
      try await console.store.decide(
        pair: number, of: study.id, value: value, active: active, by: person.id)
    else { throw Problem.notFound }
    return Response.redirect(to: "/studies/\(study.id)/adjudicate")
  }

  private func picture(_ context: ConsoleContext) async throws -> Response {
    let (_, study) = try await study(context)
    guard let part = context.parameters.get("part").flatMap(PicturePart.init),
      let png = try await console.store.picture(part, pair: number(context), study: study.id)
    else { throw Problem.notFound }
    return PictureAnswer.response(png)
  }
}
