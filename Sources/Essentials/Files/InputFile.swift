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
  private let descriptor: Int32

  /// Opens the file at `path`.
  ///
  /// - Throws: ``Failure`` (`missingInput` where nothing stands there, `malformedInput` where it is
  ///   no regular file, `inputOutput` where it can't be read).
  public init(path: String) throws {
    self.path = path
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
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
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Fills all of `elements` with the bytes from `offset` on, in the machine's own byte order.
  ///
  /// `offset` plus the elements' bytes must lie within ``size``.
  ///
  /// - Throws: ``Failure`` (`inputOutput`), also where the file has shrunk since it was opened.
  public func read<Element: BitwiseCopyable>(at offset: Int, into elements: inout [Element]) throws
  {
    let code = unsafe elements.withUnsafeMutableBytes { bytes in
      precondition(offset >= 0 && offset + bytes.count <= size, "a read within the file")
      var done = 0
      while done < bytes.count {
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[done...])
        let got = unsafe pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
        if got < 0 && errno == EINTR { continue }
        if got <= 0 { return got == 0 ? Int32(-1) : errno }
        done += got
      }
      return 0
    }
    if code == -1 {
      throw Failure(
        .inputOutput, "became shorter while it was read", file: path,
        remedy: "Let the program that writes it finish first")
    }
    if code != 0 { throw Failure.system("can't be read to its end", code, file: path) }
  }

  /// The `count` bytes from `offset` on; see ``read(at:into:)``.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  public func bytes(at offset: Int, count: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    try read(at: offset, into: &bytes)
    return bytes
  }
}
