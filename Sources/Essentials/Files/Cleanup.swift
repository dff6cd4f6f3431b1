import Foundation
import Synchronization

/// What to remove if the process is told to stop: half-written outputs.
///
/// An owner registers its staging path while it is writing; the command line's signal handler calls
/// ``removeAll()``. After SIGKILL nothing runs; the next output at the same place clears up then.
public enum Cleanup {
  private static let paths = Mutex<Set<String>>([])

  /// Notes that `path` is half-written.
  public static func register(_ path: String) {
    _ = paths.withLock { $0.insert(path) }
  }

  /// Notes that `path` is finished or removed.
  public static func unregister(_ path: String) {
    _ = paths.withLock { $0.remove(path) }
  }

  /// Removes all that is half-written.
  public static func removeAll() {
    for path in paths.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
  }
}
