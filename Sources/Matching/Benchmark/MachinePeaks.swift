private import CMatchKernels
import Essentials

/// What this machine can do at most, measured with the threads that a benchmark uses.
public struct MachinePeaks: Sendable, Codable, Equatable {
  /// int8 multiplications with addition a second, at the level measured; nil where not known.
  public var int8PerSecond: Double?
  /// float32 multiplications with addition a second, at the level measured; nil where not known.
  public var float32PerSecond: Double?
  /// Bytes read from memory a second.
  public var memoryBytesPerSecond: Double

  /// Measures for about two seconds: the best of five runs each, on `threads` threads.
  public static func measure(level: SIMDLevel, threads: Int) throws -> MachinePeaks {
    let int8 = try best(threads) { _ in
      var sink: Int32 = 0
      return unsafe lk_peak_int8(level.number, 8_000_000, &sink)
    }
    let float32 = try best(threads) { _ in
      var sink: Int32 = 0
      return unsafe lk_peak_float32(level.number, 8_000_000, &sink)
    }
    let size = 256 << 20
    let memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: size * threads, alignment: 64)
    defer { unsafe memory.deallocate() }
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 1)
    nonisolated(unsafe) let start = memory.baseAddress
    let bytes = try best(threads) { thread in
      guard let start = unsafe start else { return 0 }
      let sum = unsafe lk_read_memory(start + thread * size, size)
      return sum == 1 ? Double(size) - 1 : Double(size)
    }
    return MachinePeaks(
      int8PerSecond: int8 > 0 ? int8 : nil, float32PerSecond: float32 > 0 ? float32 : nil,
      memoryBytesPerSecond: bytes)
  }

  /// The best of five: work a second over all threads.
  private static func best(
    _ threads: Int, _ work: @Sendable (_ thread: Int) -> Double
  ) throws -> Double {
    var best = 0.0
    for _ in 0..<5 {
      let start = ContinuousClock.now
      let done = try Parallel.map(count: threads, threads: threads) { work($0) }
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      best = max(best, done.reduce(0, +) / seconds)
    }
    return best
  }
}
