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

  /// Makes something at `path` and notes that it is half-written; being told to stop waits for both.
  ///
  /// - Parameters:
  ///   - path: what is made.
  ///   - making: returns 0, or an error number where nothing was made: then nothing is noted.
  /// - Returns: what `making` returned.
  public static func register(_ path: String, making: () -> Int32) -> Int32 {
    paths.withLock { paths in
      let code = making()
      if code == 0 { paths.insert(path) }
      return code
    }
  }

  /// Notes that `path` is finished or removed.
  public static func unregister(_ path: String) {
    _ = paths.withLock { $0.remove(path) }
  }

  /// Removes all that is half-written; from then on the process is expected to end.
  ///
  /// Other threads may be at work still. Nothing new is registered meanwhile, and a folder to which they add
  /// while it is emptied is emptied again: once it is gone they can't.
  public static func removeAll() {
    paths.withLock { paths in
      for path in paths {
        for _ in 0..<mostPasses {
          try? FileManager.default.removeItem(atPath: path)
          if !FileManager.default.fileExists(atPath: path) { break }
        }
      }
    }
  }

  private static let mostPasses = 1000
}
