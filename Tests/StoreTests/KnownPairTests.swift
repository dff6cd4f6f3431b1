import Essentials
import GRDB
import Testing

@testable import Store

/// Known pairs: in which lists they are, how many, and that nothing tells them.
@Suite struct KnownPairTests {
  private func plan(
    _ design: StudyDesign, pairs: Int = 24, gold: Int, wanted: Int, later: Double = 0.7,
    mine: Int = 0, reviewer: Int = 0, before: Int = 0, goldMine: Int = 0
  ) -> [WorkPlan.Item] {
    WorkPlan(
      design: design,
      pairs: (0..<pairs).map { number in
        let isGold = number < gold
        return WorkPlan.Pair(
          id: Int64(number), isGold: isGold, given: 0, wanted: isGold ? 0 : wanted, later: later,
          isMine: isGold ? number < goldMine : number < gold + mine)
      }, earlierReviewers: 0, reviewer: reviewer, before: before
    ).items()
  }

  @Test func fixedOverlapHasThemInTheFirstListAlone() {
    var design = StoreFixture.design(overlap: 2, reviewers: 2)
    design.gold = 4
    #expect(plan(design, gold: 4, wanted: 2).count { $0.kind == .gold } == 4)
    let later = plan(design, gold: 4, wanted: 1, mine: 10, before: 14, goldMine: 4)
    #expect(later.count == 10 && later.allSatisfy { $0.kind == .first })
  }

  /// Whoever comes when nothing is left is given nothing, rather than what can only be a test.
  @Test(arguments: [true, false]) func neverAlone(isAdaptive: Bool) {
    let design =
      isAdaptive
      ? AdaptiveStopTests.design(overlap: 3) : StoreFixture.design(overlap: 2, reviewers: 2)
    for before in [0, 9] {
      #expect(plan(design, gold: 4, wanted: 0, before: before).isEmpty)
    }
    // But for a study that has no others.
    #expect(plan(design, pairs: 4, gold: 4, wanted: 0).count == 4)
    #expect(plan(design, pairs: 4, gold: 4, wanted: 0, before: 4, goldMine: 4).isEmpty)
  }

  /// Over many seeds: the count is the whole part of the share or one more, on average the share.
  @Test func aListHasItsShareRoundedAtRandom() {
    var design = AdaptiveStopTests.design(overlap: 6)
    design.reviewers = 6
    // 20 others, 40 answers wanted and 14 more expected: 7 in this list, 14/6 expected after it.
    let share = 6 * 7.0 / (7 + 2 * 14.0 / 6)
    var sum = 0
    var counts: Set<Int> = []
    for seed in 0..<600 as Range<UInt64> {
      design.seed = seed
      let items = plan(design, pairs: 26, gold: 6, wanted: 2)
      #expect(items.count { $0.kind == .first } == 7)
      let known = items.filter { $0.kind == .gold }
      #expect(Set(known.map(\.pair)).count == known.count)
      counts.insert(known.count)
      sum += known.count
    }
    #expect(counts == [Int(share), Int(share) + 1])
    // Five standard deviations of a mean of 600 coins.
    #expect(abs(Double(sum) / 600 - share) < 5 * 0.5 / 600.0.squareRoot())
  }

  /// What was kept for work that did not come does not crowd the last list.
  @Test func theLastListIsNotCrowded() {
    var design = AdaptiveStopTests.design(overlap: 3)
    var known = 0
    for seed in 0..<300 as Range<UInt64> {
      design.seed = seed
      // One pair is wanted and nothing will be; three of four known pairs are left.
      known += WorkPlan(
        design: design,
        pairs: (0..<24).map {
          WorkPlan.Pair(
            id: $0, isGold: $0 < 4, given: 0, wanted: $0 == 23 ? 1 : 0,
            isMine: $0 == 0 || (4..<23).contains($0))
        }, earlierReviewers: 2, reviewer: 0, before: 20
      ).items().count { $0.kind == .gold }
    }
    // 4 known pairs to 20 others: one in five lists of one pair.
    #expect(abs(Double(known) / 300 - 0.2) < 5 * 0.4 / 300.0.squareRoot())
  }

