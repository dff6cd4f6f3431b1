public import Foundation

/// What one shard of a computation found, in a file that can be carried to where the parts are
/// merged.
///
/// The file is one line of text `lookalike-part VERSION`, one line of JSON (``Header``), the payload,
/// and a last line `sha256 DIGEST` over all before it. A file that was cut short has no such line; a
/// flipped bit does not have that digest. The payload's form is the computation's own.
public struct PartialResult: Sendable {
  /// The format this program writes; it reads no other.
  public static let version = 1
  static let magic = "lookalike-part"
  static let trailerBytes = "\nsha256 ".utf8.count + 64 + 1

  /// Whose part it is.
  public struct Header: Sendable, Equatable, Codable {
    /// The computation: "search", "all-pairs".
    public let kind: String
    /// All that the answer depends on, by name: digests of the inputs, and options.
    ///
    /// Parts merge only where these agree, so whatever may change the answer belongs here, and
    /// nothing that may not (threads, paths).
    public let job: [String: String]
    /// Which part.
    public let shard: Shard

    /// Makes it.
    public init(kind: String, job: [String: String], shard: Shard) {
      self.kind = kind
      self.job = job
      self.shard = shard
    }
  }

  /// Whose part it is.
  public let header: Header
  /// The file it was read from, as the user named it.
  public let path: String
  /// The bytes of the payload.
  public let payloadSize: Int
  /// Not the open file: there may be more parts than a process may have files open.
  private let fileVersion: InputFile.Version
  private let payloadStart: Int

  /// Opens the part at `path` and checks all of it.
  ///
  /// - Throws: ``Failure`` (`missingInput`, `inputOutput`; `malformedInput` where it is no part, of
  ///   another version, or damaged).
  /// - Complexity: O(its size), in fixed memory.
  public init(path: String) throws {
    self.path = path
    let file = try InputFile(path: path)
    fileVersion = file.version
    func damaged(_ what: String, _ remedy: String) -> Failure {
      Failure(.malformedInput, what, file: path, remedy: remedy)
    }
    let head = try file.bytes(at: 0, count: min(file.size, 1 << 20))
    let lines = head.split(separator: 0x0A, maxSplits: 2, omittingEmptySubsequences: false)
    let words = String(decoding: lines[0].prefix(64), as: UTF8.self).split(separator: " ")
    guard lines.count == 3, words.count == 2, words[0] == PartialResult.magic else {
      throw damaged("is no part of a sharded computation", "Name files that --shard wrote")
    }
    guard words[1] == "\(PartialResult.version)" else {
      throw damaged(
        "has format \(words[1]); this program reads format \(PartialResult.version)",
        "Merge with the program that made it")
    }
    payloadStart = lines[0].count + lines[1].count + 2
    payloadSize = file.size - payloadStart - PartialResult.trailerBytes
    let broken = damaged("is damaged or was cut short", "Compute this shard again")
    guard payloadSize >= 0 else { throw broken }
    var digest = Digest.Running()
    var place = 0
    let end = payloadStart + payloadSize
    while place < end {
      let bytes = try file.bytes(at: place, count: min(1 << 20, end - place))
      digest.update(bytes)
      place += bytes.count
    }
    let trailer = try file.bytes(at: end, count: PartialResult.trailerBytes)
    guard String(decoding: trailer, as: UTF8.self) == "\nsha256 \(digest.hexadecimal())\n",
      let header = try? JSONDecoder().decode(Header.self, from: Data(lines[1]))
    else { throw broken }
    self.header = header
  }

  /// The payload.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  public func payload() throws -> Data {
    Data(try open().bytes(at: payloadStart, count: payloadSize))
  }

  /// The file that was checked, again.
  private func open() throws -> InputFile {
    let file = try InputFile(path: path)
    if file.version != fileVersion {
      throw Failure(
        .inputOutput, "was changed while it was being merged", file: path, remedy: "Merge again")
    }
    return file
  }

  /// Hands the payload to `body`, a run of bytes at a time.
  ///
  /// - Throws: ``Failure`` (`inputOutput`), and what `body` throws.
  public func readPayload(_ body: ([UInt8]) throws -> Void) throws {
    let file = try open()
    var place = 0
    while place < payloadSize {
      let count = min(1 << 20, payloadSize - place)
      try body(try file.bytes(at: payloadStart + place, count: count))
      place += count
    }
  }

  /// The failure that the payload, though undamaged, does not hold what its kind says.
  public var unreadable: Failure {
    Failure(
      .malformedInput, "does not hold what a part of \(header.kind) holds", file: path,
      remedy: "Compute this shard again with this program")
  }
}
