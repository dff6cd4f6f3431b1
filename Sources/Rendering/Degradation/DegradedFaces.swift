public import Essentials
import Foundation
import Imaging

/// The faces of a folder of frames whose truth is known, each cut out and put under a condition.
///
/// What comes out is a folder of frames again, with the manifest and the truth that go with it, so
/// that `lookalike enroll --truth` takes it as it takes any other.
public struct DegradedFaces: Sendable {
  /// The name of the file by which such a folder is known.
  public static let mark = "degraded-faces.json"
  /// How far beyond its box a face is cut out, in heights of the box.
  private static let margin = 0.6

  /// What was written.
  public struct Summary: Sendable, Equatable, Codable {
    /// The condition.
    public let condition: String
    /// The seed of the noise.
    public let seed: UInt64
    /// Faces written.
    public let faces: Int
    /// Faces that have fewer pixels than the condition.
    public let tooSmall: Int
  }

  private struct Face: Sendable {
    let row: [String]
    let file: String
    let box: Degradation.FaceBox
    let interEye: Double
  }

  private let folder: String
  private let faces: [Face]
  private let truthHeader: [String]
  private let manifestHeader: [String]
  /// The manifest's line of each frame.
  private let frames: [String: [String]]

  /// Reads `frames.csv` and `truth.csv` of `folder`.
  ///
  /// - Throws: ``Failure`` naming file and line, for what is missing or no number.
  public init(folder: String) throws {
    self.folder = folder
    let manifest = try CSVReader(path: folder + "/frames.csv", required: ["file"])
    var frames: [String: [String]] = [:]
    while let row = try manifest.next() { frames[try row.text("file")] = row.values }
    let truth = try CSVReader(
      path: folder + "/truth.csv",
      required: ["file", "person", "x", "y", "width", "height", "inter_eye_pixels"])
    var faces: [Face] = []
    while let row = try truth.next() {
      let file = try row.text("file")
      guard frames[file] != nil else {
        throw row.malformed(
          "file", "\"\(file)\" is no frame of \(folder)",
          remedy: "Use the truth that belongs to these frames")
      }
      func number(_ column: String, above low: Double) throws -> Double {
        let value = try row.number(column)
        guard value > low, value < 1_000_000 else {
          throw row.malformed(column, "\(Numerals.significant(value)) is no size in pixels")
        }
        return value
      }
      faces.append(
        Face(
          row: row.values, file: file,
          box: Degradation.FaceBox(
            x: try number("x", above: -1_000_000), y: try number("y", above: -1_000_000),
            width: try number("width", above: 0), height: try number("height", above: 0)),
          interEye: try number("inter_eye_pixels", above: 0)))
    }
    if faces.isEmpty {
      throw Failure(
        .missingInput, "names no face", file: folder + "/truth.csv",
        remedy: "Add a line for each face")
    }
    self.faces = faces
    self.frames = frames
    truthHeader = truth.header
    manifestHeader = manifest.header
  }

