import Foundation

/// Writes a ``PartialResult``: nothing shows until ``commit()``.
public final class PartialResultWriter {
  private let file: OutputFile
  private var digest = Digest.Running()

  /// Starts the part that will stand at `path`, readable by its owner only.
  ///
  /// - Throws: ``Failure`` (`refusedOutput`, `inputOutput`).
  public init(path: String, header: PartialResult.Header, replacing: Bool) throws {
    file = try OutputFile(path: path, replacing: replacing, mode: 0o600)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try write(Array("\(PartialResult.magic) \(PartialResult.version)\n".utf8))
    try write(Array(try encoder.encode(header)) + [0x0A])
  }

  /// Adds `bytes` to the payload.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  public func write(_ bytes: [UInt8]) throws {
    digest.update(bytes)
    try file.write(bytes)
  }

  /// Adds `text` to the payload, in UTF-8.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  public func write(_ text: String) throws { try write(Array(text.utf8)) }

  /// Makes the part durable and gives it its name.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  public func commit() throws {
    try file.write("\nsha256 \(digest.hexadecimal())\n")
    try file.commit()
  }
}
