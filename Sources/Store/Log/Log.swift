import Crypto
import Essentials
import Foundation
package import GRDB

/// The log's end: how many entries there are, and the hash that stands for all of them.
public struct LogHead: Sendable, Equatable, Codable {
  /// How many entries there are.
  public let count: Int
  /// The SHA-256 of the last entry in hexadecimal, which covers all before it.
  public let hash: String

  /// Makes it.
  public init(count: Int, hash: String) {
    self.count = count
    self.hash = hash
  }

  /// COUNT:HASH, as `verify --head` takes it.
  public var argument: String { "\(count):\(hash)" }

  /// The head of an empty log.
  public static let empty = LogHead(count: 0, hash: Log.hexadecimal(Log.beginning))
}

/// The hash chain: hash(n) = SHA-256(hash(n − 1) ‖ canonical text of n).
///
/// Whoever wrote down a head can later tell whether anything before it was changed, put in or left
/// out, and whether the log was cut short.
public enum Log {
  /// What stands before the first entry.
  static let beginning = Data(SHA256.hash(data: Data("Lookalike decision log, version 1".utf8)))

  static func hash(after previous: Data, _ text: String) -> Data {
    var hash = SHA256()
    hash.update(data: previous)
    hash.update(data: Data(text.utf8))
    return Data(hash.finalize())
  }

  /// Adds `record` at the end and returns its number; within a transaction of the caller's.
  @discardableResult
  static func append(_ record: LogRecord, at now: Int64, _ db: Database) throws -> Int {
    let last = try end(db)
    var record = record
    record.sequence = last.sequence + 1
    record.at = now
    let text = record.canonicalText
    let statement = try db.cachedStatement(
      sql: "INSERT INTO entry (sequence, payload, hash) VALUES (?, ?, ?)")
    try statement.execute(arguments: [record.sequence, text, hash(after: last.hash, text)])
    return record.sequence
  }

  private static func end(_ db: Database) throws -> (sequence: Int, hash: Data) {
    let statement = try db.cachedStatement(
      sql: "SELECT sequence, hash FROM entry ORDER BY sequence DESC LIMIT 1")
    guard let row = try Row.fetchOne(statement) else { return (0, beginning) }
    return (row[0], row[1])
  }

  /// The log's end now.
  package static func head(_ db: Database) throws -> LogHead {
    let last = try end(db)
    return LogHead(count: last.sequence, hash: hexadecimal(last.hash))
  }

  static func hexadecimal(_ bytes: Data) -> String {
    bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}
