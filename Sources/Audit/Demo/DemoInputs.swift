import Essentials
import Foundation
import Frames

/// What a demonstration was computed from, so that a reader can tell whether it was the same.
struct DemoInputs {
  let folder: String
  let threads: Int

  /// The tables, the pictures, and the face model's weights.
  ///
  /// - Throws: ``Failure`` (`missingInput`, `inputOutput`).
  func hashed(_ manifest: FrameManifest, _ list: ProbeList, _ weights: FaceWeights) throws
    -> [DemoResult.Input]
  {
    let tables = [FrameManifest.name, ProbeList.name, FrameTruth.name, ProbeList.truthName]
    var inputs = try tables.filter { FileManager.default.fileExists(atPath: folder + "/" + $0) }
      .map { DemoResult.Input(name: $0, sha256: try Digest.sha256(file: folder + "/" + $0)) }
    inputs.append(try together(manifest.frames.map { ($0.file, $0.path) }, "frame"))
    let portraits = list.entries.map { entry in
      let isWithin = entry.path.hasPrefix(folder + "/")
      return (isWithin ? String(entry.path.dropFirst(folder.count + 1)) : entry.path, entry.path)
    }
    inputs.append(try together(portraits, "portrait"))
    for file in [weights.encoder, weights.landmarks] {
      inputs.append(
        DemoResult.Input(
          name: URL(fileURLWithPath: file.path).lastPathComponent, sha256: file.sha256))
    }
    return inputs
  }

  /// One digest of several files: what `sha256sum FILES | sha256sum` prints for them, sorted, in the
  /// folder.
  private func together(_ files: [(name: String, path: String)], _ noun: String) throws
    -> DemoResult.Input
  {
    let files = files.sorted { $0.name < $1.name }
    let lines = try Parallel.map(count: files.count, threads: threads) { index in
      "\(try Digest.sha256(file: files[index].path))  \(files[index].name)\n"
    }
    return DemoResult.Input(
      name: "\(Text.count(files.count, noun)) (sha256sum of their sha256sum lines)",
      sha256: Digest.sha256(Array(lines.joined().utf8)))
  }
}
