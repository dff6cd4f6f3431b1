public import Frames
public import Imaging

/// A face to look for, taken from a picture.
public struct FaceProbe: Sendable {
  /// The picture.
  public let file: String
  /// How many faces it shows.
  public let facesFound: Int
  /// The largest of them.
  public let face: EncodedFace
  /// The picture's pixels.
  public let image: RGBImage
}
