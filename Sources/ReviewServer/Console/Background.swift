import Dispatch
import Foundation
import Synchronization

/// A place for what takes longer than answering a request does.
///
/// Two threads of low priority, so that reviewers never wait for an auditor's figures: neither for a
/// processor nor for one of the store's readers.
final class Background: Sendable {
  private static let shared = Background(threads: 2)
  private let jobs = Mutex<[@Sendable () -> Void]>([])
  private let waiting = DispatchSemaphore(value: 0)

  private init(threads: Int) {
    for _ in 0..<threads { Thread.detachNewThread(work) }
  }

  /// Runs `body` on one of the threads.
  static func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      shared.jobs.withLock { jobs in
        jobs.append { continuation.resume(with: Result { try body() }) }
      }
      shared.waiting.signal()
    }
  }

  private func work() {
    // On Linux this is the calling thread's alone. Where it is refused, work is done all the same.
    _ = setpriority(Int32(PRIO_PROCESS.rawValue), 0, 10)
    while true {
      waiting.wait()
      jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }?()
    }
  }
}
