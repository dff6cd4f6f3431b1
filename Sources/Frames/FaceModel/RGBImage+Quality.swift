public import Imaging

extension RGBImage {
  /// The mean luminance, 0 black to 1 white: the weights of BT.601 on the coded values.
  ///
  /// - Complexity: O(pixels)
  public var brightness: Double {
    var sum = 0
    for pixel in 0..<width * height { sum += luminance(pixel) }
    return Double(sum) / Double(width * height) / 255_000
  }

  /// The variance of the Laplacian (4-neighbour) of luminance on the 0–255 scale; 0 for a blank
  /// picture or one under three pixels wide or high.
  ///
  /// Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", ICPR 2000.
  ///
  /// - Complexity: O(pixels)
  public var sharpness: Double {
    if width < 3 || height < 3 { return 0 }
    let grey = (0..<width * height).map { luminance($0) }
    var sum = 0
    var squares = 0
    for y in 1..<height - 1 {
      for at in y * width + 1..<(y + 1) * width - 1 {
        let value =
          grey[at - 1] + grey[at + 1] + grey[at - width] + grey[at + width] - 4 * grey[at]
        sum += value
        squares += value * value
      }
    }
    let count = Double((width - 2) * (height - 2))
    let mean = Double(sum) / count
    return (Double(squares) / count - mean * mean) / 1e6
  }

  /// A thousand times the luminance of pixel number `pixel`, in whole numbers so that sums are exact.
  private func luminance(_ pixel: Int) -> Int {
    299 * Int(bytes[3 * pixel]) + 587 * Int(bytes[3 * pixel + 1]) + 114 * Int(bytes[3 * pixel + 2])
  }
}
