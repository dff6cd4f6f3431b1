import Dispatch
import Foundation
import Synchronization

/// Data-parallel loops whose result does not depend on the number of threads.
///
/// Work is handed out by index; each result lands at its index. The caller's body must depend on
/// nothing but its index (give it ``RandomStream`` number `index`).
public enum Parallel {
  /// As many threads as there are active cores.
  public static var defaultThreads: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

  /// `body` of 0..<`count`, in order of index.
  ///
  /// - Throws: the error of the lowest failing index; indices after a failure may not run.
  /// - Complexity: O(`count`) calls over `threads` threads.
  public static func map<Result: Sendable>(
    count: Int, threads: Int = defaultThreads,
    _ body: @Sendable (_ index: Int) throws -> Result
  ) throws -> [Result] {
    precondition(count >= 0 && threads > 0)
    if count == 0 { return [] }
    if threads == 1 || count == 1 { return try (0..<count).map(body) }
    let next = Atomic(0)
    let failed = Mutex<(index: Int, error: any Error)?>(nil)
    let collected = Mutex<[Result?]>(Array(repeating: nil, count: count))
    withoutActuallyEscaping(body) { body in
      DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
        while true {
          let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
          if index >= count { return }
          if failed.withLock({ $0.map { $0.index < index } ?? false }) { return }
          do {
            let result = try body(index)
            collected.withLock { $0[index] = result }
          } catch {
            failed.withLock { if index < $0?.index ?? count { $0 = (index, error) } }
          }
        }
      }
    }
    if let failure = failed.withLock({ $0 }) { throw failure.error }
    return collected.withLock { $0.compactMap { $0 } }
  }

  /// What `first` and `second` give, worked out side by side where there are two threads.
  ///
  /// - Throws: the error of `first`, else that of `second`.
  public static func both<First: Sendable, Second: Sendable>(
    threads: Int = defaultThreads, _ first: @Sendable () throws -> First,
    _ second: @Sendable () throws -> Second
  ) throws -> (First, Second) {
    let results = try map(count: 2, threads: threads) { index -> (First?, Second?) in
      index == 0 ? (try first(), nil) : (nil, try second())
    }
    guard let one = results[0].0, let two = results[1].1 else {
      preconditionFailure("each index gives its own result")
    }
    return (one, two)
  }

  /// Runs `body` for each index of 0..<`count`.
  ///
  /// - Throws: the error of the lowest failing index; indices after a failure may not run.
  public static func forEach(
    count: Int, threads: Int = defaultThreads,
    _ body: @Sendable (_ index: Int) throws -> Void
  ) throws {
    _ = try map(count: count, threads: threads, body)
  }

  /// Makes a part for each index of 0..<`count` side by side, and takes them in order of index.
  ///
  /// Parts are made a few ahead of the one that is being taken, so memory does not grow with `count`.
  ///
  /// - Parameters:
  ///   - count: how many parts there are.
  ///   - threads: how many of them are made at a time, beside the one that is being taken.
  ///   - make: depends on nothing but its index.
  ///   - take: is called on the caller's thread.
  /// - Throws: the first error in order of index, of `make` or `take`; nothing is made any more then.
  public static func inOrder<Part: Sendable>(
    count: Int, threads: Int = defaultThreads,
    make: @escaping @Sendable (_ index: Int) throws -> Part,
    take: (_ index: Int, _ part: Part) throws -> Void
  ) throws {
    precondition(count >= 0 && threads > 0)
    let ahead = min(count, threads + 1)
    var parts = (0..<ahead).map { index in Background { try make(index) } }
    defer { for part in parts { _ = try? part.value() } }
    for index in 0..<count {
      let part = try parts[index % ahead].value()
      let next = index + ahead
      if next < count { parts[index % ahead] = Background { try make(next) } }
      try take(index, part)
    }
  }

  /// 0..<`count` cut into ranges of at most `size`; the cut does not depend on the threads.
  public static func blocks(_ count: Int, of size: Int) -> [Range<Int>] {
    precondition(count >= 0 && size > 0)
    return stride(from: 0, to: count, by: size).map { $0..<min(count, $0 + size) }
  }
}
