import Biometrics
import Essentials
import Foundation
import Imaging

/// Saves the faces of a search's candidates as pictures, in a folder that appears whole.
public final class CropWriter {
  private static let mark = "crops.csv"
  private let folder: OutputFolder
  private let frames: FrameFinder

  /// Starts a folder of crops at `path`.
  ///
  /// - Parameters:
  ///   - path: where the folder will be.
  ///   - folders: where the gallery's frames may lie; a frame is taken from the first that has it as
  ///     it was enrolled.
  ///   - replacing: whether an earlier folder of crops may be replaced.
  /// - Throws: ``Failure`` (`refusedOutput`, `missingInput`, `inputOutput`).
  public init(path: String, folders: [String], replacing: Bool) throws {
    frames = try FrameFinder(folders: folders)
    folder = try OutputFolder(path: path, mark: CropWriter.mark, replacing: replacing)
  }

  /// Writes `rank-01.png` and so on, and a list of them.
  ///
  /// - Throws: ``Failure`` where a frame is not there any more, is not the one that was enrolled, or
  ///   can't be read; nothing is then left.
  public func write(_ answer: LookupAnswer) throws {
    var list = CSVLine.encode(["file", "rank", "frame", "x", "y", "width", "height"])
    for candidate in answer.candidates {
      guard let frame = candidate.frame, let box = candidate.box else { continue }
      let name = "rank-\(candidate.rank < 10 ? "0" : "")\(candidate.rank).png"
      let crop = try frames.picture(frame, digest: candidate.frameDigest)
        .crop(around: box, margin: 0.3)
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
