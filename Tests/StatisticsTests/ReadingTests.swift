import Foundation
import Statistics
import Testing

/// Proportions and intervals read from files that somebody else may have written.
@Suite struct ReadingTests {
  private func read(_ text: String) -> Proportion? {
    try? JSONDecoder().decode(Proportion.self, from: Data(text.utf8))
  }

  @Test func aProportionIsOneOrIsRefused() {
    #expect(read("{\"events\":8,\"trials\":42}") == Proportion(events: 8, trials: 42))
    #expect(read("{\"events\":0,\"trials\":0}") == Proportion(events: 0, trials: 0))
    for bad in [
      "5,\"trials\":3", "-1,\"trials\":3", "1,\"trials\":9007199254740993", "0.5,\"trials\":1",
    ] {
      #expect(read("{\"events\":\(bad)}") == nil, "\(bad)")
    }
  }

  @Test func aShareLiesWithinItsEnds() {
    func interval(_ lower: Double, _ upper: Double) -> Bool {
      Interval(lower: lower, upper: upper, level: 0.95, method: .wilson).isShare
    }
    #expect(interval(0, 1) && interval(0.2, 0.2))
    #expect(!interval(0.3, 0.2) && !interval(-0.1, 0.2) && !interval(0.2, 1.1))
    #expect(!interval(.nan, 0.2) && !interval(0.2, .nan))
  }
}