  /// Whole studies whose reviewers are as the rule assumes: a pair of a later list is about as likely to
  /// be a known one as one of a first list; nobody has one twice; no list is of them alone.
  @Test func laterListsHaveAboutAsManyAsFirstOnes() {
    var (first, later) = (Lists(), Lists())
    for seed in 1...150 as ClosedRange<UInt64> {
      var study = Simulated(seed: seed)
      while let list = study.next() {
        #expect(list.isFresh, "nobody has a known pair twice")
        #expect(list.known < list.pairs, "never alone")
        if list.isFirst {
          first.add(list.known, list.pairs)
        } else {
          later.add(list.known, list.pairs)
        }
      }
    }
    #expect(later.pairs > 1000)
    // The seeds are fixed: this either holds or does not.
    #expect(
      abs(later.share - first.share) < 0.08, "first \(first.share), later \(later.share)")
    #expect(later.share > first.share / 2)
  }

  private struct Lists {
    var (known, pairs) = (0, 0)
    var share: Double { Double(known) / Double(pairs) }
    mutating func add(_ known: Int, _ pairs: Int) {
      self.known += known
      self.pairs += pairs
    }
  }

  /// Four people who come in turn and answer all they are given, right with 85 %, in memory.
  private struct Simulated {
    struct List {
      let isFirst: Bool
      let isFresh: Bool
      let known: Int
      let pairs: Int
    }
    private let design: StudyDesign
    private let gold = 6
    private var random: RandomStream
    private var votes = [PairVotes](repeating: PairVotes(), count: 36)
    private var mine = [Set<Int64>](repeating: [], count: 4)

    init(seed: UInt64) {
      var design = AdaptiveStopTests.design(overlap: 5)
      design.reviewers = 4
      design.gold = gold
      design.seed = seed
      self.design = design
      random = RandomStream(seed: seed, purpose: "honest")
    }

    /// The next list that somebody is given; nil where nobody is given any more.
    mutating func next() -> List? {
      let expected = ExpectedAnswers(design)
      for person in [0, 1, 2, 3].shuffled(using: &random) {
        let pairs = votes.enumerated().map { number, votes in
          let wanted = number < gold ? 0 : design.wanted(after: votes)
          return WorkPlan.Pair(
            id: Int64(number), isGold: number < gold, given: votes.count, wanted: wanted,
            later: expected.after(votes) - Double(wanted),
            isMine: mine[person].contains(Int64(number)))
        }
        let others = mine.indices.count { $0 != person && !mine[$0].isEmpty }
        let items = WorkPlan(
          design: design, pairs: pairs, earlierReviewers: others,
          reviewer: mine[person].isEmpty ? others : 1000 * (person + 1), before: mine[person].count
        ).items()
        if items.isEmpty { continue }
        let known = items.filter { $0.kind == .gold }.map(\.pair)
        let list = List(
          isFirst: mine[person].isEmpty, isFresh: mine[person].isDisjoint(with: known),
          known: known.count, pairs: items.count)
        for item in items {
          mine[person].insert(item.pair)
          if item.kind == .first {
            let isRight = random.chance(0.85)
            votes[Int(item.pair)].same += isRight ? 1 : 0
            votes[Int(item.pair)].different += isRight ? 0 : 1
          }
        }
        return list
      }
      return nil
    }
  }

  /// The same in a store: what is given later has known pairs too, none twice, and the store is whole.
  @Test func aStoreGivesThemOnceAndLaterToo() async throws {
    let fixture = try StoreFixture()
    var design = AdaptiveStopTests.design(overlap: 6)
    design.reviewers = 3
    design.gold = 6
    let study = try await fixture.study(design, pairs: 18, gold: 6)
    var people: [Person] = []
    for name in ["a", "b", "c", "d"] { people.append(try await fixture.reviewer(study, name)) }
    // Opposite answers: each pair is asked about again and again.
    for turn in 0..<24 {
      let person = people[turn % 4]
      try await fixture.store.provideWork(for: person)
      for assignment in try await fixture.open(person) {
        try await fixture.answer(person, assignment, turn % 2 == 0 ? 2 : -2)
      }
    }
    let kinds = try fixture.store.read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT person, count(*), count(DISTINCT pair), sum(kind = 'gold'), count(*) - sum(kind = 'gold')
          FROM assignment GROUP BY person
          """
      ).map { [$0[1], $0[2], $0[3], $0[4]] as [Int] }
    }
    #expect(kinds.count == 4)
    for counts in kinds {
      #expect(counts[0] == counts[1])
      #expect(counts[2] <= 6 && counts[3] > 0)
    }
    #expect(kinds.reduce(0) { $0 + $1[2] } > 0)
    #expect(try await fixture.store.verify().faults == [])
  }
}
