/// All that is known of one template but its numbers.
///
/// Whose it may be, where and when it was taken, and how good the picture was. Each part is optional: templates from files may bring none.
public struct CaptureRecord: Sendable, Equatable, Codable {
  /// The person, where it is known (a label or ground truth; never the system's own guess).
  public var subject: SubjectID?
  /// The frame or picture it was taken from, relative to the manifest.
  public var frame: String?
  /// The camera.
  public var camera: String?
  /// The camera's street address.
  public var address: String?
  /// The camera's latitude in degrees.
  public var latitude: Double?
  /// The camera's longitude in degrees.
  public var longitude: Double?
  /// When it was taken, ISO 8601 as the manifest gives it.
  public var time: String?
  /// Where the face is in the frame.
  public var box: BoundingBox?
  /// What is known of the picture's quality.
  public var quality: CaptureQuality?
  /// Further columns of the labels file, such as demographic groups.
  public var attributes: [String: String]

  /// Makes it; what is not given is not known.
  public init(
    subject: SubjectID? = nil, frame: String? = nil, camera: String? = nil,
    address: String? = nil, latitude: Double? = nil, longitude: Double? = nil,
    time: String? = nil, box: BoundingBox? = nil, quality: CaptureQuality? = nil,
    attributes: [String: String] = [:]
  ) {
    self.subject = subject
    self.frame = frame
    self.camera = camera
    self.address = address
    self.latitude = latitude
    self.longitude = longitude
    self.time = time
    self.box = box
    self.quality = quality
    self.attributes = attributes
  }
}

/// Measures of a capture's quality.
public struct CaptureQuality: Sendable, Equatable, Codable {
  /// The distance between the eyes' centres, in pixels.
  public var interEyeDistancePixels: Double
  /// The detector's confidence; its scale is the detector's own.
  public var detectorScore: Double
  /// The variance of the Laplacian of the aligned face's luminance (0 is blank; higher is sharper).
  public var sharpness: Double
  /// The mean luminance of the aligned face, 0 (black) to 1 (white).
  public var brightness: Double

  /// Makes it.
  public init(
    interEyeDistancePixels: Double, detectorScore: Double, sharpness: Double, brightness: Double
  ) {
    self.interEyeDistancePixels = interEyeDistancePixels
    self.detectorScore = detectorScore
    self.sharpness = sharpness
    self.brightness = brightness
  }
}
