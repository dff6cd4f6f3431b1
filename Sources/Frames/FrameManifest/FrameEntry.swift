/// One frame of a manifest: a picture, and where and when it was taken.
public struct FrameEntry: Sendable, Equatable {
  /// The picture, relative to the manifest.
  public var file: String
  /// Where to read it.
  public var path: String
  /// The camera; nil where it is not known.
  public var camera: String?
  /// The camera's street address.
  public var address: String?
  /// The camera's latitude in degrees, −90 to 90.
  public var latitude: Double?
  /// The camera's longitude in degrees, −180 to 180.
  public var longitude: Double?
  /// When it was taken, ISO 8601.
  public var time: String?

  /// Makes it.
  public init(
    file: String, path: String, camera: String? = nil, address: String? = nil,
    latitude: Double? = nil, longitude: Double? = nil, time: String? = nil
  ) {
    self.file = file
    self.path = path
    self.camera = camera
    self.address = address
    self.latitude = latitude
    self.longitude = longitude
    self.time = time
  }
}
