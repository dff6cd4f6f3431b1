import Foundation
import Hummingbird
import Reports
import Store

/// The way in and out: the first page, invitations, leaving.
struct DoorPages: Sendable {
  let console: Console

  func add(to router: Router<ConsoleContext>) {
    router.get("/") { _, context in start(context) }
    router.get("/join") { _, context in joinPage(context) }
    router.post("/join") { request, context in try await join(request, context) }
    router.post("/leave") { _, context in try await leave(context) }
  }

  private func start(_ context: ConsoleContext) -> Response {
    guard let session = context.session else {
      return WebPage(
        "Lookalike",
        [
          .tag(
            "p", ["class": "summary"],
            text: "A console in which people review what a face-matching system found, and lessons "
              + "on what such finds mean."),
          .tag(
            "p",
            text: "Open the invitation link that you were given, or enter its code here."),
          .tag(
            "p", ["class": "onward"],
            [
              .tag("a", ["href": "/join", "class": "button"], text: "Enter a code"),
              .tag("a", ["href": "/lessons", "class": "button quiet"], text: "Lessons"),
            ]),
        ]
      ).response()
    }
    return Response.redirect(to: DoorPages.home(of: session.person.role))
  }

  /// Where somebody of `role` begins.
  static func home(of role: Role) -> String {
    switch role {
    case .auditor: "/studies"
    case .adjudicator: "/adjudicate"
    case .reviewer: "/review"
    case .teacher: "/class"
    case .student: "/lessons"
    }
  }

  /// The secret stands in the link's fragment, which browsers send to nobody; a script fills it in.
  private func joinPage(_ context: ConsoleContext) -> Response {
    WebPage(
      "Open your invitation",
      [
        .tag(
          "p",
          text: "The link you were given holds a secret code. It opens your own pages; don't pass "
            + "it on."),
        Form(
          "/join", session: context.session,
          [
            Form.field(
              "Invitation code", name: "code", type: "password",
              hint: "43 letters, digits, hyphens and underscores. A link fills it in by itself."),
            Form.submit("Begin"),
          ]
        ).markup,
      ], session: context.session, scripts: [.join]
    ).response()
  }

  private func join(_ request: Request, _ context: ConsoleContext) async throws -> Response {
    guard console.doors.allows(context.peer) else {
      throw Problem(.tooManyRequests, "too-many", "too many attempts: wait a minute")
    }
    guard let secret = Secret(presented: try context.form.text("code", most: 64)),
      let (person, session) = try await console.store.open(secret)
    else {
      throw Problem(
        .forbidden, "no-invitation",
        "this invitation is not valid, or not any more: ask for a new link")
    }
    // Only guesses are counted: a hall full of reviewers, or a proxy in front, is one address.
    console.doors.giveBack(context.peer)
    var response = Response.redirect(to: DoorPages.home(of: person.role))
    response.setCookie(console.cookie(session))
    return response
  }

  private func leave(_ context: ConsoleContext) async throws -> Response {
    guard let session = context.session else { throw Problem.noSession }
    try await console.store.close(session: session.digest)
    var response = Response.redirect(to: "/")
    response.setCookie(
      Cookie(
        name: Session.cookie, value: "", maxAge: 0, path: "/", httpOnly: true, sameSite: .strict))
    return response
  }
}
