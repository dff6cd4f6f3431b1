import Biometrics
import Imaging

extension RGBImage {
  /// The part of this picture around `box`, widened by `margin` of its size on each side and cut at
  /// the picture's edge; at least one pixel.
  ///
  /// - Complexity: O(pixels of the part)
  func crop(around box: BoundingBox, margin: Double) -> RGBImage {
    let (across, down) = (Double(box.width) * margin, Double(box.height) * margin)
    let left = min(width - 1, max(0, box.x - Int(across)))
    let top = min(height - 1, max(0, box.y - Int(down)))
    let right = min(width, max(left + 1, box.x + box.width + Int(across)))
    let bottom = min(height, max(top + 1, box.y + box.height + Int(down)))
    var bytes: [UInt8] = []
    bytes.reserveCapacity((right - left) * (bottom - top) * 3)
    for y in top..<bottom {
      bytes += self.bytes[(y * width + left) * 3..<(y * width + right) * 3]
    }
    return RGBImage(width: right - left, height: bottom - top, bytes: bytes)
  }
}
