/// A float as an unsigned integer that sorts as the float does.
///
/// Positive floats get their sign bit set, negative ones all bits flipped; both zeros become +0, so
/// that they tie. Only finite scores have a key.
protocol ScoreKey: FixedWidthInteger, UnsignedInteger, BitwiseCopyable, Sendable {
  /// The score, exactly.
  var score: Double { get }
  /// The key of the least representable score that is at least `score` (or strictly above it).
  static func ceiling(_ score: Double, strictly: Bool) -> Self
}

extension UInt32: ScoreKey {
  /// The key of `score`, which must be finite.
  @inline(__always)
  init(key score: Float) {
    let bits = (score + 0).bitPattern
    self = bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
  }

  @inline(__always)
  var score: Double {
    Double(Float(bitPattern: self & 0x8000_0000 == 0 ? ~self : self & 0x7FFF_FFFF))
  }

  static func ceiling(_ score: Double, strictly: Bool) -> UInt32 {
    var rounded = Float(score)
    if Double(rounded) < score { rounded = rounded.nextUp }
    if strictly && Double(rounded) == score { rounded = rounded.nextUp }
    return UInt32(key: rounded)
  }
}

extension UInt64: ScoreKey {
  /// The key of `score`, which must be finite.
  @inline(__always)
  init(key score: Double) {
    let bits = (score + 0).bitPattern
    self = bits >> 63 == 0 ? bits | 1 << 63 : ~bits
  }

  @inline(__always)
  var score: Double {
    Double(bitPattern: self >> 63 == 0 ? ~self : self & (1 << 63 - 1))
  }

  static func ceiling(_ score: Double, strictly: Bool) -> UInt64 {
    UInt64(key: strictly ? score.nextUp : score)
  }
}
