public import Biometrics
import Essentials
public import Imaging

/// A face that the detector found.
public struct DetectedFace: Sendable, Equatable {
  /// Where it is, in pixels of the picture; it may reach over the edge.
  public var box: BoundingBox
  /// The detector's confidence: the margin over its own threshold of 0.
  public var score: Double

  /// Makes it.
  public init(box: BoundingBox, score: Double) {
    self.box = box
    self.score = score
  }
}

/// A point of a face, in pixels of the picture.
public struct Landmark: Sendable, Equatable {
  /// From the left.
  public var x: Double
  /// From the top.
  public var y: Double

  /// Makes it.
  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}

/// A face as a template.
public struct EncodedFace: Sendable, Equatable {
  /// Where it was found.
  public let detection: DetectedFace
  /// Two corners of either eye, then the base of the nose.
  public let landmarks: [Landmark]
  /// The template: 128 numbers, not of unit length.
  public let template: [Float]
  /// What is known of the picture's quality.
  public let quality: CaptureQuality
  /// The face turned upright and scaled to 150 × 150 pixels, as the encoder saw it.
  public let chip: RGBImage

  /// - Throws: ``Failure`` (`notMeasurable`) where both eyes are in one place.
  init(detection: DetectedFace, landmarks: [Landmark], template: [Float], chip: RGBImage) throws {
    func middle(_ a: Landmark, _ b: Landmark) -> Landmark {
      Landmark(x: (a.x + b.x) / 2, y: (a.y + b.y) / 2)
    }
    let left = middle(landmarks[0], landmarks[1])
    let right = middle(landmarks[2], landmarks[3])
    let distance =
      ((left.x - right.x) * (left.x - right.x)
      + (left.y - right.y) * (left.y - right.y)).squareRoot()
    guard distance >= 1 else {
      throw Failure(.notMeasurable, "the face has no usable landmarks: both eyes are in one place")
    }
    self.detection = detection
    self.landmarks = landmarks
    self.template = template
    self.chip = chip
    quality = CaptureQuality(
      interEyeDistancePixels: distance, detectorScore: detection.score,
      sharpness: chip.sharpness, brightness: chip.brightness)
  }
}
