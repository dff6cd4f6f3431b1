import Essentials
import Foundation
import Hummingbird
import Lessons
import Reports
import Store

/// Classes: the auditor opens them, a teacher sees the room's result, students answer without a name.
struct ClassPages: Sendable {
  let console: Console
  private var store: ConsoleStore { console.store }

  func add(to router: Router<ConsoleContext>) {
    router.get("/classes") { _, context in try await list(context) }
    router.post("/classes") { _, context in try await open(context) }
    router.get("/class") { _, context in try await room(context) }
    router.get("/class/:id") { _, context in try await room(context) }
    router.post("/class/:id/close") { _, context in try await close(context) }
    router.get("/lessons/class") { _, context in joinPage(context) }
    router.post("/lessons/class") { _, context in try await join(context) }
  }

  private func list(_ context: ConsoleContext) async throws -> Response {
    _ = try context.person(.auditor)
    return ClassMarkup(session: context.session).list(try await store.classrooms()).response()
  }

  /// Opens a class and shows its teacher's link, which is shown once and never kept.
  private func open(_ context: ConsoleContext) async throws -> Response {
    _ = try context.person(.auditor)
    let room = try await store.openClass(name: try context.form.text("name", most: 80))
    let secret = try await store.invite(.teacher, study: room.id, name: "teacher of \(room.name)")
      .secret
    return ClassMarkup(session: context.session).opened(room, link: console.link(secret))
      .response(.created)
  }

  /// The class that the person may see: a teacher's own, any for the auditor.
  private func visible(_ context: ConsoleContext) async throws -> Classroom {
    let person = try context.person(.teacher, .auditor)
    let id = context.parameters.get("id") ?? person.study
    guard let id, person.role == .auditor || id == person.study,
      let room = try await store.classroom(id)
    else { throw Problem.notFound }
    return room
  }

  private func room(_ context: ConsoleContext) async throws -> Response {
    let room = try await visible(context)
    let answers = try await store.classAnswers(of: room.id)
    return ClassMarkup(session: context.session).room(
      room, answers, lessons: try await LessonLibrary.lessons()
    ).response()
  }

  private func close(_ context: ConsoleContext) async throws -> Response {
    let room = try await visible(context)
    try await store.closeClass(room.id)
    return .redirect(to: "/class/" + room.id)
  }

  private func joinPage(_ context: ConsoleContext) -> Response {
    ClassMarkup(session: context.session).join().response()
  }

  /// A code makes a student: a random identifier and a cookie, no name.
  private func join(_ context: ConsoleContext) async throws -> Response {
    guard console.doors.allows(context.peer) else {
      throw Problem(.tooManyRequests, "too-many", "too many attempts: wait a minute")
    }
    if let role = context.session?.person.role, role != .student {
      throw Problem.conflict(
        "other-role", "you are here as \(role.rawValue): leave first, or use another browser")
    }
    guard let code = Classroom.code(in: try context.form.text("code", most: 40)),
      let room = try await store.classroom(code: code)
    else {
      throw Problem(
        .forbidden, "no-class", "there is no open class with this code: look at the code again")
    }
    console.doors.giveBack(context.peer)
    if context.session?.person.study == room.id { return .redirect(to: "/lessons") }
    // A code makes as many students as it is entered times: an address has its measure of these too.
    guard console.seats.allows(context.peer) else {
      throw Problem(.tooManyRequests, "too-many", "too many people joined at once: wait a minute")
    }
    let invitation = try await store.invite(.student, study: room.id, name: "student")
    guard let (_, session) = try await store.open(invitation.secret) else {
      throw Problem(.serviceUnavailable, "unavailable", "the server can't do this now")
    }
    var response = Response.redirect(to: "/lessons")
    response.setCookie(console.cookie(session))
    return response
  }
}
