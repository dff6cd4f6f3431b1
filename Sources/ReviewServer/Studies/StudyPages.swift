import Foundation
import Hummingbird
import Reports
import Review
import Store

/// The auditor's pages: studies, invitations, progress, results.
struct StudyPages: Sendable {
  let console: Console

  func add(to router: Router<ConsoleContext>) {
    router.get("/studies") { _, context in try await list(context) }
    router.get("/studies/new") { request, context in try newForm(request, context) }
    router.post("/studies") { _, context in try await make(context) }
    router.get("/studies/:study") { _, context in try await show(context) }
    router.get("/studies/:study/progress") { _, context in try await progress(context) }
    router.post("/studies/:study/invitations") { _, context in try await invite(context) }
    router.post("/studies/:study/links") { _, context in try await renew(context) }
    router.post("/studies/:study/revocations") { _, context in try await revoke(context) }
    router.post("/studies/:study/close") { _, context in try await close(context) }
  }

  private func list(_ context: ConsoleContext) async throws -> Response {
    _ = try context.person(.auditor)
    let studies = try await console.store.studies()
    let verified = try await console.store.head()
    return StudyListMarkup.page(studies, head: verified, context.session).response()
  }

  private func newForm(_ request: Request, _ context: ConsoleContext) throws -> Response {
    _ = try context.person(.auditor)
    let name = request.uri.queryParameters["after"].map(String.init)
    let scenario = name.flatMap(ReviewScenario.named)
    if name != nil && scenario == nil { throw Problem.notFound }
    return StudyForm(library: console.library, scenario: scenario).page(context.session).response()
  }

  private func make(_ context: ConsoleContext) async throws -> Response {
    _ = try context.person(.auditor)
    guard let library = console.library else {
      throw Problem.unfit("the console was started without pictures: use --frames")
    }
    let form = try context.form
    let (filled, faults) = StudyForm.read(form, origin: library.origin)
    guard let filled else { return back(form, faults, context) }
    guard let list = filled.list ?? library.candidates else {
      let message = "There is no candidate list: paste one, or choose a file."
      return back(form, [FieldFault(field: "list", message: message)], context)
    }
    let builder = PairBuilder(
      library: library, top: filled.top, proposedPercent: Double(filled.proposedPercent),
      gold: filled.design.gold, seed: filled.design.seed)
    let pairs: [NewPair]
    do {
      pairs = try await Background.run { try builder.pairs(PairBuilder.lists(list)) }
    } catch let problem as Problem where problem.status == .unprocessableContent {
      let message = problem.message.capitalizedSentence + "."
      return back(form, [FieldFault(field: "list", message: message)], context)
    }
    var design = filled.design
    design.gold = pairs.count { $0.isGold }
    let study = try await console.store.make(design, pairs: pairs)
    return Response.redirect(to: "/studies/" + study)
  }

  /// The form once more, with what was entered and what is wrong with it.
  private func back(_ form: FormFields, _ faults: [FieldFault], _ context: ConsoleContext)
    -> Response
  {
    StudyForm(library: console.library, scenario: nil, entered: form, faults: faults)
      .page(context.session).response(.unprocessableContent)
  }

  private func show(_ context: ConsoleContext) async throws -> Response {
    _ = try context.person(.auditor)
    let study = try await console.study(context)
    let members = try await console.store.members(of: study.id)
    let figures = try await console.board.figures(of: study)
    return StudyMarkup(study: study, members: members, figures: figures).page(context.session)
      .response()
  }

  /// The part of the page that changes, for its script.
  private func progress(_ context: ConsoleContext) async throws -> Response {
    _ = try context.person(.auditor)
    let figures = try await console.board.figures(of: console.study(context))
    var html = ""
    for part in StudyMarkup.live(figures) { part.write(to: &html) }
    return WebPage.fragment(html)
  }

  private func invite(_ context: ConsoleContext) async throws -> Response {
    _ = try context.person(.auditor)
    let study = try await console.study(context)
    let form = try context.form
    guard let role = Role(rawValue: try form.text("role")),
      [.reviewer, .adjudicator].contains(role)
    else { throw Problem.unfit("role must be reviewer or adjudicator") }
    let members = try await console.store.members(of: study.id)
    let number = members.count { $0.person.role == role } + 1
    let name = try form["name"] == nil ? "\(role.rawValue) \(number)" : form.text("name", most: 40)
    // Names are how answers leave the console: two of a name would be one reviewer.
    if members.contains(where: { $0.person.name == name }) {
      throw Problem.conflict("name-taken", "somebody in this study has that name already")
    }
    let (person, secret) = try await console.store.invite(role, study: study.id, name: name)
    let link = console.link(secret)
    return InvitationMarkup(study: study, person: person, link: link).page(context.session)
      .response(.created)
  }

  /// A new link for who lost the old one: another invitation would make another reviewer of them.
  private func renew(_ context: ConsoleContext) async throws -> Response {
    let (study, id) = try await member(context)
    guard let (person, secret) = try await console.store.inviteAgain(person: id) else {
      throw Problem.conflict("taken-back", "this invitation was taken back: invite somebody new")
    }
    return InvitationMarkup(study: study, person: person, link: console.link(secret))
      .page(context.session).response(.created)
  }

  private func revoke(_ context: ConsoleContext) async throws -> Response {
    let (study, id) = try await member(context)
    try await console.store.revoke(person: id)
    return Response.redirect(to: "/studies/" + study.id)
  }

  /// The study that the path names, and its member that the form does.
  private func member(_ context: ConsoleContext) async throws -> (Study, String) {
    _ = try context.person(.auditor)
    let study = try await console.study(context)
    let id = try context.form.text("person")
    let members = try await console.store.members(of: study.id)
    guard members.contains(where: { $0.person.id == id }) else { throw Problem.notFound }
    return (study, id)
  }

  private func close(_ context: ConsoleContext) async throws -> Response {
    _ = try context.person(.auditor)
    let study = try await console.study(context)
    try await console.store.close(study: study.id)
    return Response.redirect(to: "/studies/" + study.id)
  }
}

extension Console {
  /// The study that a path names.
  ///
  /// - Throws: ``Problem`` 404.
  func study(_ context: ConsoleContext) async throws -> Study {
    guard let id = context.parameters.get("study"), Identifier.isOne(id),
      let study = try await store.study(id)
    else { throw Problem.notFound }
    return study
  }
}
