import Essentials
import Hummingbird
import Lessons
import Reports
import Store

/// "Be the reviewer": a round of pairs, whose whole state stands in the address.
struct ReviewerPages: Sendable {
  let console: Console

  func add(to router: Router<ConsoleContext>) {
    router.get("/lessons/reviewer") { _, context in try await overview(context) }
    router.get("/lessons/reviewer/round") { request, context in
      try await round(request, context)
    }
    router.get("/lessons/reviewer/pictures/:pair/:side") { _, context in
      try await picture(context)
    }
  }

  /// The lesson shows scores and truth of pictures that a study may be about: while people review, it
  /// is for those alone who may see both, whatever browser the others come with.
  private func isAtRest(_ context: ConsoleContext) async throws -> Bool {
    if let role = context.session?.person.role, [.auditor, .teacher].contains(role) {
      return false
    }
    return try await console.store.isReviewUnderWay()
  }

  private func gallery(_ context: ConsoleContext) async throws -> PairGallery {
    if try await isAtRest(context) {
      throw Problem.conflict(
        "at-rest",
        "people are reviewing in a study here, and this lesson shows scores and truth of such "
          + "pictures: it is back when the study is closed")
    }
    guard let gallery = console.pairs else {
      throw Problem(
        .notFound, "no-pairs",
        "this lesson needs the sample frames and their candidate lists: start the console with "
          + "--frames")
    }
    return gallery
  }

  private func overview(_ context: ConsoleContext) async throws -> Response {
    let seed = UInt64.random(in: 1...999_999)
    return ReviewerMarkup(session: context.session).overview(
      seed: seed, hasPairs: console.pairs != nil, isAtRest: try await isAtRest(context)
    ).response()
  }

  /// The next pair, or the result when all are answered.
  private func round(_ request: Request, _ context: ConsoleContext) async throws -> Response {
    let gallery = try await gallery(context)
    guard let seed = request.parameter("seed").flatMap({ UInt64($0) }),
      let round = ReviewerRound(gallery.pairs, seed: seed)
    else { throw Problem.unfit("the address names no round: begin again") }
    let answers = try self.answers(request.parameter("answers") ?? "", round)
    if let answer = request.parameter("answer") {
      // Once taken in, an answer stands in the address, so that reload and back do what they say.
      let all = try self.answers((request.parameter("answers") ?? "") + answer, round)
      return .redirect(to: ReviewerMarkup.path(round, all))
    }
    let markup = ReviewerMarkup(session: context.session)
    if let outcome = ReviewerOutcome(round, of: gallery.pairs, answers: answers) {
      return markup.outcome(outcome, round, gallery.pairs).response()
    }
    return markup.pair(round, answers, gallery.pairs).response()
  }

  /// Answers as digits 0…6 for −3…+3.
  private func answers(_ text: String, _ round: ReviewerRound) throws -> [Int] {
    let digits = text.utf8.map { Int($0) - 0x30 }
    guard digits.count <= round.order.count, digits.allSatisfy((0...6).contains) else {
      throw Problem.unfit("the address holds answers that there are not: begin again")
    }
    return digits.map { $0 - 3 }
  }

  private func picture(_ context: ConsoleContext) async throws -> Response {
    let gallery = try await gallery(context)
    guard let pair = Int(try context.parameters.require("pair")),
      let side = PairGallery.Side(rawValue: try context.parameters.require("side")),
      let bytes = try gallery.picture(pair, side)
    else { throw Problem.notFound }
    return Response(
      status: .ok, headers: [.contentType: "image/png", .cacheControl: "private, max-age=3600"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
