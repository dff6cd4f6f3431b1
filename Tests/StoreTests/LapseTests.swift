import Essentials
import GRDB
import Testing

@testable import Store

/// Pairs that were given and not answered come back, and late answers count once.
@Suite struct LapseTests {
  static let minute: Int64 = 60_000

  static func design(overlap: Int = 1, reviewers: Int = 1, seconds: Int = 0, minutes: Int = 30)
    -> StudyDesign
  {
    var design = StoreFixture.design(overlap: overlap, reviewers: reviewers, seconds: seconds)
    design.returnAfterMinutes = minutes
    return design
  }

  /// A study with people in it who come and answer at moments that the test chooses.
  struct Scene {
    let fixture: StoreFixture
    let study: Study

    init(_ design: StudyDesign = design(), pairs: Int = 4, gold: Int = 0) async throws {
      fixture = try StoreFixture()
      let id = try await fixture.study(design, pairs: pairs, gold: gold)
      study = try #require(try await fixture.store.study(id))
    }

    func invite(_ name: String) async throws -> Person {
      try await fixture.store.invite(.reviewer, study: study.id, name: name, now: 0).person
    }

    func work(_ person: Person, at minutes: Int64) async throws -> Work {
      try await fixture.store.work(for: person, of: study, most: 100, now: minutes * minute)
    }

    func list(_ person: Person, at minutes: Int64) async throws -> [String] {
      try await work(person, at: minutes).items.map(\.assignment)
    }

    @discardableResult
    func answer(
      _ person: Person, _ assignment: String, _ value: Int = 2, at minutes: Int64
    ) async throws -> AnswerOutcome {
      try await fixture.store.carryOut(
        AnswerRequest(
          .answer, assignment: assignment, value: value, active: 1000, key: Identifier.random()),
        by: person.id, now: minutes * minute)
    }

    func step(
      _ action: AnswerRequest.Action, _ person: Person, _ assignment: String, at minutes: Int64
    ) async throws -> AnswerOutcome {
      try await fixture.store.carryOut(
        AnswerRequest(action, assignment: assignment, key: Identifier.random()), by: person.id,
        now: minutes * minute)
    }

    /// The assignments of `person` that test the reviewer.
    func known(_ person: Person) async throws -> [String] {
      try fixture.store.read { db in
        try String.fetchAll(
          db, sql: "SELECT id FROM assignment WHERE person = ? AND kind = 'gold' ORDER BY position",
          arguments: [person.id])
      }
    }

    func isWhole() async throws -> Bool { try await fixture.store.verify().faults == [] }
  }

  @Test func pairsOfWhoLeftAreForOthers() async throws {
    let scene = try await Scene()
    let (one, two) = (try await scene.invite("a"), try await scene.invite("b"))
    let mine = try await scene.list(one, at: 0)
    #expect(mine.count == 4)
    try await scene.answer(one, mine[0], at: 10)
    // The answer was a sign: 30 minutes count from there.
    #expect(try await scene.list(two, at: 40) == [])
    #expect(try await scene.list(two, at: 41).count == 3)
    let lists = try scene.fixture.store.contents(of: scene.study.id).lists
    #expect(lists[one.id] == ListLength(given: 1, lapsed: 3))
    #expect(lists[two.id] == ListLength(given: 3, lapsed: 0))
    #expect(try await scene.isWhole())
  }

  @Test func aLateAnswerCountsOnce() async throws {
    let scene = try await Scene()
    let (one, two) = (try await scene.invite("a"), try await scene.invite("b"))
    let mine = try await scene.list(one, at: 0)
    let theirs = try await scene.list(two, at: 31)
    #expect(theirs.count == 4)
    #expect(try await scene.answer(one, mine[0], 3, at: 32) == .accepted)
    #expect(try await scene.answer(one, mine[0], 3, at: 32) == .conflict)
    for assignment in theirs { try await scene.answer(two, assignment, -1, at: 33) }
    let answers = try await scene.fixture.store.answers(of: scene.study.id)
    #expect(answers.count == 5)
    #expect(answers.count { $0.person == one.id } == 1)
    // Back and forth, and the rest of the list is gone: others answered it.
    #expect(try await scene.step(.undo, one, mine[0], at: 34) == .accepted)
    #expect(try await scene.list(one, at: 34) == [mine[0]])
    #expect(try await scene.step(.redo, one, mine[0], at: 34) == .accepted)
    let state = try await scene.work(one, at: 35).state
    #expect(state.done == 1 && state.total == 1 && state.firstLooks == 4)
    #expect(try await scene.isWhole())
  }

