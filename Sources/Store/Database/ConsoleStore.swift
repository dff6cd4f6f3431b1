import Essentials
package import GRDB
import Foundation

/// The console's one file: people, studies, and the log of all that was decided.
///
/// SQLite in WAL mode with `synchronous = FULL` on every connection: a write returns only once it
/// would outlive a loss of power. Writes of many callers share one transaction (``GroupWriter``).
public final class ConsoleStore: Sendable {
  /// The folder that holds the store.
  public let folder: String
  let pool: DatabasePool
  let sessions = ReadCache<Data, OpenSession>(most: 20_000)
  let knownStudies = ReadCache<String, Study>(most: 1000)
  let knownPairs = ReadCache<Int64, KnownPair>(most: 20_000)
  private let writer: GroupWriter
  let checkpointer: Checkpointer
  private let lock: FolderLock

  /// The name of the database in the folder.
  package static let fileName = "console.sqlite"

  /// Opens the store in `folder`, which is made (mode 0700) where it does not exist.
  ///
  /// - Throws: ``Failure``: `unavailable` where another process has it open, `malformedInput` where
  ///   the file is no store or of a later version, `inputOutput`.
  public init(folder: String) throws {
    try ConsoleStore.make(folder)
    self.folder = folder
    lock = try FolderLock(folder)
    let path = folder + "/" + ConsoleStore.fileName
    try ConsoleStore.claim(path)
    do {
      pool = try DatabasePool(path: path, configuration: ConsoleStore.configuration)
      // GRDB sets NORMAL when it turns to WAL, after the connection was prepared.
      try pool.writeWithoutTransaction { db in
        try ConsoleStore.demandFullSync(db)
        try db.execute(sql: "PRAGMA wal_autocheckpoint = \(Checkpointer.longestEver)")
        // 64 MiB: the pages that hundreds of reviewers write to.
        try db.execute(sql: "PRAGMA cache_size = -65536")
      }
      try Schema.migrator.migrate(pool)
      if try pool.read(Schema.migrator.hasBeenSuperseded) {
        throw Failure(
          .malformedInput, "was written by a later version", file: path,
          remedy: "Use the version that wrote it, or a newer one")
      }
      checkpointer = try Checkpointer(
        pool, path: path, configuration: ConsoleStore.configuration)
    } catch let error as DatabaseError {
      throw ConsoleStore.failure(error, path)
    }
    writer = GroupWriter(pool, committed: checkpointer.committed)
  }

  /// Opens the store in `folder`, where there must be one.
  ///
  /// - Throws: ``Failure`` as ``init(folder:)``; `missingInput` where there is no store.
  public convenience init(existing folder: String) throws {
    if !FileManager.default.fileExists(atPath: folder + "/" + ConsoleStore.fileName) {
      throw Failure(.missingInput, "holds no store", file: folder, remedy: "Check the path")
    }
    try self.init(folder: folder)
  }

  /// Reads in one snapshot.
  ///
  /// On the calling thread: to change threads and back takes several times as long as to read a few
  /// rows. Who reads many decides on which thread to do so.
  ///
  /// - Throws: what `body` throws; SQLite's errors as ``Failure``.
  package func read<T>(_ body: (Database) throws -> T) throws -> T {
    do {
      return try pool.read(body)
    } catch let error as DatabaseError {
      throw ConsoleStore.failure(error, folder)
    }
  }

  /// Writes: returns once what `body` did is durable; all of it is undone where `body` throws.
  ///
  /// - Throws: what `body` throws; ``Failure`` (`inputOutput`) where the disk refuses.
  package func write<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws
    -> T
  {
    do {
      return try await writer.run(body)
    } catch let error as DatabaseError {
      throw ConsoleStore.failure(error, folder)
    }
  }

  /// Finishes what is under way and closes the file.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  public func close() throws {
    do {
      try pool.close()
      // Last: a pool's last connection is a reader, which leaves the log beside the file.
      try checkpointer.close()
    } catch let error as DatabaseError {
      throw ConsoleStore.failure(error, folder)
    }
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    // More than there are threads that read: nobody waits for one.
    configuration.maximumReaderCount = 16
    configuration.label = "console"
    // Readers open on demand; a new connection must be told too.
    configuration.prepareDatabase { db in
      try demandFullSync(db)
      try db.execute(sql: "PRAGMA trusted_schema = OFF")
    }
    return configuration
  }

  /// Sets full sync on a connection, and makes sure that it took.
  static func demandFullSync(_ db: Database) throws {
    try db.execute(sql: "PRAGMA synchronous = FULL")
    guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2 else {
      throw Failure(.unavailable, "SQLite does not take PRAGMA synchronous = FULL")
    }
  }

  static func failure(_ error: DatabaseError, _ path: String) -> Failure {
    let reason = error.message ?? "\(error.resultCode)"
    switch error.resultCode {
    case .SQLITE_NOTADB, .SQLITE_CORRUPT:
      return Failure(
        .malformedInput, "is damaged or no database (\(reason))", file: path,
        remedy: "Restore a backup into another folder: lookalike serve restore")
    case .SQLITE_FULL:
      return Failure(
        .inputOutput, "the disk is full", file: path, remedy: "Free some space and try again")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return Failure(
        .unavailable, "is locked by another program", file: path,
        remedy: "Close the other program and try again")
    default:
      return Failure(.inputOutput, "the database refuses (\(reason))", file: path)
    }
  }

  /// Makes the file before SQLite does: what that puts beside it gets the same permissions.
  private static func claim(_ path: String) throws {
    let descriptor = unsafe Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    if descriptor < 0 { throw Failure.system("can't be written", errno, file: path) }
    Foundation.close(descriptor)
  }

  private static func make(_ folder: String) throws {
    var isFolder: ObjCBool = false
    if unsafe FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) {
      if !isFolder.boolValue {
        throw Failure(.refusedOutput, "is no folder", file: folder, remedy: "Name a folder")
      }
      return
    }
    if unsafe mkdir(folder, 0o700) != 0 {
      throw Failure.system("can't be made", errno, file: folder)
    }
  }
}
