import Biometrics
import Essentials
import Foundation
import Imaging

/// Saves the faces of a search's candidates as pictures, in a folder that appears whole.
public final class CropWriter {
  private static let mark = "crops.csv"
  private let folder: OutputFolder
  private let frames: String

  /// Starts a folder of crops at `path`; `frames` is the folder that the gallery's frames lie in.
  ///
  /// - Throws: ``Failure`` (`refusedOutput`, `missingInput`, `inputOutput`).
  public init(path: String, frames: String, replacing: Bool) throws {
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: frames, isDirectory: &isFolder),
      isFolder.boolValue
    else {
      throw Failure(
        .missingInput, "no such folder", file: frames,
        remedy: "Name the folder of the frames that were enrolled")
    }
    self.frames = frames
    folder = try OutputFolder(path: path, mark: CropWriter.mark, replacing: replacing)
  }

  /// Writes `rank-01.png` and so on, and a list of them.
  ///
  /// - Throws: ``Failure`` where a frame is not there any more or can't be read; nothing is then left.
  public func write(_ answer: LookupAnswer) throws {
    var list = CSVLine.encode(["file", "rank", "frame", "x", "y", "width", "height"])
    for candidate in answer.candidates {
      guard let frame = candidate.frame, let box = candidate.box else { continue }
      let name = "rank-\(candidate.rank < 10 ? "0" : "")\(candidate.rank).png"
      let path = frame.hasPrefix("/") ? frame : frames + "/" + frame
      let crop = try PNG.read(path).crop(around: box, margin: 0.3)
      try PNG.write(crop, to: folder.staging + "/" + name)
      let numbers = [box.x, box.y, box.width, box.height].map { "\($0)" }
      list += CSVLine.encode([name, "\(candidate.rank)", frame] + numbers)
    }
    let file = try OutputFile(path: folder.staging + "/" + CropWriter.mark, replacing: false)
    try file.write(list)
    try file.commit()
    try folder.commit()
  }
}