  @Test func whoComesBackInTimeGetsThePairsBack() async throws {
    let scene = try await Scene(pairs: 6)
    let (one, two) = (try await scene.invite("a"), try await scene.invite("b"))
    let mine = try await scene.list(one, at: 0)
    let theirs = try await scene.list(two, at: 60)
    try await scene.answer(two, theirs[0], at: 61)
    // The second one leaves too, and the first one is there again.
    #expect(try await scene.list(one, at: 95).count == 5)
    #expect(try await scene.list(two, at: 96) == [])
    #expect(Set(try await scene.list(one, at: 97)).isSubset(of: mine))
    try await scene.fixture.store.revoke(person: two.id)
    #expect(try await scene.isWhole())
    for assignment in try await scene.list(one, at: 98) {
      try await scene.answer(one, assignment, at: 99)
    }
    #expect(try await scene.fixture.store.answers(of: scene.study.id).count == 6)
    #expect(try await scene.isWhole())
  }

  @Test func whoIsThereKeepsThePairs() async throws {
    let scene = try await Scene()
    let (one, two) = (try await scene.invite("a"), try await scene.invite("b"))
    let mine = try await scene.list(one, at: 0)
    for now in stride(from: 10 as Int64, through: 200, by: 10) {
      #expect(try await scene.list(one, at: now) == mine)
      #expect(try await scene.list(two, at: now + 9) == [])
    }
  }

  @Test func withoutATimeNothingLapses() async throws {
    let fixture = try StoreFixture()
    let id = try await fixture.study(StoreFixture.design(overlap: 1, reviewers: 1), pairs: 3)
    let study = try #require(try await fixture.store.study(id))
    let one = try await fixture.store.invite(.reviewer, study: id, name: "a").person
    let two = try await fixture.store.invite(.reviewer, study: id, name: "b").person
    let given = try await fixture.store.work(for: one, of: study, most: 9, now: 0)
    let later = try await fixture.store.work(for: two, of: study, most: 9, now: Moment.days(900))
    #expect(given.items.count == 3 && later.items.isEmpty)
  }

  /// A second look goes with its first.
  @Test func secondLooksGoWithTheirFirst() async throws {
    let scene = try await Scene(Self.design(seconds: 2), pairs: 6)
    let (one, two) = (try await scene.invite("a"), try await scene.invite("b"))
    #expect(try await scene.list(one, at: 0).count == 8)
    #expect(try await scene.list(two, at: 31).count == 8)
    #expect(try await scene.list(one, at: 32) == [])
    let state = try scene.fixture.store.workState(of: one.id)
    #expect(state.total == 0 && state.done == 0)
  }

  /// What is left in a list, or comes back into it, does not tell which pairs are known.
  @Test func knownPairsGoAndComeBackWithTheOthers() async throws {
    let scene = try await Scene(Self.design(), pairs: 12, gold: 3)
    let (one, two) = (try await scene.invite("a"), try await scene.invite("b"))
    let mine = try await scene.list(one, at: 0)
    let theirs = try await scene.list(two, at: 31)
    #expect(mine.count == 12 && theirs.count == 12)
    #expect(try await scene.list(one, at: 32) == [])
    #expect(try scene.fixture.store.workState(of: one.id).total == 0)
    // A late answer to a known pair counts like any other.
    let known = try await scene.known(one)
    #expect(known.count == 3)
    #expect(try await scene.answer(one, known[0], at: 33) == .accepted)
    #expect(try await scene.list(one, at: 34) == [])
    // The second one leaves after six of the nine others: three are wanted again, and with them one
    // known pair of two at the most.
    let others = Set(theirs).subtracting(try await scene.known(two)).sorted()
    for assignment in others.prefix(6) { try await scene.answer(two, assignment, at: 35) }
    let back = Set(try await scene.list(one, at: 66))
    #expect(back.subtracting(known).count == 3)
    #expect(back.intersection(known).count <= 1)
    // Those who left take known pairs with them, each time.
    #expect(try await scene.list(two, at: 97).count == 6)
    #expect(try await scene.list(one, at: 98) == [])
    #expect(try await scene.isWhole())
  }

