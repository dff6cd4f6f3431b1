import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A binary file read at any place, from any thread, without a position of its own.
public final class InputFile: Sendable {
  /// The file, as the user named it.
  public let path: String
  /// Its size in bytes when it was opened.
  public let size: Int
  /// Which file it is, and as of when.
  public let version: Version
  private let descriptor: Int32

  /// Opens the file at `path`.
  ///
  /// - Throws: ``Failure`` (`missingInput` where nothing stands there, `malformedInput` where it is
  ///   no regular file, `inputOutput` where it can't be read).
  public init(path: String) throws {
    self.path = path
    // Opening a pipe would wait for somebody who writes to it.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if descriptor < 0 {
      if errno == ENOENT || errno == ENOTDIR {
        throw Failure(.missingInput, "no such file", file: path, remedy: "Check the path")
      }
      throw Failure.system("can't be read", errno, file: path)
    }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw Failure(
        .malformedInput, "is no regular file", file: path, remedy: "Name a file, not a folder")
    }
    size = Int(status.st_size)
    version = Version(status)
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// A file at a time: equal where a path still leads to the same file and nobody has written to it.
  ///
  /// Known by the file system's times, also the one that no program can set: two writes within one tick
  /// of its clock, some milliseconds, are one.
  public struct Version: Sendable, Equatable {
    private let file: [UInt64]
    private let modified: [Int]

    init(_ status: stat) {
      file = [UInt64(truncatingIfNeeded: status.st_dev), UInt64(status.st_ino)]
      #if canImport(Darwin)
        let times = [status.st_mtimespec, status.st_ctimespec]
      #else
        let times = [status.st_mtim, status.st_ctim]
      #endif
      modified = [Int(status.st_size)] + times.flatMap { [Int($0.tv_sec), Int($0.tv_nsec)] }
    }
  }

  /// Checks that nobody has written to the file since it was opened, nor put another in its place.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  public func requireUnchanged() throws {
    var (opened, standing) = (stat(), stat())
    guard unsafe fstat(descriptor, &opened) == 0, Version(opened) == version,
      unsafe stat(path, &standing) == 0, Version(standing) == version
    else {
      throw Failure(
        .inputOutput, "was changed while it was read", file: path,
        remedy: "Let the program that writes it finish first, and do this again")
    }
  }

  /// Fills all of `elements` with the bytes from `offset` on, in the machine's own byte order.
  ///
  /// `offset` plus the elements' bytes must lie within ``size``.
  ///
  /// - Throws: ``Failure`` (`inputOutput`), also where the file has shrunk since it was opened.
  public func read<Element: BitwiseCopyable>(at offset: Int, into elements: inout [Element]) throws
  {
    try unsafe elements.withUnsafeMutableBytes { try unsafe read(at: offset, into: $0) }
  }

  /// The `count` elements from byte `offset` on, in the machine's own byte order; see
  /// ``read(at:into:)``.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  public func read<Element: BitwiseCopyable>(
    at offset: Int, count: Int, as type: Element.Type
  ) throws -> [Element] {
    try unsafe [Element](unsafeUninitializedCapacity: count) { elements, filled in
      try unsafe read(
        at: offset,
        into: UnsafeMutableRawBufferPointer(
          UnsafeMutableBufferPointer(rebasing: elements[..<count])))
      filled = count
    }
  }

  private func read(at offset: Int, into bytes: UnsafeMutableRawBufferPointer) throws {
    precondition(offset >= 0 && offset + bytes.count <= size, "a read within the file")
    var done = 0
    while done < bytes.count {
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[done...])
      let got = unsafe pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
      if got < 0 {
        if errno == EINTR { continue }
        throw Failure.system("can't be read to its end", errno, file: path)
      }
      if got == 0 {
        throw Failure(
          .inputOutput, "became shorter while it was read", file: path,
          remedy: "Let the program that writes it finish first")
      }
      done += got
    }
  }

  /// The `count` bytes from `offset` on; see ``read(at:count:as:)``.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  public func bytes(at offset: Int, count: Int) throws -> [UInt8] {
    try read(at: offset, count: count, as: UInt8.self)
  }
}
