private import CMatchKernels
import Essentials

/// An output file together with the CRC-32C of each of its blocks.
@safe final class ChecksummedFile {
  /// Bytes a checksum covers.
  static let blockSize = 1 << 20
  /// Bytes written so far.
  private(set) var size = 0
  /// The checksum of each finished block, and after ``commit()`` of the last one too.
  private(set) var checksums: [UInt32] = []
  private let file: OutputFile
  private var crc: UInt32 = 0
  private var filled = 0

  /// Starts the file, readable by its owner only.
  init(path: String) throws {
    file = try OutputFile(path: path, replacing: true, mode: 0o600)
  }

  /// Has the file go past the system's cache from byte `first` on; see ``OutputFile/uncachedFrom``.
  func leaveCache(from first: Int) {
    file.uncachedFrom = first
  }

  /// Adds `bytes`.
  func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = unsafe bytes
    while unsafe !rest.isEmpty {
      let take = min(rest.count, ChecksummedFile.blockSize - filled)
      let part = unsafe UnsafeRawBufferPointer(rebasing: rest[..<take])
      crc = unsafe lk_crc32c(crc, part.baseAddress, take)
      try unsafe file.write(part)
      filled += take
      size += take
      if filled == ChecksummedFile.blockSize { endBlock() }
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest[take...])
    }
  }

  /// Adds `values`, in this machine's (little-endian) order.
  func write<Value: BitwiseCopyable>(_ values: [Value]) throws {
    try unsafe values.withUnsafeBytes { try unsafe write($0) }
  }

  /// Makes the file durable and gives it its name.
  func commit() throws {
    if filled > 0 { endBlock() }
    try file.commit()
  }

  private func endBlock() {
    checksums.append(crc)
    crc = 0
    filled = 0
  }

  /// The checksums of `bytes`, block by block.
  static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    unsafe lk_crc32c(0, bytes.baseAddress, bytes.count)
  }
}
