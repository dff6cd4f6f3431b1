public import Biometrics
import Essentials
import Foundation

/// The frames of a set of cameras, and what kind of faces they show.
public struct FrameManifest: Sendable, Equatable {
  /// The columns that a manifest must have.
  public static let columns = [
    "file", "camera", "address", "latitude", "longitude", "time", "origin",
  ]
  /// The manifest's name in a folder of frames.
  public static let name = "frames.csv"

  /// The manifest's path, or the folder's where there is none.
  public let path: String
  /// The folder that the frames' files are relative to.
  public let folder: String
  /// Where the faces come from: the same for all frames.
  public let origin: Origin
  /// The frames, in the manifest's order.
  public let frames: [FrameEntry]
  /// Whether there was a manifest, rather than a bare folder of pictures.
  public let isListed: Bool

  /// Reads the manifest at `path`, or `frames.csv` in the folder `path`, or that folder's PNG files.
  ///
  /// The file, camera and origin of a frame must be filled in; the rest may be empty. A folder
  /// without a manifest is taken as photographs of people, of whom no place or time is known.
  ///
  /// - Throws: ``Failure`` naming the line, for a missing column or file, a bad time or coordinate, a
  ///   file listed twice, frames of two origins, or no frame at all.
  public init(path: String) throws {
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw Failure(
        .missingInput, "no such file or folder", file: path,
        remedy: "Name a folder of frames or its frames.csv")
    }
    let listed = isFolder.boolValue ? path + "/" + FrameManifest.name : path
    if isFolder.boolValue && !FileManager.default.fileExists(atPath: listed) {
      self = try FrameManifest(folderOfPictures: path)
    } else {
      self = try FrameManifest(csv: listed)
    }
  }

  private init(csv path: String) throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let reader = try CSVReader(path: path, required: FrameManifest.columns)
    var frames: [FrameEntry] = []
    var lines: [String: Int] = [:]
    var origin: (value: Origin, line: Int)?
    while let row = try reader.next() {
      let frame = try FrameManifest.frame(row, folder: folder)
      if let earlier = lines.updateValue(row.line, forKey: frame.file) {
        throw row.malformed(
          "file", "\"\(frame.file)\" is in line \(earlier) already", remedy: "Remove one of the two"
        )
      }
      let value = try FrameManifest.origin(row)
      if let known = origin, known.value != value {
        throw row.malformed(
          "origin",
          "\"\(value.rawValue)\" where line \(known.line) says \"\(known.value.rawValue)\"",
          remedy: "Put frames of different origin into manifests of their own")
      }
      origin = origin ?? (value, row.line)
      frames.append(frame)
    }
    guard let origin else {
      throw Failure(
        .missingInput, "lists no frame", file: path, remedy: "Add a line for each frame")
    }
    self.path = path
    self.folder = folder
    self.origin = origin.value
    self.frames = frames
    isListed = true
  }

  private init(folderOfPictures path: String) throws {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw Failure(.inputOutput, "can't be read", file: path, remedy: "Check its permissions")
    }
    let pictures = names.filter { $0.lowercased().hasSuffix(".png") && !$0.hasPrefix(".") }.sorted()
    if pictures.isEmpty {
      throw Failure(
        .missingInput, "holds neither a frames.csv nor a PNG file", file: path,
        remedy: "Name a folder of frames or its frames.csv")
    }
    self.path = path
    folder = path
    origin = .photograph
    frames = pictures.map { FrameEntry(file: $0, path: path + "/" + $0) }
    isListed = false
  }

  private static func frame(_ row: CSVRow, folder: String) throws -> FrameEntry {
    let file = try row.text("file")
    let path = file.hasPrefix("/") ? file : folder + "/" + file
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
      !isFolder.boolValue
    else {
      throw row.malformed(
        "file", "\"\(file)\" is not there",
        remedy: "Put the file beside the manifest, or remove the line")
    }
    let time = filled(row["time"])
    if let time, !Timestamp.isValid(time) {
      throw row.malformed(
        "time", "\"\(time)\" is no date and time", remedy: "Write it as 2026-05-04T17:30:00Z")
    }
    return FrameEntry(
      file: file, path: path, camera: try row.text("camera"), address: filled(row["address"]),
      latitude: try coordinate(row, "latitude", 90),
      longitude: try coordinate(row, "longitude", 180), time: time)
  }

  private static func coordinate(_ row: CSVRow, _ column: String, _ limit: Double) throws -> Double?
  {
    if filled(row[column]) == nil { return nil }
    let value = try row.number(column)
    if abs(value) > limit {
      throw row.malformed(
        column, "\(value) is not within -\(Int(limit)) to \(Int(limit)) degrees",
        remedy: "Write degrees, latitude before longitude")
    }
    return value
  }

  private static func origin(_ row: CSVRow) throws -> Origin {
    let value = try row.text("origin")
    guard let origin = Origin(rawValue: value), origin == .photograph || origin == .rendered else {
      throw row.malformed(
        "origin", "\"\(value)\" is not known", remedy: "Write photograph or rendered")
    }
    return origin
  }

  private static func filled(_ value: String?) -> String? {
    value.flatMap { $0.isEmpty ? nil : $0 }
  }
}
