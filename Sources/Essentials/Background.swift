import Dispatch
import Foundation
import Synchronization

/// Work that goes on beside the caller's, on a thread of its own.
///
/// Not on a shared pool: work that waits for a disk would hold up other work there.
public final class Background<Value: Sendable>: Sendable {
  private let outcome = Mutex<Result<Value, any Error>?>(nil)
  private let group = DispatchGroup()

  /// Starts `work`.
  public init(_ work: @escaping @Sendable () throws -> Value) {
    group.enter()
    Thread.detachNewThread { [self] in
      let result = Result { try work() }
      outcome.withLock { $0 = result }
      group.leave()
    }
  }

  /// Whether the work has ended.
  public var isDone: Bool { outcome.withLock { $0 != nil } }

  /// What `work` returned; waits until it has.
  ///
  /// - Throws: what `work` threw.
  public func value() throws -> Value {
    group.wait()
    guard let result = outcome.withLock({ $0 }) else { preconditionFailure("the work is done") }
    return try result.get()
  }
}
