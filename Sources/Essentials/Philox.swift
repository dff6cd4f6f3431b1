/// Philox4x32-10, a counter-based generator: 128 random bits as a pure function of key and counter.
///
/// Any block of any stream can be computed on its own, which is what makes results independent of
/// threads, shards and order. Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
/// 1, 2, 3", SC 2011; passes BigCrush.
@frozen
public enum Philox {
  /// The block of four words for `counter` (low word first) under `key`.
  ///
  /// - Complexity: O(1), ten rounds.
  @inlinable
  public static func block(
    key: UInt64, counter: (low: UInt64, high: UInt64)
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    var c0 = UInt32(truncatingIfNeeded: counter.low)
    var c1 = UInt32(truncatingIfNeeded: counter.low >> 32)
    var c2 = UInt32(truncatingIfNeeded: counter.high)
    var c3 = UInt32(truncatingIfNeeded: counter.high >> 32)
    var k0 = UInt32(truncatingIfNeeded: key)
    var k1 = UInt32(truncatingIfNeeded: key >> 32)
    for _ in 0..<10 {
      let p0 = UInt64(c0) &* 0xD251_1F53
      let p1 = UInt64(c2) &* 0xCD9E_8D57
      let high0 = UInt32(truncatingIfNeeded: p0 >> 32)
      let high1 = UInt32(truncatingIfNeeded: p1 >> 32)
      (c0, c1, c2, c3) = (
        high1 ^ c1 ^ k0, UInt32(truncatingIfNeeded: p1),
        high0 ^ c3 ^ k1, UInt32(truncatingIfNeeded: p0)
      )
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return (c0, c1, c2, c3)
  }
}
