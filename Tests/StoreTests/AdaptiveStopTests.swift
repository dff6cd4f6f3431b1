import Essentials
import Foundation
import Testing

@testable import Review
@testable import Store

@Suite struct AdaptiveStopTests {
  static func design(overlap: Int, fewest: Int = 2, sure: Int = 95, accuracy: Int = 85)
    -> StudyDesign
  {
    var design = StoreFixture.design(overlap: overlap, reviewers: overlap)
    design.adaptive = AdaptiveStop(fewest: fewest, surePercent: sure, accuracyPercent: accuracy)
    return design
  }

  /// The posterior of k votes on one side by multiplying out Bayes' rule, vote by vote.
  @Test func theLeadIsTheLeastThatReachesThePosterior() {
    for sure in 51...99 {
      for accuracy in 51...99 {
        let lead = AdaptiveStop(fewest: 1, surePercent: sure, accuracyPercent: accuracy).lead
        func posterior(_ votes: Int) -> Double {
          var (same, different) = (0.5, 0.5)
          for _ in 0..<votes {
            same *= Double(accuracy) / 100
            different *= 1 - Double(accuracy) / 100
            (same, different) = (same / (same + different), different / (same + different))
          }
          return same
        }
        #expect(posterior(lead) >= Double(sure) / 100 - 1e-9, "\(sure) \(accuracy)")
        #expect(posterior(lead - 1) < Double(sure) / 100 - 1e-12, "\(sure) \(accuracy)")
      }
    }
    // ln 9 is twice ln 3: reached exactly.
    #expect(AdaptiveStop(fewest: 1, surePercent: 90, accuracyPercent: 75).lead == 2)
  }

  /// Vote by vote, against Review's sequential test over the whole panel.
  @Test(arguments: [(7, 2, 95, 85), (5, 1, 90, 75), (9, 3, 99, 80), (4, 4, 80, 90), (2, 2, 95, 85)])
  func asksAsOftenAsReviewsRule(most: Int, fewest: Int, sure: Int, accuracy: Int) throws {
    let design = Self.design(overlap: most, fewest: fewest, sure: sure, accuracy: accuracy)
    let stop = try #require(design.adaptive)
    var random = RandomStream(seed: 9, purpose: "votes")
    let answers = (0..<(300 * most)).map { _ in Int8(random.index(below: 3)) - 1 }
    var panel = PanelReview(
      reviewerCount: most, answers: answers, seconds: answers.map { _ in 1 }, tieRule: .undecided)
    panel.counted = answers.map { $0 != 0 }
    let expected = try stop.rule(most: most).run(
      panel, accuracies: Array(repeating: Double(accuracy) / 100, count: most))
    for candidate in 0..<300 {
      var votes = PairVotes()
      while design.wanted(after: votes) > 0 {
        switch answers[candidate * most + votes.count] {
        case 1: votes.same += 1
        case -1: votes.different += 1
        default: votes.unsure += 1
        }
      }
      #expect(votes.count == expected.asked[candidate])
      let isDecided = votes.lead >= stop.lead
      #expect(isDecided == (expected.verdicts[candidate] != .undecided))
      if isDecided {
        #expect((votes.same > votes.different) == (expected.verdicts[candidate] == .same))
      }
    }
  }

  /// Reviewers who come and go at random: no pair is asked about once more than its answers, in the
  /// order in which they came, made necessary; and in the end none is left open.
  @Test(arguments: [1, 2, 3] as [UInt64]) func noAnswerIsAskedForInVain(seed: UInt64) async throws {
    let fixture = try StoreFixture()
    let design = Self.design(overlap: 5)
    let study = try await fixture.study(design, pairs: 10)
    var people: [Person] = []
    for name in ["a", "b", "c", "d", "e"] {
      people.append(
        try await fixture.store.invite(.reviewer, study: study, name: name).person)
    }
    var random = RandomStream(seed: seed, purpose: "come-and-go")
    var idle = 0
    while idle < 60 {
      let person = people[random.index(below: people.count)]
      try await fixture.store.provideWork(for: person)
      let open = try await fixture.open(person)
      idle = open.isEmpty ? idle + 1 : 0
      for assignment in open.prefix(1 + random.index(below: 3)) {
        try await fixture.answer(person, assignment, [-2, 0, 2, 3][random.index(below: 4)])
      }
    }
    let answers = try await fixture.store.answers(of: study)
    for pair in 1...10 {
      let looks = answers.filter { $0.pair == pair }
      #expect(Set(looks.map(\.person)).count == looks.count)
      var votes = PairVotes()
      for look in looks {
        #expect(design.wanted(after: votes) > 0, "pair \(pair)")
        switch look.value.signum() {
        case 1: votes.same += 1
        case -1: votes.different += 1
        default: votes.unsure += 1
        }
      }
      #expect(design.wanted(after: votes) == 0, "pair \(pair)")
    }
    #expect(try await fixture.store.verify().faults == [])
  }

  /// An answer that is taken back opens its pair again for somebody else.
  @Test func undoOpensAPairAgain() async throws {
    let fixture = try StoreFixture()
    let study = try await fixture.study(Self.design(overlap: 3), pairs: 1)
    let (one, two, three) = (
      try await fixture.reviewer(study, "a"), try await fixture.reviewer(study, "b"),
      try await fixture.reviewer(study, "c")
    )
    let lists = [try await fixture.open(one), try await fixture.open(two)]
    #expect(lists.map(\.count) == [1, 1])
    #expect(try await fixture.open(three).isEmpty)
    try await fixture.answer(one, lists[0][0], 3)
    try await fixture.answer(two, lists[1][0], 3)
    try await fixture.store.provideWork(for: three)
    #expect(try await fixture.open(three).isEmpty)
    try await fixture.step(.undo, two, lists[1][0])
    try await fixture.answer(two, lists[1][0], -3)
    try await fixture.store.provideWork(for: three)
    #expect(try await fixture.open(three).count == 1)
  }

  /// A design of an earlier version, without the rule, is read as it was.
  @Test func olderDesignsAreRead() throws {
    let text = try ConsoleStore.text(StoreFixture.design())
    #expect(!text.contains("adaptive") && !text.contains("returnAfter"))
    #expect(try ConsoleStore.value(StudyDesign.self, text) == StoreFixture.design())
    let adaptive = Self.design(overlap: 4)
    let kept = try ConsoleStore.value(StudyDesign.self, ConsoleStore.text(adaptive))
    #expect(kept == adaptive)
  }
}
