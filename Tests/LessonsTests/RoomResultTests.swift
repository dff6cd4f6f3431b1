import Essentials
import Testing

@testable import Lessons

/// A class's result: nothing of fewer than five, and five at a time.
@Suite struct RoomResultTests {
  static let question = Prediction.number("?", unit: "people", highest: 100, answer: 40)

  @Test(arguments: 0...23) func answersAreShownFiveAtATime(count: Int) {
    let guesses = (0..<count).map { Double($0 * 4) }
    let result = RoomResult(Self.question, guesses: guesses)
    #expect(result.received == count && result.shown == count / 5 * 5)
    #expect(result.counts.reduce(0) { $0 + $1.count } == result.shown)
    #expect((result.figure(Self.question) == nil) == (count < 5))
  }

  @Test func theNextAnswersOfAnUnfinishedFiveChangeNothing() {
    let first = [1.0, 2, 3, 4, 5]
    let five = RoomResult(Self.question, guesses: first)
    for extra in [[99.0], [99, 0], [0, 0, 0, 0]] {
      let more = RoomResult(Self.question, guesses: first + extra)
      #expect(more.counts.elementsEqual(five.counts, by: ==) && more.median == five.median)
    }
    #expect(five.median == 3)
  }

  @Test func binsHoldEveryAllowedAnswer() {
    for highest in [1.0, 100, 1_000, 1e9, 1e12] {
      let question = Prediction.number("?", unit: "", highest: highest, answer: 1)
      let guesses = [0, highest, highest / 2, highest / 1e3, highest * 0.999]
      #expect(RoomResult(question, guesses: guesses).counts.reduce(0) { $0 + $1.count } == 5)
    }
  }
}
