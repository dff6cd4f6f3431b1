import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that appears whole or not at all.
///
/// Bytes go to a hidden sibling, which takes the final name in ``commit()`` after an fsync. Dropped
/// without a commit, the sibling is removed. Errors name the final path, not the sibling.
public final class OutputFile {
  /// The path the file will have.
  public let path: String
  /// The byte from which on the file goes past the system's cache, where the file system can do that:
  /// for a large file that is not read again soon.
  ///
  /// A multiple of 4,096, set before anything is written.
  public var uncachedFrom: Int? {
    willSet { precondition(written + buffer.count == 0 && (newValue ?? 0) % 4096 == 0) }
  }
  private let staging: String
  private let replacing: Bool
  private var descriptor: Int32
  private var buffer: [UInt8] = []
  private var written = 0
  private var started = 0
  private var writing: Background<Int32>?
  private var direct: DirectWriter?
  private static let bufferSize = 1 << 18
  /// Bytes after which the disk begins with what is there.
  private static let startSize = 1 << 27

  /// Starts a file that will stand at `path`.
  ///
  /// - Parameters:
  ///   - path: where the file will be; its folder must exist.
  ///   - replacing: whether an existing file may be replaced.
  ///   - mode: the permissions.
  /// - Throws: ``Failure`` (`refusedOutput` where a file stands and `replacing` is false, or where
  ///   `path` is a folder, a device or a pipe; `inputOutput`).
  public init(path: String, replacing: Bool, mode: UInt16 = 0o644) throws {
    self.path = path
    self.replacing = replacing
    var isFolder: ObjCBool = false
    if unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
      if isFolder.boolValue {
        throw Failure(.refusedOutput, "is a folder", file: path, remedy: "Name a file")
      }
      // To give a device the name of a file would take it from every program of the machine.
      let kind = try? FileManager.default.attributesOfItem(
        atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)[.type]
      if kind as? FileAttributeType != .typeRegular {
        throw Failure(
          .refusedOutput, "is a device or a pipe", file: path,
          remedy: "Name a file; what is not wanted can be removed later")
      }
      if !replacing { throw OutputFile.exists(path) }
    }
    let url = URL(fileURLWithPath: path)
    staging =
      url.deletingLastPathComponent()
      .appendingPathComponent(".\(url.lastPathComponent).partial-\(getpid())").path
    let (staging, flags) = (staging, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC)
    var made: Int32 = -1
    let code = Cleanup.register(staging) {
      made = unsafe open(staging, flags, mode_t(mode))
      return made < 0 ? errno : 0
    }
    descriptor = made
    if code != 0 { throw Failure.system("can't be written", code, file: path) }
  }

  deinit {
    _ = try? writing?.value()
    // It waits for its writes.
    direct = nil
    if descriptor >= 0 {
      close(descriptor)
      _ = unsafe unlink(staging)
    }
    Cleanup.unregister(staging)
  }

  /// Adds `bytes`.
  ///
  /// - Throws: ``Failure`` (`inputOutput`), for instance when the disk is full.
  public func write(_ bytes: some Sequence<UInt8>) throws {
    buffer.append(contentsOf: bytes)
    if buffer.count >= OutputFile.bufferSize { try flush() }
  }

  /// Adds `bytes`; many at once go to the system as they are.
  ///
  /// - Throws: ``Failure`` (`inputOutput`), for instance when the disk is full.
  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    if bytes.count < OutputFile.bufferSize {
      unsafe buffer.append(contentsOf: bytes)
      if buffer.count >= OutputFile.bufferSize { try flush() }
    } else {
      try flush()
      try unsafe send(bytes)
    }
  }

  /// Adds `text` in UTF-8.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  public func write(_ text: String) throws {
    try write(text.utf8)
  }

  /// Makes the file durable and gives it its name.
  ///
  /// - Throws: ``Failure`` (`inputOutput`; `refusedOutput` where a file that may not be replaced came to
  ///   stand there meanwhile); the file that stood there before is then untouched.
  public func commit() throws {
    try flush()
    try checkDisk()
    if let direct { try check(direct.finish()) }
    if fsync(descriptor) != 0 { throw Failure.system("can't be made durable", errno, file: path) }
    if close(descriptor) != 0 { throw Failure.system("can't be closed", errno, file: path) }
    descriptor = -1
    let code = takeName()
    if code == 0 { return }
    _ = unsafe unlink(staging)
    if code == EEXIST && !replacing { throw OutputFile.exists(path) }
    throw Failure.system("can't be given its name", code, file: path)
  }

  /// Gives the file its name; returns an error number or 0.
  private func takeName() -> Int32 {
    // A second name is refused where there is a file, however short ago it came; where the file system
    // has no second names, whoever comes last wins.
    if !replacing {
      if unsafe link(staging, path) == 0 {
        _ = unsafe unlink(staging)
        return 0
      }
      if errno == EEXIST { return EEXIST }
    }
    return unsafe rename(staging, path) == 0 ? 0 : errno
  }

  private static func exists(_ path: String) -> Failure {
    Failure(
      .refusedOutput, "exists already", file: path,
      remedy: "Name another file, or add --force to replace it")
  }

  private func flush() throws {
    try unsafe buffer.withUnsafeBytes { try unsafe send($0) }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Hands `bytes` to the system.
  private func send(_ bytes: UnsafeRawBufferPointer) throws {
    let cached = min(bytes.count, max(0, (uncachedFrom ?? .max) - written))
    if cached > 0 { try unsafe sendCached(UnsafeRawBufferPointer(rebasing: bytes[..<cached])) }
    if cached == bytes.count { return }
    let writer = direct ?? DirectWriter(descriptor: descriptor, at: written)
    direct = writer
    try unsafe check(writer.write(UnsafeRawBufferPointer(rebasing: bytes[cached...])))
    written += bytes.count - cached
  }

  private func sendCached(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = unsafe bytes
    while unsafe !rest.isEmpty {
      let count = unsafe systemWrite(descriptor, rest)
      if count < 0 {
        if errno == EINTR { continue }
        throw Failure.system("can't be written", errno, file: path)
      }
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    written += bytes.count
    if written - started >= OutputFile.startSize, writing?.isDone ?? true {
      // So that the disk is at work while the rest is made, and commit() has little to wait for.
      try checkDisk()
      let descriptor = descriptor
      writing = Background { fsync(descriptor) == 0 ? 0 : errno }
      started = written
    }
  }

  /// Throws what the disk said of the bytes it was given so far: the system says so once only.
  private func checkDisk() throws {
    if let code = try writing?.value(), code != 0 {
      throw Failure.system("can't be made durable", code, file: path)
    }
  }

  private func check(_ code: Int32) throws {
    if code != 0 { throw Failure.system("can't be written", code, file: path) }
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  unsafe write(descriptor, bytes.baseAddress, bytes.count)
}

extension Failure {
  /// The failure for the system error `number`, with a remedy for the usual ones.
  public static func system(_ summary: String, _ number: Int32, file: String) -> Failure {
    let remedy: String? =
      switch number {
      case ENOSPC, EDQUOT: "Free some space or name a folder on another disk"
      case EACCES, EPERM, EROFS: "Name a folder that you may write to"
      case ENOENT, ENOTDIR: "Make the folder first, or check the path"
      default: nil
      }
    let reason = unsafe String(cString: strerror(number))
    return Failure(.inputOutput, "\(summary): \(reason)", file: file, remedy: remedy)
  }
}
