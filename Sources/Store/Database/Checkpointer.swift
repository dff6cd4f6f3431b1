import Dispatch
import GRDB
import Synchronization

/// Copies the write-ahead log into the file beside the writer, so that no commit waits for it.
///
/// SQLite does that by itself after every thousand pages, within the commit that reaches them: with
/// hundreds of reviewers, several times a second. Here it happens at most once a second, on a
/// connection of its own, after which many changes of one page are one copy.
final class Checkpointer: Sendable {
  /// The size at which the log is started again from its beginning, in pages.
  private static let longest = 8192
  /// The size at which a commit does the work itself: only where this here fails or is held up.
  static let longestEver = 65_536

  let own: DatabaseQueue
  private let pool: DatabasePool
  private let isDue = Atomic(false)
  private let queue = DispatchQueue(label: "console.checkpoint", qos: .utility)

  init(_ pool: DatabasePool, path: String, configuration: Configuration) throws {
    self.pool = pool
    own = try DatabaseQueue(path: path, configuration: configuration)
  }

  /// Takes note that something was committed.
  func committed() {
    if isDue.exchange(true, ordering: .relaxed) { return }
    queue.asyncAfter(deadline: .now() + 1) { [weak self] in self?.run() }
  }

  /// Whatever fails here is done again after a later commit; nothing durable depends on it.
  func run() {
    isDue.store(false, ordering: .relaxed)
    guard let size = try? own.writeWithoutTransaction(Checkpointer.copy),
      size > Checkpointer.longest
    else { return }
    // What came meanwhile is little. With nobody writing the rest is copied to its end, and the next
    // commit begins the log anew.
    _ = try? own.writeWithoutTransaction(Checkpointer.copy)
    _ = try? pool.writeWithoutTransaction(Checkpointer.copy)
  }

  /// Copies as much as it can without making anybody wait; returns how many pages the log has.
  private static func copy(_ db: Database) throws -> Int {
    try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(PASSIVE)")?[1] ?? 0
  }

  /// Ends it, after what is under way.
  func close() throws {
    try queue.sync { try own.close() }
  }
}
