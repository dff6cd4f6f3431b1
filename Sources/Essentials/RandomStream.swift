#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A seeded stream of random numbers: the same seed and stream give the same numbers on any thread.
///
/// Streams of one seed are independent; give each item of parallel work the stream of its own index.
/// Not for secrets: use the system's generator for tokens.
@frozen
public struct RandomStream: RandomNumberGenerator, Sendable {
  @usableFromInline let seed: UInt64
  @usableFromInline let stream: UInt64
  @usableFromInline var index: UInt64 = 0
  @usableFromInline var spare: UInt64 = 0
  @usableFromInline var hasSpare = false

  /// The stream number `stream` of `seed`.
  @inlinable
  public init(seed: UInt64, stream: UInt64 = 0) {
    self.seed = seed
    self.stream = stream
  }

  /// The stream of `seed` for a purpose and an item, so that two uses never share numbers.
  ///
  /// The purpose is hashed (FNV-1a, 32 bits) into the upper half of the stream number; `item` must be
  /// below 2³².
  public init(seed: UInt64, purpose: StaticString, item: Int = 0) {
    precondition(item >= 0 && item < 1 << 32, "an item number has 32 bits")
    var hash: UInt32 = 2_166_136_261
    for byte in String(describing: purpose).utf8 {
      hash = (hash ^ UInt32(byte)) &* 16_777_619
    }
    self.init(seed: seed, stream: UInt64(hash) << 32 | UInt64(item))
  }

  /// The next 64 random bits.
  @inlinable
  public mutating func next() -> UInt64 {
    if hasSpare {
      hasSpare = false
      return spare
    }
    let block = Philox.block(key: seed, counter: (low: index, high: stream))
    index &+= 1
    spare = UInt64(block.2) | UInt64(block.3) << 32
    hasSpare = true
    return UInt64(block.0) | UInt64(block.1) << 32
  }

  /// A number in [0, 1): 53 random bits.
  @inlinable
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A number in (0, 1), never either end: for quantile functions and logarithms.
  @inlinable
  public mutating func openUniform() -> Double {
    (Double(next() >> 12) + 0.5) * 0x1p-52
  }

  /// A number in [`range.lowerBound`, `range.upperBound`).
  @inlinable
  public mutating func uniform(in range: Range<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// A whole number from 0 and below `count`, without bias; `count` must be positive.
  @inlinable
  public mutating func index(below count: Int) -> Int {
    Int(next(upperBound: UInt64(count)))
  }

  /// True with probability `probability` (0 never, 1 always).
  @inlinable
  public mutating func chance(_ probability: Double) -> Bool {
    uniform() < probability
  }

  /// A standard normal number (Box–Muller, the cosine half; two uniforms each).
  public mutating func normal() -> Double {
    let radius = (-2 * log(openUniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }

  /// An exponential number of mean 1.
  public mutating func exponential() -> Double {
    -log(openUniform())
  }
}
