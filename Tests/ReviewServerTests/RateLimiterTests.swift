import Testing

@testable import ReviewServer

@Suite struct RateLimiterTests {
  @Test func fillsAtASteadyRateForEachAddress() {
    let limiter = RateLimiter(perMinute: 6)
    let start = ContinuousClock.now
    let first = (0..<8).map { _ in limiter.allows("a", now: start) }
    #expect(first == [true, true, true, true, true, true, false, false])
    #expect(limiter.allows("b", now: start))
    #expect(!limiter.allows("a", now: start + .seconds(9)))
    #expect(limiter.allows("a", now: start + .seconds(10)))
    #expect(!limiter.allows("a", now: start + .seconds(10)))
    // No more than a minute's worth is saved up.
    let later = (0..<7).map { _ in limiter.allows("a", now: start + .seconds(3600)) }
    #expect(later.count { $0 } == 6)
  }

  @Test func whatIsGivenBackCountsNoMore() {
    let limiter = RateLimiter(perMinute: 2)
    let start = ContinuousClock.now
    for _ in 0..<50 {
      #expect(limiter.allows("a", now: start))
      limiter.giveBack("a")
    }
    #expect(limiter.allows("a", now: start) && limiter.allows("a", now: start))
    #expect(!limiter.allows("a", now: start))
    // Nobody can save up by it.
    limiter.giveBack("b")
    for _ in 0..<9 { limiter.giveBack("a") }
    #expect((0..<9).count { _ in limiter.allows("a", now: start) } == 2)
  }

  @Test func aFloodOfAddressesTakesNoMoreMemory() {
    let limiter = RateLimiter(perMinute: 1)
    let start = ContinuousClock.now
    let allowed = (0..<10_050).count { limiter.allows("\($0)", now: start) }
    #expect(allowed == 10_000)
    #expect(limiter.allows("later", now: start + .seconds(61)))
  }

  @Test func onlySoManyLargeBodiesAtOnce() {
    let budget = BodyBudget(most: 2)
    #expect(budget.enter() && budget.enter())
    #expect(!budget.enter())
    budget.leave()
    #expect(budget.enter())
    #expect(!budget.enter())
  }
}
