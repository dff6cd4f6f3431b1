import Audit
public import Biometrics
import Essentials
import Foundation
import Frames

/// The pictures that studies may show: read from a folder when the console starts, a fixed set.
///
/// A request can name one of them; it is looked up among these names and never used as a path.
public struct FrameLibrary: Sendable {
  /// Where the faces come from.
  public let origin: Origin
  let folder: String
  private let frames: [String: FrameEntry]
  private let probes: [String: ProbeList.Entry]
  private let truth: FrameTruth?
  /// The candidate lists that lie in the folder; nil where there are none.
  let candidates: Data?

  /// The name of candidate lists that lie beside frames.
  public static let candidatesName = "candidates.json"

  /// Reads the manifest in `folder`, and what lies beside it: probes, truth, candidate lists.
  ///
  /// - Throws: ``Failure`` naming file and line.
  public init(folder: String) throws {
    let manifest = try FrameManifest(path: folder)
    self.folder = manifest.folder
    origin = manifest.origin
    frames = Dictionary(uniqueKeysWithValues: manifest.frames.map { ($0.file, $0) })
    func present(_ name: String) -> String? {
      let path = manifest.folder + "/" + name
      return FileManager.default.fileExists(atPath: path) ? path : nil
    }
    var probes: [String: ProbeList.Entry] = [:]
    if present(ProbeList.name) != nil {
      let list = try ProbeList(folder: manifest.folder, origin: manifest.origin)
      for entry in list.entries {
        probes[FrameLibrary.relative(entry.path, to: manifest.folder)] = entry
      }
    }
    self.probes = probes
    truth = try present(FrameTruth.name).map { try FrameTruth(path: $0, manifest: manifest) }
    candidates = present(FrameLibrary.candidatesName).flatMap {
      FileManager.default.contents(atPath: $0)
    }
  }

  private static func relative(_ path: String, to folder: String) -> String {
    path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : path
  }

  /// The frame of this name; nil where the manifest does not list it.
  func frame(_ name: String) -> FrameEntry? { frames[name] }

  /// The probe that `path`, as a candidate list gives it, ends in; nil where there is none.
  func probe(_ path: String) -> ProbeList.Entry? {
    if let exact = probes[path] { return exact }
    return probes.first { path.hasSuffix("/" + $0.key) }?.value
  }

  /// Whose face `box` shows in `frame`, where that is known.
  func person(frame: String, box: BoundingBox) -> SubjectID? {
    truth?.subjects(of: frame, boxes: [box]).first ?? nil
  }

  /// Whether it is known who is where.
  var hasTruth: Bool { truth != nil }
}
