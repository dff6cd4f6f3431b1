import Crypto
public import Foundation

/// SHA-256 of inputs, so that a report can say what it was computed from.
public enum Digest {
  /// The SHA-256 of `bytes` in lower-case hexadecimal.
  public static func sha256(_ bytes: some DataProtocol) -> String {
    hexadecimal(SHA256.hash(data: bytes))
  }

  /// The SHA-256 of the file at `path`, read in blocks of 1 MiB.
  ///
  /// - Throws: ``Failure`` (`missingInput`, `inputOutput`) when it can't be read.
  public static func sha256(file path: String) throws -> String {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw Failure(
        .missingInput, "no readable file", file: path, remedy: "Check the path and its permissions")
    }
    defer { try? handle.close() }
    var hash = SHA256()
    do {
      while let block = try handle.read(upToCount: 1 << 20), !block.isEmpty {
        hash.update(data: block)
      }
    } catch {
      throw Failure(.inputOutput, "can't be read to its end (\(error))", file: path)
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
