import Essentials
import Foundation
import Imaging

/// Finds the frames of a gallery again, and makes sure that they are the ones that were enrolled.
struct FrameFinder {
  private let folders: [String]

  /// - Throws: ``Failure`` (`missingInput`) where none of `folders` is there.
  init(folders: [String]) throws {
    let present = folders.filter { folder in
      var isFolder: ObjCBool = false
      return unsafe FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder)
        && isFolder.boolValue
    }
    guard let first = folders.first else {
      throw Failure(
        .missingInput, "the gallery does not say where its frames lie",
        remedy: "Name their folder with --frames")
    }
    if present.isEmpty {
      throw Failure(
        .missingInput, "the folder of the frames is not there", file: first,
        remedy: "Name the folder that they were moved to with --frames")
    }
    self.folders = present
  }

  /// The frame that a gallery knows as `frame`, whose file had the SHA-256 `digest` when it was
  /// enrolled; older galleries don't say.
  ///
  /// - Throws: ``Failure``: `missingInput` where it is gone, `mismatchedInput` where another file
  ///   took its place, or the picture's own.
  func picture(_ frame: String, digest: String?) throws -> RGBImage {
    let paths = frame.hasPrefix("/") ? [frame] : folders.map { $0 + "/" + frame }
    let present = paths.filter { FileManager.default.fileExists(atPath: $0) }
    guard let first = present.first else {
      throw Failure(
        .missingInput, "the frame is not there any more", file: paths[0],
        remedy: "Put it back, or name the folder that it was moved to with --frames")
    }
    for path in present {
      let bytes = try PNG.bytes(of: path)
      if let digest, Digest.sha256(bytes) != digest { continue }
      return try PNG.decode(bytes, name: path)
    }
    throw Failure(
      .mismatchedInput, "is not the frame that was enrolled: its SHA-256 differs", file: first,
      remedy: "Put the frame back, or enrol the frames again")
  }
}
