import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes a file's bytes past the system's cache, while the caller makes more of them.
///
/// A large file fills fresh pages of the cache, page by page, which takes longer than a fast disk
/// does, and pushes others out. Here bytes are gathered in chunks that lie as the disk wants them, and
/// two chunks are on their way while a third is filled. Where the file system can't do that, the same
/// bytes go through the cache. Memory is three chunks.
final class DirectWriter {
  /// Bytes of a chunk: enough to keep a disk busy, few enough to stay in a processor's cache.
  static let chunkSize = 1 << 22

  private let descriptor: Int32
  private let chunks: [Chunk]
  private var writes: [Background<Int32>?]
  private var offset: Int
  private var filled = 0
  private var current = 0

  /// Writes to `descriptor`, which must stay open as long as this lives, from byte `offset` on.
  ///
  /// Where `offset` or `chunkSize` is no multiple of 4,096, all goes through the cache.
  init(descriptor: Int32, at offset: Int, chunkSize: Int = DirectWriter.chunkSize) {
    self.descriptor = descriptor
    self.offset = offset
    chunks = (0..<3).map { _ in Chunk(size: chunkSize) }
    writes = chunks.map { _ in nil }
    DirectWriter.passCache(descriptor, true)
  }

  deinit { _ = wait() }

  /// Adds `bytes`; returns the system's error number of an earlier write that failed, or 0.
  func write(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    var rest = unsafe bytes
    while unsafe !rest.isEmpty {
      let chunk = chunks[current]
      let take = min(rest.count, chunk.size - filled)
      unsafe chunk.copy(UnsafeRawBufferPointer(rebasing: rest[..<take]), at: filled)
      filled += take
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest[take...])
      if filled == chunk.size {
        let code = start()
        if code != 0 { return code }
      }
    }
    return 0
  }

  /// Writes what is left, through the cache; returns an error number or 0.
  ///
  /// All is with the system then, though not yet durable.
  func finish() -> Int32 {
    let code = wait()
    if code != 0 { return code }
    DirectWriter.passCache(descriptor, false)
    return chunks[current].write(filled, to: descriptor, at: offset)
  }

  /// Begins to write the chunk that is full, and goes on to the next, once that is written.
  private func start() -> Int32 {
    let (descriptor, offset, chunk) = (descriptor, offset, chunks[current])
    writes[current] = Background { chunk.write(chunk.size, to: descriptor, at: offset) }
    self.offset += filled
    filled = 0
    current = (current + 1) % chunks.count
    return wait(for: current)
  }

  private func wait(for place: Int) -> Int32 {
    guard let write = writes[place] else { return 0 }
    writes[place] = nil
    return (try? write.value()) ?? 0
  }

  private func wait() -> Int32 {
    writes.indices.map { wait(for: $0) }.first { $0 != 0 } ?? 0
  }

  /// Has writes pass the cache, or go through it; without effect where the file system can't.
  fileprivate static func passCache(_ descriptor: Int32, _ passing: Bool) {
    #if canImport(Glibc)
      // O_DIRECT, which Glibc shows to GNU C only.
      #if arch(arm64) || arch(arm)
        let direct: Int32 = 0o200000
      #else
        let direct: Int32 = 0o40000
      #endif
      let flags = fcntl(descriptor, F_GETFL)
      _ = fcntl(descriptor, F_SETFL, passing ? flags | direct : flags & ~direct)
    #elseif canImport(Darwin)
      _ = fcntl(descriptor, F_NOCACHE, passing ? 1 : 0)
    #endif
  }
}

/// Memory in which one write is gathered: filled by one thread, then written by one.
@safe private final class Chunk: @unchecked Sendable {
  let size: Int
  private let bytes: UnsafeMutableRawPointer

  init(size: Int) {
    self.size = size
    // In large pages where it may be: fewer of them to clear, and to hand to the disk.
    unsafe bytes = .allocate(byteCount: size, alignment: 1 << 21)
    #if canImport(Glibc)
      _ = unsafe madvise(bytes, size, MADV_HUGEPAGE)
    #endif
  }

  deinit { unsafe bytes.deallocate() }

  func copy(_ source: UnsafeRawBufferPointer, at place: Int) {
    precondition(place + source.count <= size)
    if let start = source.baseAddress {
      unsafe (bytes + place).copyMemory(from: start, byteCount: source.count)
    }
  }

  /// Writes the first `count` bytes at byte `offset`; returns an error number or 0.
  func write(_ count: Int, to descriptor: Int32, at offset: Int) -> Int32 {
    var done = 0
    var throughCache = false
    while done < count {
      let written = unsafe pwrite(descriptor, bytes + done, count - done, off_t(offset + done))
      if written > 0 {
        done += written
        continue
      }
      let code = written == 0 ? EIO : errno
      if code == EINTR { continue }
      // The file system takes the flag and not the write, or a write ended between two blocks.
      if code != EINVAL || throughCache { return code }
      DirectWriter.passCache(descriptor, false)
      throughCache = true
    }
    return 0
  }
}
