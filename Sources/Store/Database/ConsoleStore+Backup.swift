import Essentials
import Foundation
import GRDB

extension ConsoleStore {
  /// Copies the store, as it is at one moment, into one file; reviewers may go on meanwhile.
  ///
  /// - Throws: ``Failure`` (`refusedOutput` where a file stands, `inputOutput`).
  public func backup(to path: String) throws {
    try ConsoleStore.copy(from: pool, to: path)
  }

  /// Backs up the store in `folder`, which another process may have open.
  ///
  /// - Throws: ``Failure`` as ``backup(to:)``; `missingInput` where there is no store.
  public static func backup(folder: String, to path: String) throws {
    let source = try reader(folder + "/" + fileName)
    try copy(from: source, to: path)
    try? source.close()
  }

  /// Makes a store in `folder`, which must not hold one, of a backup.
  ///
  /// - Returns: the log's end in the backup.
  /// - Throws: ``Failure``: `missingInput`, `malformedInput` for what is no backup of a store or does
  ///   not verify, `refusedOutput` where `folder` holds a store.
  public static func restore(_ path: String, into folder: String) async throws -> LogHead {
    let target = folder + "/" + fileName
    // What is left of another store's log would be taken for the end of this one.
    for part in ["", "-wal", "-shm", "-journal"]
    where FileManager.default.fileExists(atPath: target + part) {
      throw Failure(
        .refusedOutput, "holds a store already, or a part of one (\(fileName)\(part))",
        file: folder,
        remedy: "Restore into a folder of its own")
    }
    let source = try reader(path)
    let found = try await verify(source, path)
    if !found.faults.isEmpty {
      throw Failure(
        .malformedInput, "does not verify: \(found.faults[0])", file: path,
        remedy: "Use another backup")
    }
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    try copy(from: source, to: target)
    try? source.close()
    return found.head
  }

  /// Verifies the store in `folder`, which another process may have open.
  ///
  /// - Throws: ``Failure`` (`missingInput`, `malformedInput`).
  public static func verify(folder: String, expected: LogHead?) async throws -> Verification {
    let path = folder + "/" + fileName
    return try await verify(reader(path), path, expected)
  }

  /// Verifies a backup.
  ///
  /// - Throws: ``Failure`` (`missingInput`, `malformedInput`).
  public static func verify(file path: String) async throws -> Verification {
    try await verify(reader(path), path)
  }

  private static func verify(
    _ source: DatabaseQueue, _ path: String, _ expected: LogHead? = nil
  ) async throws -> Verification {
    do {
      return try await source.read { db in
        var verifier = Verifier(db: db, expected: expected)
        return try verifier.run()
      }
    } catch let error as DatabaseError {
      throw failure(error, path)
    } catch let failure as Failure {
      throw failure.inFile(path)
    }
  }

  private static func reader(_ path: String) throws -> DatabaseQueue {
    guard FileManager.default.fileExists(atPath: path) else {
      throw Failure(.missingInput, "no such file", file: path, remedy: "Check the path")
    }
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    do {
      return try DatabaseQueue(path: path, configuration: configuration)
    } catch let error as DatabaseError {
      throw failure(error, path)
    }
  }

  /// Through SQLite's backup interface into a hidden sibling, which then takes the name.
  private static func copy(from source: some DatabaseReader, to path: String) throws {
    if FileManager.default.fileExists(atPath: path) {
      throw Failure(
        .refusedOutput, "exists already", file: path, remedy: "Name a file that does not exist")
    }
    let url = URL(fileURLWithPath: path)
    let staging = url.deletingLastPathComponent()
      .appendingPathComponent(".\(url.lastPathComponent).partial-\(getpid())").path
    Cleanup.register(staging)
    defer {
      try? FileManager.default.removeItem(atPath: staging)
      Cleanup.unregister(staging)
    }
    do {
      var configuration = Configuration()
      configuration.prepareDatabase { try demandFullSync($0) }
      let target = try DatabaseQueue(path: staging, configuration: configuration)
      try source.backup(to: target)
      // One file, without a log beside it.
      try target.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
      try target.close()
    } catch let error as DatabaseError {
      throw failure(error, path)
    }
    _ = unsafe chmod(staging, 0o600)
    if unsafe rename(staging, path) != 0 {
      throw Failure.system("can't be given its name", errno, file: path)
    }
  }
}
