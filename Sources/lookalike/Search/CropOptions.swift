import ArgumentParser
import Audit

/// `--crops` and `--frames`.
struct CropOptions: ParsableArguments {
  @Option(help: "Save the candidates' faces as PNG files in this new folder; needs --frames.")
  var crops: String?
  @Option(help: "The folder of the frames that were enrolled.")
  var frames: String?

  func validate() throws {
    if (crops == nil) != (frames == nil) {
      throw ValidationError("--crops and --frames go together")
    }
  }

  /// The writer of the folder asked for, if any.
  func writer(replacing: Bool) throws -> CropWriter? {
    guard let crops, let frames else { return nil }
    return try CropWriter(path: crops, frames: frames, replacing: replacing)
  }
}
