import Essentials
import Foundation

/// Holds a folder for one process, for as long as it lives: the kernel lets go when it dies.
final class FolderLock: Sendable {
  private let descriptor: Int32

  /// - Throws: ``Failure`` (`unavailable`) where another process holds it, `inputOutput`.
  init(_ folder: String) throws {
    let path = folder + "/lock"
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    if descriptor < 0 { throw Failure.system("can't be written", errno, file: path) }
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      Foundation.close(descriptor)
      if code == EWOULDBLOCK {
        throw Failure(
          .unavailable, "is in use by another console", file: folder,
          remedy: "Stop the other one, or name another folder with --data")
      }
      throw Failure.system("can't be locked", code, file: path)
    }
    self.descriptor = descriptor
  }

  deinit { Foundation.close(descriptor) }
}
