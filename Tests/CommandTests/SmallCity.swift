import Foundation
import TestSupport

/// A few of the sample frames and portraits as a folder of their own, with their truth.
struct SmallCity {
  let folder: TemporaryFolder
  var path: String { folder.file("city") }
  /// The lines of the truth that concern its frames.
  let faces: Int

  /// Takes the first `frames` of the sample, and those portraits whose names are in `probes`.
  init(frames: Int, probes: [String] = []) throws {
    folder = try TemporaryFolder()
    let source = FaceFixtures.sampleFrames
    let city = folder.file("city")
    try FileManager.default.createDirectory(atPath: city, withIntermediateDirectories: false)
    for part in ["frames", "probes"] {
      try FileManager.default.createSymbolicLink(
        atPath: city + "/" + part, withDestinationPath: source + "/" + part)
    }
    func lines(_ name: String) throws -> [String] {
      try String(contentsOfFile: source + "/" + name, encoding: .utf8).split(separator: "\n")
        .map(String.init)
    }
    let folder = self.folder
    func put(_ lines: [String], _ name: String) throws {
      try folder.write(lines.joined(separator: "\n") + "\n", to: "city/" + name)
    }
    let listed = Array(try lines("frames.csv").prefix(frames + 1))
    try put(listed, "frames.csv")
    let files = Set(listed.dropFirst().compactMap { $0.split(separator: ",").first })
    let truth = try lines("truth.csv").filter { line in
      line.hasPrefix("file,") || files.contains { line.hasPrefix($0 + ",") }
    }
    faces = truth.count - 1
    try put(truth, "truth.csv")
    for name in ["probes.csv", "truth-probes.csv"] {
      let all = try lines(name)
      try put([all[0]] + all.filter { line in probes.contains { line.contains($0) } }, name)
    }
  }
}
