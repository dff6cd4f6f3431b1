import Essentials
import Foundation

/// The gallery's table of contents: the one file that is ever replaced, and only as a whole.
///
/// The first line is `lookalike-gallery VERSION SHA256`, the rest is JSON with that digest.
struct GalleryManifest: Codable, Equatable {
  /// The format this program writes; it reads no other.
  static let version = 1
  /// The file's name in the gallery's folder.
  static let name = "manifest"

  /// What is known of the gallery.
  var information: GalleryInformation
  /// Its immutable parts, in the order of their rows.
  var segments: [Segment]
  /// The number the next segment gets; numbers are never used twice.
  var nextSegment: Int

  /// One immutable part.
  struct Segment: Codable, Equatable {
    /// Its folder's name.
    var name: String
    /// Templates in it.
    var rows: Int
    /// Bytes of each of its files.
    var files: [String: Int]
    /// SHA-256 of its `checksums` file.
    var checksums: String
  }

  /// Reads the manifest of the gallery at `folder`.
  ///
  /// - Throws: ``Failure`` where it is missing, damaged, or of another format.
  init(folder: String) throws {
    let path = folder + "/" + GalleryManifest.name
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
      throw Failure(.missingInput, "no such gallery", file: folder, remedy: "Check the path")
    }
    guard isFolder.boolValue, FileManager.default.fileExists(atPath: path) else {
      throw Failure(
        .malformedInput, "is no gallery", file: folder,
        remedy: "Name a folder that `lookalike enroll` or `gallery import` made")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(.inputOutput, "can't be read", file: path, remedy: "Check its permissions")
    }
    let damaged = Failure(
      .malformedInput, "is damaged", file: path,
      remedy: "Restore the file, or build the gallery again")
    guard let end = data.firstIndex(of: 0x0A) else { throw damaged }
    let words = String(decoding: data[..<end], as: UTF8.self).split(separator: " ")
    guard words.count == 3, words[0] == "lookalike-gallery" else { throw damaged }
    guard words[1] == "\(GalleryManifest.version)" else {
      throw Failure(
        .malformedInput,
        "has format \(words[1]); this program reads format \(GalleryManifest.version)", file: path,
        remedy: "Use the program that made it, or build the gallery again")
    }
    let body = Data(data[data.index(after: end)...])
    guard Digest.sha256(body) == String(words[2]),
      let manifest = try? JSONDecoder().decode(GalleryManifest.self, from: body),
      manifest.information.dimension > 0, manifest.segments.allSatisfy({ $0.rows >= 0 })
    else { throw damaged }
    self = manifest
  }

  /// An empty gallery's.
  init(information: GalleryInformation) {
    self.information = information
    segments = []
    nextSegment = 1
  }

  /// Writes it into the gallery at `folder`, in place of an earlier one.
  ///
  /// - Throws: ``Failure`` (`inputOutput`).
  func write(folder: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let body = try encoder.encode(self)
    let file = try OutputFile(
      path: folder + "/" + GalleryManifest.name, replacing: true, mode: 0o600)
    try file.write("lookalike-gallery \(GalleryManifest.version) \(Digest.sha256(body))\n")
    try file.write(body)
    try file.commit()
  }
}
