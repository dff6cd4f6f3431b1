import ArgumentParser
import Essentials
import Store

/// `lookalike serve backup`.
struct Backup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Copy the store into one file while reviewers work on.",
    discussion: """
      Example:
        lookalike serve backup --data review --to review-2026-06-12.sqlite
      """)

  @Option(help: "The console's folder.")
  var data: String
  @Option(name: .customLong("to"), help: "The file to write; it must not exist.")
  var target: String

  func run() async throws {
    try ConsoleStore.backup(folder: data, to: target)
    let found = try await ConsoleStore.verify(file: target)
    LookalikeServe.note(
      "\(target): \(found.head.count) entries, head \(found.head.hash)")
    if let fault = found.faults.first {
      throw Failure(.malformedInput, "the store does not verify: \(fault)", file: data)
    }
  }
}

/// `lookalike serve restore`.
struct Restore: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a console's folder of a backup, once that verifies.",
    discussion: """
      Example:
        lookalike serve restore review-2026-06-12.sqlite --data restored
      """)

  @Argument(help: "The backup.")
  var backup: String
  @Option(help: "The folder to make; it must not hold a store.")
  var data: String

  func run() async throws {
    let head = try await ConsoleStore.restore(backup, into: data)
    LookalikeServe.note("\(data): \(head.count) entries, head \(head.hash)")
    LookalikeServe.note(
      "invitations and sessions are those of the backup: take back again what was taken back since")
  }
}

/// `lookalike serve verify`.
struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read everything: pages, hash chain, and whether answers are what the log says.",
    discussion: """
      With a head that was written down earlier it also finds whether the log was cut short or \
      rewritten since. Exits with 1 where anything is wrong.

      Example:
        lookalike serve verify --data review --head 1204:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
      """)

  @Option(help: "The console's folder; a console may be running in it.")
  var data: String
  @Option(
    help: "A head written down earlier: the number of entries, a colon, and the hash.",
    transform: Verify.head)
  var head: LogHead?

  func run() async throws {
    let found = try await ConsoleStore.verify(folder: data, expected: head)
    for line in found.lines { print(line) }
    if let fault = found.faults.first {
      throw Failure(
        .malformedInput, "does not verify: \(fault)", file: data,
        remedy: "Restore a backup into another folder, and compare")
    }
  }

  private static func head(_ text: String) throws -> LogHead {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let count = Int(parts[0]), count >= 0, parts[1].utf8.count == 64 else {
      throw ValidationError("--head takes COUNT:HASH, as an export or the console prints them")
    }
    return LogHead(count: count, hash: parts[1].lowercased())
  }
}
