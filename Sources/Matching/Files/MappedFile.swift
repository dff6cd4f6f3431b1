import Essentials
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file's bytes in memory, read-only, as long as this lives; also after the file was removed.
@safe final class MappedFile: @unchecked Sendable {
  /// The path.
  let path: String
  /// The bytes; empty for an empty file.
  let bytes: UnsafeRawBufferPointer

  /// Maps the file at `path`, which must have `expected` bytes where that is given.
  ///
  /// - Throws: ``Failure`` (`missingInput`, `malformedInput`, `inputOutput`).
  /// - Complexity: O(1): pages are read when they are touched.
  init(path: String, expected: Int? = nil) throws {
    self.path = path
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 {
      if errno == ENOENT {
        throw Failure(.missingInput, "no such file", file: path, remedy: "Check the path")
      }
      throw Failure.system("can't be read", errno, file: path)
    }
    defer { close(descriptor) }
    var status = stat()
    if unsafe fstat(descriptor, &status) != 0 {
      throw Failure.system("can't be read", errno, file: path)
    }
    let isRegular = status.st_mode & S_IFMT == S_IFREG
    if !isRegular {
      throw Failure(.malformedInput, "is not a file", file: path, remedy: "Name a file")
    }
    let size = Int(status.st_size)
    if let expected, size != expected {
      throw Failure(
        .malformedInput, "has \(size) bytes where \(expected) belong", file: path,
        remedy: "The file is damaged: restore it, or build the gallery again")
    }
    if size == 0 {
      unsafe bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let start = unsafe mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0),
      unsafe start != MAP_FAILED
    else {
      throw Failure.system("can't be mapped", errno, file: path)
    }
    unsafe bytes = UnsafeRawBufferPointer(start: start, count: size)
  }

  deinit {
    if let start = unsafe bytes.baseAddress {
      unsafe munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }

  /// The bytes as values of `type`.
  func values<Value: BitwiseCopyable>(of type: Value.Type) -> UnsafeBufferPointer<Value> {
    unsafe bytes.bindMemory(to: type)
  }

  /// Gives back the memory of `range` of the bytes; they are read again when they are touched.
  ///
  /// - Complexity: O(pages in `range` that are in memory).
  func release(_ range: Range<Int>) {
    guard let start = unsafe bytes.baseAddress else { return }
    let page = Int(getpagesize())
    let first = range.lowerBound / page * page
    let count = unsafe min(bytes.count, range.upperBound) - first
    if count > 0 {
      _ = unsafe madvise(UnsafeMutableRawPointer(mutating: start + first), count, MADV_DONTNEED)
    }
  }
}
