import Biometrics
import CFaceModel
import Essentials
import Imaging

/// The working memory of one call; ``FaceModel`` hands it to one thread at a time.
@safe final class FaceWorker: @unchecked Sendable {
  private static let mostFaces = 4096
  private let model: ModelHandle
  private let pointer: OpaquePointer

  init(_ model: ModelHandle) throws {
    var message = [CChar](repeating: 0, count: 256)
    guard let made = unsafe lk_face_worker_create(model.pointer, &message, message.count) else {
      throw Failure(.unavailable, "the face model can't be copied: \(text(message))")
    }
    self.model = model
    unsafe pointer = made
  }

  deinit { unsafe lk_face_worker_destroy(pointer) }

  func detect(_ image: RGBImage, _ settings: DetectorSettings) throws -> [DetectedFace] {
    var message = [CChar](repeating: 0, count: 256)
    var found = [lk_face_detection](repeating: lk_face_detection(), count: FaceWorker.mostFaces)
    var count = 0
    let fine = unsafe image.bytes.withUnsafeBufferPointer { pixels in
      unsafe lk_face_detect(
        pointer, pixels.baseAddress, Int64(image.width), Int64(image.height),
        Int32(settings.upsamplings(width: image.width, height: image.height)), settings.threshold,
        &found, found.count, &count, &message, message.count)
    }
    guard fine else {
      throw Failure(.unavailable, "faces can't be detected: \(text(message))")
    }
    return found.prefix(count).map {
      DetectedFace(
        box: BoundingBox(x: Int($0.x), y: Int($0.y), width: Int($0.width), height: Int($0.height)),
        score: $0.score)
    }
  }

  func encode(_ face: DetectedFace, _ image: RGBImage) throws -> EncodedFace {
    var message = [CChar](repeating: 0, count: 256)
    var encoding = lk_face_encoding()
    var chip = RGBImage(width: Int(LK_FACE_CHIP_SIDE), height: Int(LK_FACE_CHIP_SIDE))
    let box = face.box
    let fine = unsafe image.bytes.withUnsafeBufferPointer { pixels in
      unsafe chip.bytes.withUnsafeMutableBufferPointer { chip in
        unsafe lk_face_encode(
          pointer, pixels.baseAddress, Int64(image.width), Int64(image.height), Int64(box.x),
          Int64(box.y), Int64(box.width), Int64(box.height), &encoding, chip.baseAddress, &message,
          message.count)
      }
    }
    guard fine else { throw Failure(.notMeasurable, "the face can't be encoded: \(text(message))") }
    let template = unsafe withUnsafeBytes(of: &encoding.descriptor) {
      unsafe Array($0.bindMemory(to: Float.self))
    }
    guard template.allSatisfy(\.isFinite) else {
      throw Failure(.notMeasurable, "the face's template holds a number that is not finite")
    }
    let landmarks = (0..<Int(LK_FACE_LANDMARKS)).map { index in
      Landmark(
        x: Double(
          unsafe withUnsafeBytes(of: &encoding.landmark_x) {
            unsafe $0.bindMemory(to: Float.self)[index]
          }),
        y: Double(
          unsafe withUnsafeBytes(of: &encoding.landmark_y) {
            unsafe $0.bindMemory(to: Float.self)[index]
          }))
    }
    return try EncodedFace(detection: face, landmarks: landmarks, template: template, chip: chip)
  }
}
