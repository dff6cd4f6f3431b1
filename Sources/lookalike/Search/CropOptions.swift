import ArgumentParser
import Audit
import Matching

/// `--crops` and `--frames`.
struct CropOptions: ParsableArguments {
  @Option(help: "Save the candidates' faces as PNG files in this new folder.")
  var crops: String?
  @Option(help: "The folder of the frames, where they were moved since they were enrolled.")
  var frames: String?

  func validate() throws {
    if crops == nil && frames != nil { throw ValidationError("--frames goes with --crops") }
  }

  /// The writer of the folder asked for, if any.
  func writer(for gallery: Gallery, replacing: Bool) throws -> CropWriter? {
    guard let crops else { return nil }
    let folders = frames.map { [$0] } ?? gallery.information.frameFolders ?? []
    return try CropWriter(path: crops, folders: folders, replacing: replacing)
  }
}
