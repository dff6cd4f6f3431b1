import Testing

@testable import Store

@Suite struct ExpectedAnswersTests {
  /// Every way in which the answers can fall, one by one, with both truths weighed by Bayes' rule.
  private func enumerated(_ design: StudyDesign, _ votes: PairVotes) -> Double {
    guard design.wanted(after: votes) > 0, let stop = design.adaptive else { return 0 }
    let accuracy = Double(stop.accuracyPercent) / 100
    func likelihood(_ right: Int, _ wrong: Int) -> Double {
      (0..<right).reduce(1.0) { product, _ in product * accuracy }
        * (0..<wrong).reduce(1.0) { product, _ in product * (1 - accuracy) }
    }
    let (same, different) = (
      likelihood(votes.same, votes.different), likelihood(votes.different, votes.same)
    )
    let isSame = same / (same + different)
    let chance = isSame * accuracy + (1 - isSame) * (1 - accuracy)
    var (up, down) = (votes, votes)
    up.same += 1
    down.different += 1
    return 1 + chance * enumerated(design, up) + (1 - chance) * enumerated(design, down)
  }

  @Test(arguments: [(7, 2, 95, 85), (5, 1, 90, 75), (9, 3, 99, 80), (4, 4, 80, 90), (1, 1, 60, 85)])
  func isWhatAllWaysTogetherGive(most: Int, fewest: Int, sure: Int, accuracy: Int) {
    let design = AdaptiveStopTests.design(
      overlap: most, fewest: fewest, sure: sure, accuracy: accuracy)
    let expected = ExpectedAnswers(design)
    for same in 0...most {
      for different in 0...(most - same) {
        for unsure in 0...(most - same - different) {
          let votes = PairVotes(same: same, different: different, unsure: unsure)
          let value = expected.after(votes)
          #expect(abs(value - enumerated(design, votes)) < 1e-9, "\(votes)")
          #expect(value >= Double(design.wanted(after: votes)) - 1e-9, "\(votes)")
        }
      }
    }
  }

  /// A walk that may go on for ever and stops two ahead: rounds of two answers, each of which decides
  /// with p² + q².
  @Test func isTheWalksOwnWithoutAnEnd() {
    let design = AdaptiveStopTests.design(overlap: 400, fewest: 1, sure: 95, accuracy: 85)
    #expect(abs(ExpectedAnswers(design).after(PairVotes()) - 2 / (0.7225 + 0.0225)) < 1e-9)
  }

  @Test func withoutARuleItIsWhatIsMissing() {
    let expected = ExpectedAnswers(StoreFixture.design(overlap: 3))
    #expect(expected.after(PairVotes(same: 1, unsure: 1)) == 1)
    #expect(expected.after(PairVotes(same: 2, different: 2)) == 0)
  }
}
