import CFaceModel
import Essentials
public import Imaging
import Synchronization

/// The face pipeline: finds faces in a picture and turns each into a template.
///
/// dlib's HOG detector for frontal faces, its five-point landmarks and its ResNet of 29 layers; 128
/// numbers a face, compared by Euclidean distance. All methods may be called from any thread; each
/// concurrent call works on a copy of the network of its own (about 25 MB), kept for the next call.
/// The result for a picture does not depend on threads.
@safe public final class FaceModel: Sendable {
  /// The name by which calibrations and galleries know the encoder.
  public static let encoder = "dlib-resnet-v1"
  /// The numbers in a template.
  public static let dimension = Int(LK_FACE_DIMENSIONS)

  private let model: ModelHandle
  private let idle = Mutex<[FaceWorker]>([])

  /// Reads and checks the weights.
  ///
  /// - Throws: ``Failure`` (`missingInput`, `malformedInput`, `unavailable`) that names the file and
  ///   how to get it.
  public init(_ weights: FaceWeights = .installed) throws {
    model = try ModelHandle(
      encoder: try weights.encoder.read(), landmarks: try weights.landmarks.read(),
      file: weights.encoder.path)
  }

  /// The faces of `image`, most confident first.
  ///
  /// - Throws: ``Failure`` (`unavailable`) where memory runs out.
  /// - Complexity: about 100 ns a pixel of the enlarged picture.
  public func detect(_ image: RGBImage, settings: DetectorSettings = DetectorSettings()) throws
    -> [DetectedFace]
  {
    try withWorker { try $0.detect(image, settings) }
  }

  /// The template of the face that `face` frames in `image`.
  ///
  /// - Throws: ``Failure`` (`notMeasurable`) where no usable landmarks or template come out: a
  ///   failure to enrol.
  public func encode(_ face: DetectedFace, in image: RGBImage) throws -> EncodedFace {
    try withWorker { try $0.encode(face, image) }
  }

  private func withWorker<Result>(_ body: (FaceWorker) throws -> Result) throws -> Result {
    let worker = try idle.withLock { $0.popLast() } ?? FaceWorker(model)
    defer { idle.withLock { $0.append(worker) } }
    return try body(worker)
  }
}

/// Owner of the weights in C.
@safe final class ModelHandle: @unchecked Sendable {
  let pointer: OpaquePointer

  init(encoder: [UInt8], landmarks: [UInt8], file: String) throws {
    var message = [CChar](repeating: 0, count: 256)
    let made = unsafe encoder.withUnsafeBufferPointer { encoder in
      unsafe landmarks.withUnsafeBufferPointer { landmarks in
        unsafe lk_face_model_create(
          encoder.baseAddress, encoder.count, landmarks.baseAddress, landmarks.count, &message,
          message.count)
      }
    }
    guard let made = unsafe made else {
      throw Failure(
        .unavailable, "the face model can't be loaded: \(text(message))", file: file,
        remedy: "Run Scripts/setup again")
    }
    unsafe pointer = made
  }

  deinit { unsafe lk_face_model_destroy(pointer) }
}

/// The text of a message that C wrote.
func text(_ message: [CChar]) -> String {
  String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
