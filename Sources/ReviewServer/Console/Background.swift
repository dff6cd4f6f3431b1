import Dispatch

/// A place for what takes longer than answering a request does.
enum Background {
  /// Runs `body` on a thread that answers no requests: reviewers must not wait for an auditor's figures.
  static func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global(qos: .utility).async {
        continuation.resume(with: Result { try body() })
      }
    }
  }
}
