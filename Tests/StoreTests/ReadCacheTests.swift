import Testing

@testable import Store

@Suite struct ReadCacheTests {
  @Test func whatWasFoundIsKeptUntilItIsForgotten() {
    let cache = ReadCache<Int, String>(most: 2)
    #expect(cache.value(1) { "one" } == "one")
    #expect(cache.value(1) { "another" } == "one")
    cache.forget()
    #expect(cache.value(1) { "another" } == "another")
    // Nothing found is nothing kept.
    #expect(cache.value(2) { nil } == nil)
    #expect(cache.value(2) { "two" } == "two")
  }

  /// A look-up that began before a change may have seen what was there before.
  @Test func whatIsForgottenMeanwhileIsNotKept() {
    let cache = ReadCache<Int, String>(most: 2)
    let found = cache.value(1) {
      cache.forget()
      return "old"
    }
    #expect(found == "old")
    #expect(cache.value(1) { "new" } == "new")
  }

  @Test func itHoldsSoManyAndNoMore() {
    let cache = ReadCache<Int, Int>(most: 2)
    for key in 1...3 { _ = cache.value(key) { key } }
    #expect(cache.value(1) { -1 } == -1)
    #expect(cache.value(3) { -3 } == 3)
  }
}
