public import Biometrics
import Essentials

/// Who stands where in a set of frames: ground truth, for evaluating only.
///
/// A CSV file with the columns file, person, x, y, width and height, one line a face; a column
/// inter_eye_pixels may say how large the face is, a column occlusion how much of it is hidden.
public struct FrameTruth: Sendable, Equatable {
  /// The columns that must be there.
  public static let columns = ["file", "person", "x", "y", "width", "height"]
  /// The truth's name beside a manifest.
  public static let name = "truth.csv"
  /// The overlap (intersection over union) from which a box is that of a face.
  public static let overlap = 0.3

  /// The share of a face from which it counts as heavily hidden: what lies above is reported apart
  /// from the faces that a detector is expected to find.
  ///
  /// WIDER FACE calls occlusion over 30 % heavy (Yang et al., CVPR 2016).
  public static let heavyOcclusion = 0.3

  /// One face.
  public struct Face: Sendable, Equatable {
    /// Whose it is.
    public let person: SubjectID
    /// Where it is.
    public let box: BoundingBox
    /// The distance between the eyes' centres in pixels, where it is given.
    public let interEyePixels: Double?
    /// The share of it that something stands before, 0 to 1, where it is given.
    public let occlusion: Double?

    /// Whether more of it is hidden than a detector is expected to cope with.
    public var isHeavilyHidden: Bool { (occlusion ?? 0) > FrameTruth.heavyOcclusion }
  }

  /// The faces of each frame.
  public let faces: [String: [Face]]

  /// Reads the truth at `path` for the frames of `manifest`.
  ///
  /// - Throws: ``Failure`` naming the line, for a missing column, a box that is none, no line at all,
  ///   or a frame that the manifest does not list.
  public init(path: String, manifest: FrameManifest) throws {
    let reader = try CSVReader(path: path, required: FrameTruth.columns)
    let known = Set(manifest.frames.map(\.file))
    var faces: [String: [Face]] = [:]
    while let row = try reader.next() {
      let file = try row.text("file")
      guard known.contains(file) else {
        throw row.malformed(
          "file", "\"\(file)\" is no frame of \(manifest.path)",
          remedy: "Use the truth that belongs to these frames")
      }
      func number(_ column: String) throws -> Double? {
        (row[column] ?? "").isEmpty ? nil : try row.number(column)
      }
      let occlusion = try number("occlusion")
      if let occlusion, !(0...1).contains(occlusion) {
        throw row.malformed("occlusion", "\(occlusion) is no share", remedy: "Write 0 to 1")
      }
      faces[file, default: []].append(
        Face(
          person: SubjectID(try row.text("person")), box: try FrameTruth.box(row),
          interEyePixels: try number("inter_eye_pixels"), occlusion: occlusion))
    }
    if faces.isEmpty {
      throw Failure(
        .missingInput, "names no face", file: path, remedy: "Add a line for each face")
    }
    self.faces = faces
  }

  private static func box(_ row: CSVRow) throws -> BoundingBox {
    let values = try ["x", "y", "width", "height"].map { column in
      let value = try row.integer(column)
      guard abs(value) <= 1_000_000 else {
        throw row.malformed(column, "\(value) is no place in a picture")
      }
      return value
    }
    guard values[2] > 0, values[3] > 0 else {
      throw row.malformed("width", "the box has no area", remedy: "Give width and height in pixels")
    }
    return BoundingBox(x: values[0], y: values[1], width: values[2], height: values[3])
  }

  /// For each of `boxes`, the index of the face of `frame` that it shows, or nil where there is none.
  ///
  /// Pairs of a box and a face are taken by falling overlap (ties: the earlier face, then the earlier
  /// box), each box and each face once, down to ``overlap``.
  ///
  /// - Complexity: O(b·f log(b·f)) for b boxes and f faces.
  public func assignment(of frame: String, boxes: [BoundingBox]) -> [Int?] {
    let truth = faces[frame] ?? []
    var pairs: [(overlap: Double, face: Int, box: Int)] = []
    for (face, known) in truth.enumerated() {
      for (box, found) in boxes.enumerated() {
        let overlap = known.box.intersectionOverUnion(found)
        if overlap >= FrameTruth.overlap { pairs.append((overlap, face, box)) }
      }
    }
    pairs.sort { (-$0.overlap, $0.face, $0.box) < (-$1.overlap, $1.face, $1.box) }
    var result = [Int?](repeating: nil, count: boxes.count)
    var taken: Set<Int> = []
    for pair in pairs where result[pair.box] == nil && !taken.contains(pair.face) {
      result[pair.box] = pair.face
      taken.insert(pair.face)
    }
    return result
  }

  /// For each of `boxes`, whose face it shows, or nil where it shows none.
  public func subjects(of frame: String, boxes: [BoundingBox]) -> [SubjectID?] {
    let truth = faces[frame] ?? []
    return assignment(of: frame, boxes: boxes).map { index in index.map { truth[$0].person } }
  }
}
