import Crypto
public import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// SHA-256 of inputs, so that a report can say what it was computed from.
public enum Digest {
  /// The SHA-256 of `bytes` in lower-case hexadecimal.
  public static func sha256(_ bytes: some DataProtocol) -> String {
    hexadecimal(SHA256.hash(data: bytes))
  }

  /// The SHA-256 of the file at `path`, read in blocks of 256 KiB.
  ///
  /// - Throws: ``Failure`` (`missingInput`, `inputOutput`) when it can't be read.
  public static func sha256(file path: String) throws -> String {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw Failure(
        .missingInput, "no readable file", file: path, remedy: "Check the path and its permissions")
    }
    defer { try? handle.close() }
    var hash = SHA256()
    // One block for the whole file, small enough to stay in a processor's cache.
    var block = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let got = unsafe block.withUnsafeMutableBytes {
        unsafe read(handle.fileDescriptor, $0.baseAddress, $0.count)
      }
      if got < 0 {
        if errno == EINTR { continue }
        throw Failure.system("can't be read to its end", errno, file: path)
      }
      if got == 0 { break }
      hash.update(data: block[..<got])
    }
    return hexadecimal(hash.finalize())
  }

  /// A SHA-256 of bytes that come piece by piece.
  public struct Running: Sendable {
    private var hash = SHA256()

    /// Starts with nothing.
    public init() {}

    /// Adds `bytes`.
    public mutating func update(_ bytes: some DataProtocol) { hash.update(data: bytes) }

    /// The digest of all that was added, in lower-case hexadecimal.
    public func hexadecimal() -> String { Digest.hexadecimal(hash.finalize()) }
  }

  private static func hexadecimal(_ digest: SHA256.Digest) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in digest {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