  /// All come back where all are wanted.
  @Test func allKnownPairsComeBackWithAllOthers() async throws {
    let scene = try await Scene(Self.design(), pairs: 8, gold: 3)
    let (one, two) = (try await scene.invite("a"), try await scene.invite("b"))
    let mine = try await scene.list(one, at: 0)
    #expect(try await scene.list(two, at: 31).count == 8)
    #expect(try await scene.list(one, at: 62) == mine)
    #expect(try await scene.list(two, at: 63) == [])
    #expect(try await scene.isWhole())
  }

  /// Who left nothing but known pairs open finds nothing: what came back alone would be known.
  @Test func knownPairsAloneDoNotComeBack() async throws {
    let scene = try await Scene(Self.design(overlap: 2, reviewers: 2), pairs: 6, gold: 2)
    let (one, two) = (try await scene.invite("a"), try await scene.invite("b"))
    let mine = try await scene.list(one, at: 0)
    let known = Set(try await scene.known(one))
    for assignment in mine where !known.contains(assignment) {
      try await scene.answer(one, assignment, at: 1)
    }
    #expect(Set(try await scene.list(one, at: 2)) == known)
    for assignment in try await scene.list(two, at: 3) {
      try await scene.answer(two, assignment, at: 3)
    }
    #expect(try await scene.list(two, at: 40) == [])
    #expect(try await scene.list(one, at: 41) == [])
    #expect(try scene.fixture.store.workState(of: one.id).total == 4)
    // From a page that was open all the time an answer counts.
    let late = try #require(known.first)
    #expect(try await scene.answer(one, late, at: 42) == .accepted)
    #expect(try await scene.isWhole())
  }

  /// A request whose session was looked up before the invitation was taken back.
  @Test func whoIsNotInvitedAnyMoreIsGivenNothing() async throws {
    let scene = try await Scene()
    let (one, two) = (try await scene.invite("a"), try await scene.invite("b"))
    try await scene.fixture.store.revoke(person: one.id)
    #expect(try await scene.list(one, at: 1) == [])
    #expect(try await scene.list(two, at: 2).count == 4)
    try await scene.fixture.store.revoke(person: two.id)
    let three = try await scene.invite("c")
    #expect(try await scene.list(three, at: 40).count == 4)
    #expect(try await scene.isWhole())
  }

  /// People who come, answer, step back, leave and are taken back at random: the counts are always what
  /// the tables say, nobody has a pair twice, and once somebody stays every pair is answered.
  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func whoeverLeavesTheStudyIsFinished(seed: UInt64)
    async throws
  {
    var random = RandomStream(seed: seed, purpose: "lapses")
    let scene = try await Scene(Self.design(overlap: 2, reviewers: 3), pairs: 7)
    var people: [Person] = []
    for name in ["a", "b", "c"] { people.append(try await scene.invite(name)) }
    var now: Int64 = 0
    var held: [String: [String]] = [:]
    for turn in 0..<90 {
      now += Int64(random.index(below: 25))
      let person = people[random.index(below: people.count)]
      switch random.index(below: 8) {
      case 0:
        let state = try scene.fixture.store.workState(of: person.id)
        if let undo = state.undo { _ = try await scene.step(.undo, person, undo, at: now) }
        if turn % 2 == 0, let redo = try scene.fixture.store.workState(of: person.id).redo {
          _ = try await scene.step(.redo, person, redo, at: now)
        }
      case 1, 2:
        // From a page that was opened long ago.
        if let old = held[person.id]?.randomElement(using: &random) {
          _ = try await scene.answer(person, old, at: now)
        }
      case 3 where turn % 3 == 0 && people.count > 2:
        people.removeAll { $0 == person }
        try await scene.fixture.store.revoke(person: person.id)
      default:
        let list = try await scene.list(person, at: now)
        held[person.id] = list
        for assignment in list.prefix(random.index(below: 3)) {
          #expect(try await scene.answer(person, assignment, at: now) == .accepted)
        }
      }
    }
    #expect(try await scene.isWhole())
    for name in ["d", "e"] {
      now += 31
      let person = try await scene.invite(name)
      while let assignment = try await scene.list(person, at: now).first {
        #expect(try await scene.answer(person, assignment, at: now) == .accepted)
      }
    }
    let answers = try await scene.fixture.store.answers(of: scene.study.id)
    for pair in 1...7 {
      let looks = answers.filter { $0.pair == pair }
      #expect(looks.count >= 2, "pair \(pair)")
      #expect(Set(looks.map(\.person)).count == looks.count, "pair \(pair)")
    }
    #expect(try await scene.isWhole())
  }
}
