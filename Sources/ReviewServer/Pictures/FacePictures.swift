import Biometrics
import Imaging

/// How faces are shown: all cut, scaled and coded the same way, so that nothing but the face tells
/// pairs apart.
enum FacePictures {
  /// The side of a cut-out face in pixels.
  static let side = 320
  /// The width of a whole frame at most, in pixels.
  static let frameWidth = 800
  /// How much wider than the face's box a cut-out is.
  private static let margin = 1.7

  /// The face in `box`, square, 320 × 320.
  static func face(_ image: RGBImage, _ box: BoundingBox) -> RGBImage {
    let side = Double(max(1, max(box.width, box.height))) * margin
    let region = RGBImage.Region(
      x: Double(box.x) + Double(box.width) / 2 - side / 2,
      y: Double(box.y) + Double(box.height) / 2 - side / 2, width: side, height: side)
    return image.resampled(region, width: FacePictures.side, height: FacePictures.side)
  }

  /// The whole frame, scaled down where it is wide.
  static func frame(_ image: RGBImage) -> RGBImage {
    if image.width <= frameWidth { return image }
    let height = max(1, (image.height * frameWidth + image.width / 2) / image.width)
    return image.resampled(
      RGBImage.Region(x: 0, y: 0, width: Double(image.width), height: Double(image.height)),
      width: frameWidth, height: height)
  }
}
