import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder that appears whole or not at all.
///
/// Files go into a hidden sibling, ``staging``, which takes the final name in ``commit()``. A folder
/// that stands there is replaced only on request and only when it holds ``mark``, the file by which
/// an earlier output of the same kind is known: nobody's own files are ever deleted.
public final class OutputFolder {
  /// The path the folder will have.
  public let path: String
  /// The folder to write into until ``commit()``.
  public let staging: String
  /// The file by which a folder of this kind is known; the caller writes it.
  public let mark: String
  private let replacing: Bool
  private var committed = false
  /// Stands in a staging folder until ``commit()``: a folder of like name without it is somebody's.
  private static let stagingMark = ".lookalike-staging"
  /// What a folder that is being replaced is called until the new one stands.
  private static let oldSuffix = ".old"

  /// Starts a folder that will stand at `path`.
  ///
  /// - Parameters:
  ///   - path: where the folder will be.
  ///   - mark: the name of a file that each folder of this kind holds.
  ///   - replacing: whether an earlier output may be replaced.
  ///   - mode: the permissions of the folder.
  /// - Throws: ``Failure`` (`refusedOutput`, `inputOutput`).
  public init(path: String, mark: String, replacing: Bool, mode: UInt16 = 0o755) throws {
    let url = URL(fileURLWithPath: path).standardizedFileURL
    self.path = url.path
    self.mark = mark
    self.replacing = replacing
    try OutputFolder.refuse(url.path, mark: mark, replacing: replacing)
    staging =
      url.deletingLastPathComponent()
      .appendingPathComponent(".\(url.lastPathComponent).partial-\(getpid())").path
    OutputFolder.removeAbandoned(besides: url, mark: mark)
    let staging = staging
    let code = Cleanup.register(staging) { unsafe mkdir(staging, mode_t(mode)) != 0 ? errno : 0 }
    if code != 0 {
      committed = true
      throw Failure.system("can't be made", code, file: path)
    }
    _ = FileManager.default.createFile(
      atPath: staging + "/" + OutputFolder.stagingMark, contents: nil)
  }

  deinit {
    if !committed { try? FileManager.default.removeItem(atPath: staging) }
    Cleanup.unregister(staging)
  }

  /// Gives the folder its name; an earlier one is removed only after that.
  ///
  /// - Throws: ``Failure`` (`refusedOutput`, `inputOutput`); an earlier folder is then untouched.
  public func commit() throws {
    // Somebody may have put a folder there while the work went on.
    try OutputFolder.refuse(path, mark: mark, replacing: replacing)
    try? FileManager.default.removeItem(atPath: staging + "/" + OutputFolder.stagingMark)
    let old = staging + OutputFolder.oldSuffix
    let isReplacing = replacing && FileManager.default.fileExists(atPath: path)
    let code =
      isReplacing
      // Told to stop, the process has given the name to one of the two, and removes the other.
      ? Cleanup.register(old) { exchange(old) } : unsafe rename(staging, path) != 0 ? errno : 0
    if code != 0 {
      // Another process was faster: a folder that holds something is never renamed over.
      if !replacing && (code == ENOTEMPTY || code == EEXIST) { throw OutputFolder.exists(path) }
      throw Failure.system("can't be given its name", code, file: path)
    }
    committed = true
    OutputFolder.makeNamesDurable(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    if isReplacing {
      try? FileManager.default.removeItem(atPath: old)
      Cleanup.unregister(old)
    }
  }

  /// Gives the name to the new folder and `old` to the one that had it; returns 0 or an error number.
  private func exchange(_ old: String) -> Int32 {
    if unsafe rename(path, old) != 0 { return errno }
    if unsafe rename(staging, path) == 0 { return 0 }
    let code = errno
    _ = unsafe rename(old, path)
    return code
  }

  /// Has the disk note the names in `folder`, where the file system can be asked to.
  private static func makeNamesDurable(_ folder: String) {
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor < 0 { return }
    _ = fsync(descriptor)
    close(descriptor)
  }

  /// Throws when `path` exists and may not be replaced; for refusing before long work begins.
  ///
  /// - Throws: ``Failure`` (`refusedOutput`).
  public static func refuse(_ path: String, mark: String, replacing: Bool) throws {
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      return
    }
    if !isFolder.boolValue {
      throw Failure(.refusedOutput, "is a file", file: path, remedy: "Name a folder")
    }
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    if entries.isEmpty { return }
    if !replacing { throw exists(path) }
    if !entries.contains(mark) {
      throw Failure(
        .refusedOutput, "holds no \(mark), so it is not an earlier output of this command",
        file: path, remedy: "Name another folder; --force replaces only earlier outputs")
    }
  }

  private static func exists(_ path: String) -> Failure {
    Failure(
      .refusedOutput, "exists already", file: path,
      remedy: "Name another folder, or add --force to replace it")
  }

  /// Clears up after processes that no longer run (killed ones can't do it themselves): removes their
  /// staging folders, and gives a folder that was to be replaced its name back where nothing has it.
  ///
  /// One is ours by its staging mark; by the output's own mark where it was killed in ``commit()``; and
  /// an empty one holds nothing of anybody's.
  private static func removeAbandoned(besides url: URL, mark: String) {
    let parent = url.deletingLastPathComponent()
    let prefix = ".\(url.lastPathComponent).partial-"
    for name in (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
    where name.hasPrefix(prefix) {
      let isOld = name.hasSuffix(oldSuffix)
      let number = name.dropFirst(prefix.count).dropLast(isOld ? oldSuffix.count : 0)
      guard let process = Int32(number), process > 0 else { continue }
      let abandoned = parent.appendingPathComponent(name).path
      guard let entries = try? FileManager.default.contentsOfDirectory(atPath: abandoned),
        entries.isEmpty || entries.contains(stagingMark) || entries.contains(mark),
        kill(process, 0) != 0 && errno == ESRCH
      else { continue }
      if isOld && !FileManager.default.fileExists(atPath: url.path) {
        _ = unsafe rename(abandoned, url.path)
      } else {
        try? FileManager.default.removeItem(atPath: abandoned)
      }
    }
  }
}
