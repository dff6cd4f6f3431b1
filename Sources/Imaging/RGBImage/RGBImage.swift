/// A picture: 8 bits each of red, green and blue, sRGB-coded, row by row from the top left.
public struct RGBImage: Sendable, Equatable {
  /// The width in pixels, at least 1.
  public let width: Int
  /// The height in pixels, at least 1.
  public let height: Int
  /// `height` × `width` × 3 values: red, green, blue of each pixel.
  public var bytes: [UInt8]

  /// A picture of `bytes`, which must be `height` × `width` × 3.
  public init(width: Int, height: Int, bytes: [UInt8]) {
    precondition(width > 0 && height > 0 && bytes.count == width * height * 3)
    self.width = width
    self.height = height
    self.bytes = bytes
  }

  /// A black picture.
  public init(width: Int, height: Int) {
    self.init(width: width, height: height, bytes: Array(repeating: 0, count: width * height * 3))
  }

  /// The pixel in column `x` of row `y`.
  public subscript(x: Int, y: Int) -> (red: UInt8, green: UInt8, blue: UInt8) {
    get {
      let at = offset(x, y)
      return (bytes[at], bytes[at + 1], bytes[at + 2])
    }
    set {
      let at = offset(x, y)
      bytes[at] = newValue.red
      bytes[at + 1] = newValue.green
      bytes[at + 2] = newValue.blue
    }
  }

  private func offset(_ x: Int, _ y: Int) -> Int {
    precondition(x >= 0 && x < width && y >= 0 && y < height, "outside the picture")
    return (y * width + x) * 3
  }
}
