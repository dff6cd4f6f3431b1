import Essentials
import Review
import Statistics
import Testing

/// d′ from a few answers, against the formulas and against drawing.
@Suite struct SensitivityEstimateTests {
  @Test func aWorkedCase() throws {
    // 8 of 10 hits, 2 of 10 false passes, with half an answer added: 8.5/11 and 2.5/11.
    let estimate = try #require(
      SensitivityEstimate(
        mated: [3, 2, 1, 1, 2, 3, 1, 2, -1, -3], nonMated: [1, 2, -1, -1, -2, -3, -1, -2, -1, -3]))
    #expect(estimate.hits == 8 && estimate.falsePasses == 2)
    // z(8.5/11) = 0.748584 by tables; the two rates mirror each other, so c is 0.
    #expect(abs(estimate.observer.sensitivity - 2 * Normal.quantile(8.5 / 11)) < 1e-12)
    #expect(abs(estimate.observer.criterion) < 1e-12)
    let interval = estimate.sensitivityInterval
    #expect(abs((interval.upper + interval.lower) / 2 - estimate.observer.sensitivity) < 1e-12)
    #expect(interval.lower > 0.2 && interval.upper < 2.9)
  }

  @Test func cantTellIsHalfAnAnswer() throws {
    let undecided = try #require(SensitivityEstimate(mated: [0, 0], nonMated: [0, 0]))
    #expect(undecided.hits == 1 && undecided.falsePasses == 1)
    #expect(undecided.observer.sensitivity == 0)
    #expect(SensitivityEstimate(mated: [], nonMated: [1]) == nil)
    #expect(SensitivityEstimate(mated: [1], nonMated: []) == nil)
  }

  /// The interval holds the truth about as often as it says, for an observer who is drawn.
  @Test func theIntervalCoversTheTruth() throws {
    let observer = SignalDetection(sensitivity: 1.5, criterion: 0.2)
    var random = RandomStream(seed: 11, purpose: "d-prime")
    let runs = 2_000
    var covered = 0
    for _ in 0..<runs {
      func answers(_ rate: Double) -> [Int] {
        (0..<40).map { _ in random.uniform() < rate ? 1 : -1 }
      }
      let estimate = try #require(
        SensitivityEstimate(
          mated: answers(observer.hitRate), nonMated: answers(observer.falsePassRate)))
      if estimate.sensitivityInterval.contains(observer.sensitivity) { covered += 1 }
    }
    #expect((0.93...0.985).contains(Double(covered) / Double(runs)))
  }
}