  /// Writes each face of at least as many pixels as `condition` has, under it, into `target`.
  ///
  /// - Throws: ``Failure`` for a frame that can't be read, and `inputOutput`.
  /// - Complexity: O(faces); one frame in memory a thread.
  public func write(
    to target: String, under condition: Degradation, seed: UInt64, threads: Int,
    progress: any ProgressObserver = NoProgress()
  ) throws -> Summary {
    let chosen = faces.indices.filter { faces[$0].interEye >= condition.interEyePixels ?? 0 }
    if chosen.isEmpty {
      throw Failure(
        .mismatchedInput, "has no face of as many pixels as \(condition.name)", file: folder,
        remedy: "Give larger pictures, or a condition with fewer pixels")
    }
    do {
      try FileManager.default.createDirectory(
        atPath: target + "/faces", withIntermediateDirectories: true)
    } catch {
      throw Failure(.inputOutput, "can't be made", file: target, remedy: "Check the folder")
    }
    let done = Tally("degrade", total: chosen.count, unit: "faces", progress)
    // A frame is read once for all its faces; the files keep the order of the truth.
    let byFrame = Dictionary(grouping: chosen) { faces[$0].file }.values.sorted { $0[0] < $1[0] }
    let lines = try Parallel.map(count: byFrame.count, threads: threads) { index in
      let image = try PNG.read(folder + "/" + faces[byFrame[index][0]].file)
      return try byFrame[index].map { face in
        let line = try write(face, of: image, to: target, condition, seed: seed)
        done.add(1)
        return (face, line)
      }
    }.joined().sorted { $0.0 < $1.0 }.map(\.1)
    try put(
      target + "/frames.csv", [CSVLine.encode(manifestHeader)] + lines.map(\.frame))
    try put(target + "/truth.csv", [CSVLine.encode(truthHeader)] + lines.map(\.truth))
    let summary = Summary(
      condition: condition.name, seed: seed, faces: chosen.count,
      tooSmall: faces.count - chosen.count)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try put(
      target + "/" + DegradedFaces.mark,
      [String(decoding: try encoder.encode(summary), as: UTF8.self) + "\n"])
    return summary
  }

  /// Writes one face; gives its lines of the manifest and of the truth.
  private func write(
    _ index: Int, of image: RGBImage, to target: String, _ condition: Degradation, seed: UInt64
  ) throws -> (frame: String, truth: String) {
    let face = faces[index]
    let (cut, origin) = try cut(face, from: image)
    var box = face.box
    box.x -= Double(origin.x)
    box.y -= Double(origin.y)
    var random = RandomStream(seed: seed, purpose: "degraded-face", item: index)
    let result = try condition.applied(
      to: cut, interEye: face.interEye, face: box, seed: random.next())
    let scale = (
      x: Double(result.width) / Double(cut.width), y: Double(result.height) / Double(cut.height)
    )
    let digits = String(index + 1)
    let file =
      "faces/" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".png"
    try PNG.write(result, to: target + "/" + file)
    let values = [
      "file": file, "x": "\(Int((box.x * scale.x).rounded()))",
      "y": "\(Int((box.y * scale.y).rounded()))",
      "width": "\(max(1, Int((box.width * scale.x).rounded())))",
      "height": "\(max(1, Int((box.height * scale.y).rounded())))",
      "inter_eye_pixels": "\((face.interEye * scale.x).rounded(toPlaces: 1))",
    ]
    func line(_ header: [String], _ row: [String]) -> String {
      CSVLine.encode(zip(header, row).map { values[$0] ?? $1 })
    }
    return (line(manifestHeader, frames[face.file] ?? []), line(truthHeader, face.row))
  }

  /// The part of the frame around a face, and where it begins.
  private func cut(_ face: Face, from image: RGBImage) throws -> (RGBImage, (x: Int, y: Int)) {
    let margin = DegradedFaces.margin * face.box.height
    let left = max(0, Int(face.box.x - margin))
    let top = max(0, Int(face.box.y - margin))
    let right = min(image.width, Int(face.box.x + face.box.width + margin))
    let bottom = min(image.height, Int(face.box.y + face.box.height + margin))
    guard left < right, top < bottom else {
      throw Failure(
        .mismatchedInput, "has no face where the truth says", file: folder + "/" + face.file,
        remedy: "Use the truth that belongs to these frames")
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity((right - left) * (bottom - top) * 3)
    for y in top..<bottom {
      let row = y * image.width
      bytes += image.bytes[(row + left) * 3..<(row + right) * 3]
    }
    return (RGBImage(width: right - left, height: bottom - top, bytes: bytes), (left, top))
  }

  private func put(_ path: String, _ lines: [String]) throws {
    let file = try OutputFile(path: path, replacing: false)
    for line in lines { try file.write(line) }
    try file.commit()
  }
}
