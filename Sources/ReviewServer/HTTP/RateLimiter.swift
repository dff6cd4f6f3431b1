import Synchronization

/// Allows each address so many attempts a minute: a bucket that fills at a steady rate.
final class RateLimiter: Sendable {
  private struct Bucket {
    var left: Double
    var seen: ContinuousClock.Instant
  }
  private let perMinute: Double
  private let buckets = Mutex<[String: Bucket]>([:])
  private let clock: @Sendable () -> ContinuousClock.Instant
  private static let most = 10_000

  init(
    perMinute: Int, clock: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
  ) {
    self.perMinute = Double(perMinute)
    self.clock = clock
  }

  /// Whether `address` may make one more attempt at `now`; by the clock if not given.
  func allows(_ address: String, now: ContinuousClock.Instant? = nil) -> Bool {
    let now = now ?? clock()
    return buckets.withLock { buckets in
      if buckets.count >= RateLimiter.most, buckets[address] == nil {
        // Full buckets remember nothing worth keeping.
        buckets = buckets.filter { (now - $0.value.seen) < .seconds(60) }
        if buckets.count >= RateLimiter.most { return false }
      }
      var bucket = buckets[address] ?? Bucket(left: perMinute, seen: now)
      let seconds = (now - bucket.seen) / .seconds(1)
      bucket.left = min(perMinute, bucket.left + max(0, seconds) * perMinute / 60)
      bucket.seen = now
      let allowed = bucket.left >= 1
      if allowed { bucket.left -= 1 }
      buckets[address] = bucket
      return allowed
    }
  }

  /// Gives `address` back what ``allows(_:now:)`` took: the attempt turned out to be no guess.
  func giveBack(_ address: String) {
    buckets.withLock { buckets in
      guard let bucket = buckets[address] else { return }
      buckets[address]?.left = min(perMinute, bucket.left + 1)
    }
  }
}
