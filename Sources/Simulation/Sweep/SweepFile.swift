import Essentials
import Foundation

/// The CSV file of a sweep, held by one process while it adds rows.
///
/// A row is whole or, after a kill or a full disk, the last and without its line end. The lock goes with
/// the process, however it ends.
final class SweepFile {
  private let path: String
  private let handle: FileHandle
  /// Whether the file was not there before, and holds nothing worth keeping yet.
  private var isEmptyAndNew: Bool

  /// Opens the file at `path`, or makes one.
  ///
  /// - Throws: ``Failure`` (`refusedOutput` for a folder or a device, or where another process holds the
  ///   file; `inputOutput`).
  init(_ path: String) throws {
    self.path = path
    var descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    isEmptyAndNew = descriptor >= 0
    if descriptor < 0, errno == EEXIST {
      descriptor = unsafe open(path, O_RDWR | O_CLOEXEC)
    }
    if descriptor < 0 {
      let number = errno
      if number == EISDIR {
        throw Failure(.refusedOutput, "is a folder", file: path, remedy: "Name a file")
      }
      throw Failure.system("can't be written", number, file: path)
    }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(
        .refusedOutput, "is no file that can be taken up again", file: path, remedy: "Name a file")
    }
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      isEmptyAndNew = false
      throw Failure(
        .refusedOutput, "is being written by another sweep", file: path,
        remedy: "Wait until that is done, or name another file")
    }
  }

  deinit {
    if isEmptyAndNew { _ = unsafe unlink(path) }
  }

  /// What the file holds.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  func text() throws -> String {
    try checked { String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self) }
  }

  /// Makes the file hold `text` and nothing else; what it begins with already is not written again.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  func begin(with text: String, holding earlier: String) throws {
    try checked {
      let isKept = earlier.utf8.starts(with: text.utf8)
      try handle.truncate(atOffset: isKept ? UInt64(text.utf8.count) : 0)
      try handle.seekToEnd()
    }
    if !earlier.utf8.starts(with: text.utf8) { try add(text) }
    isEmptyAndNew = false
  }

  /// Adds `text`, which ends with a line end, and makes it durable.
  ///
  /// - Throws: ``Failure`` (`inputOutput`), for instance when the disk is full; nothing of it is left then.
  func add(_ text: String) throws {
    try checked {
      let whole = try handle.offset()
      do {
        try handle.write(contentsOf: Data(text.utf8))
        try handle.synchronize()
      } catch {
        try? handle.truncate(atOffset: whole)
        throw error
      }
    }
  }

  private func checked<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let failure as Failure {
      throw failure
    } catch {
      var reason = error.localizedDescription
      if reason.hasSuffix(".") { reason.removeLast() }
      throw Failure(
        .inputOutput, "can't be written: \(reason)", file: path,
        remedy: "Free some space and run the sweep again: it goes on where it was")
    }
  }
}
