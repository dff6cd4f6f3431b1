import ArgumentParser
import Frames

/// `--upsample` and `--detector-threshold`.
struct DetectorOptions: ParsableArguments {
  @Option(
    name: .customLong("upsample"),
    help: "How often frames are doubled before detection, 0 to 3: more finds smaller faces, slower."
  )
  var upsamplings = DetectorSettings().upsamplings
  @Option(
    name: .customLong("detector-threshold"),
    help: "The detector's threshold: lower finds more faces, and more that are none.")
  var threshold = DetectorSettings().threshold

  /// The settings.
  var settings: DetectorSettings {
    DetectorSettings(upsamplings: upsamplings, threshold: threshold)
  }

  func validate() throws {
    guard (0...DetectorSettings.mostUpsamplings).contains(upsamplings) else {
      throw ValidationError("--upsample takes a number from 0 to 3")
    }
    guard threshold.isFinite, abs(threshold) <= 10 else {
      throw ValidationError("--detector-threshold takes a number from -10 to 10")
    }
  }
}
