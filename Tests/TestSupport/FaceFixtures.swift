import Foundation

/// What tests of the face pipeline need and may lack.
public enum FaceFixtures {
  /// The sample frames' folder.
  public static let sampleFrames = PackageRoot.path + "/SampleFrames"
  /// Whether the sample frames are there.
  public static let hasSampleFrames = FileManager.default.fileExists(
    atPath: sampleFrames + "/frames.csv")
  /// The folder of the face model's weights.
  public static let cache: String = {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["LOOKALIKE_CACHE"], !folder.isEmpty { return folder }
    let caches = environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 }
    return (caches ?? NSHomeDirectory() + "/.cache") + "/lookalike"
  }()
  /// Whether the weights are there.
  public static let hasWeights = [
    "dlib_face_recognition_resnet_model_v1.dat", "shape_predictor_5_face_landmarks.dat",
  ].allSatisfy { FileManager.default.fileExists(atPath: cache + "/" + $0) }
  /// Whether faces can be found in the sample frames.
  public static let areUsable = hasWeights && hasSampleFrames
  /// Why a test is skipped.
  public static let comment = "needs SampleFrames and the face model's weights (Scripts/setup)"
}
