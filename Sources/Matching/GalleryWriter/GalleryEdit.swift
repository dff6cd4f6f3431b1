import Essentials
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A change to a gallery that stands: one at a time, held by a lock on the folder.
///
/// New segments are written first; ``commit()`` replaces the manifest, which is the moment of change;
/// folders that no manifest names are then removed. A process killed before it leaves a folder that
/// the next change removes.
final class GalleryEdit {
  /// The gallery's folder.
  let path: String
  /// The manifest to be; change it and ``commit()``.
  var manifest: GalleryManifest
  private let descriptor: Int32

  /// Takes the gallery at `path` for a change.
  ///
  /// - Throws: ``Failure`` where there is no sound gallery, or another process is changing it.
  init(path: String) throws {
    self.path = path
    _ = try GalleryManifest(folder: path)
    descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor < 0 { throw Failure.system("can't be opened", errno, file: path) }
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      close(descriptor)
      throw Failure(
        .refusedOutput, "is being changed by another process", file: path,
        remedy: "Wait until that is done")
    }
    do {
      manifest = try GalleryManifest(folder: path)
    } catch {
      close(descriptor)
      throw error
    }
    removeUnnamed()
  }

  deinit {
    removeUnnamed()
    close(descriptor)
  }

  /// The folder name of segment number `number`.
  static func segmentName(_ number: Int) -> String {
    "segment-" + String(repeating: "0", count: max(0, 6 - "\(number)".count)) + "\(number)"
  }

  /// A name that no segment had before.
  func claimSegment() -> String {
    defer { manifest.nextSegment += 1 }
    return GalleryEdit.segmentName(manifest.nextSegment)
  }

  /// Makes the change: the manifest is replaced, then what it no longer names is removed.
  ///
  /// - Throws: ``Failure`` (`inputOutput`), also where another gallery was put in this one's place.
  func commit() throws {
    var (locked, standing) = (stat(), stat())
    guard unsafe fstat(descriptor, &locked) == 0, unsafe stat(path, &standing) == 0,
      locked.st_dev == standing.st_dev, locked.st_ino == standing.st_ino
    else {
      throw Failure(
        .inputOutput, "was replaced by another process while it was being changed", file: path,
        remedy: "Look at what stands there now, and make the change again")
    }
    try manifest.write(folder: path)
    // The names of the new files too.
    _ = fsync(descriptor)
  }

  /// Removes segments that the manifest on disk does not name.
  private func removeUnnamed() {
    guard let current = try? GalleryManifest(folder: path) else { return }
    let named = Set(current.segments.map(\.name))
    for entry in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    where entry.hasPrefix("segment-") && !named.contains(entry) {
      try? FileManager.default.removeItem(atPath: path + "/" + entry)
    }
  }
}
