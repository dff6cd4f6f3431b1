import Essentials
import Review
import Statistics
import Testing

@testable import Lessons

/// "Be the reviewer": the round is fair, and its figures are right.
@Suite struct ReviewerRoundTests {
  static let pairs: [ReviewerRound.Pair] = (0..<8).flatMap { probe in
    [.init(probe: probe, isMated: true, percent: 99)]
      + (0..<4).map { .init(probe: probe, isMated: false, percent: Double(90 - 10 * $0)) }
  }

  @Test(arguments: 0..<40) func aRoundIsBalancedAndSeenTwice(seed: Int) throws {
    let round = try #require(ReviewerRound(Self.pairs, seed: UInt64(seed)))
    #expect(round.order.count == 24 && round.hidden == 12)
    #expect(Set(round.order[..<12]).count == 12)
    #expect(Set(round.order[..<12]) == Set(round.order[12...]))
    #expect(round.order[..<12].count { Self.pairs[$0].isMated } == 6)
    // Strangers are the most similar of six different probes.
    let strangers = round.order[..<12].map { Self.pairs[$0] }.filter { !$0.isMated }
    #expect(strangers.allSatisfy { $0.percent == 90 } && Set(strangers.map(\.probe)).count == 6)
    #expect(round == ReviewerRound(Self.pairs, seed: UInt64(seed)))
  }

  @Test func tooFewPairsMakeNoRound() {
    #expect(ReviewerRound(Array(Self.pairs.prefix(10)), seed: 1) == nil)
    #expect(ReviewerRound([], seed: 1) == nil)
  }

  @Test func aPerfectReviewerIsNotMovedByTheScore() throws {
    let round = try #require(ReviewerRound(Self.pairs, seed: 3))
    let answers = round.order.map { Self.pairs[$0].isMated ? 3 : -3 }
    let outcome = try #require(ReviewerOutcome(round, of: Self.pairs, answers: answers))
    #expect(outcome.movement == 0 && outcome.movementInterval == nil)
    #expect(outcome.hidden == outcome.shown)
    // (6 + ½) / 7 and ½ / 7: d′ = 2 z(13/14).
    #expect(abs(outcome.hidden.observer.sensitivity - 2 * Normal.quantile(13.0 / 14)) < 1e-12)
    #expect(ReviewerOutcome(round, of: Self.pairs, answers: Array(answers.dropLast())) == nil)
    #expect(ReviewerOutcome(round, of: Self.pairs, answers: answers.map { $0 * 2 }) == nil)
  }

  @Test func whoFollowsTheScoreMovesWithIt() throws {
    let round = try #require(ReviewerRound(Self.pairs, seed: 4))
    // Nothing is known without the score; with it, whatever it says: all are shown 90 % or more.
    let answers = round.order.indices.map { $0 < round.hidden ? 0 : ($0 % 2 == 0 ? 1 : 2) }
    let outcome = try #require(ReviewerOutcome(round, of: Self.pairs, answers: answers))
    #expect(abs(outcome.movement - 1.5) < 1e-12)
    // Six ones and six twos: s² = 12·0.25/11; t(.975, 11) = 2.2010.
    let half = 2.2009852 * (3.0 / 11 / 12).squareRoot()
    let interval = try #require(outcome.movementInterval)
    #expect(abs(interval.lower - (1.5 - half)) < 1e-6 && abs(interval.upper - (1.5 + half)) < 1e-6)
    #expect(abs(outcome.hidden.observer.sensitivity) < 1e-12)
  }
}
