import Essentials
public import Imaging

/// What poor cameras do to a picture: the conditions under which the population dlib-lfw was measured,
/// for pictures instead of templates.
///
/// So that simulated degradation can be compared with pictured one: degrade frames, encode them, and
/// hold the distances beside those of `lookalike simulate population --condition`.
public struct Degradation: Sendable, Equatable {
  /// The name of the condition: "cctv16".
  public let name: String
  /// Pixels between the eyes afterwards; nil keeps the size.
  public let interEyePixels: Double?
  /// The factor on display values.
  public let brightness: Float
  /// The standard deviation of the blur in pixels, after scaling.
  public let blur: Float
  /// The standard deviation of the noise in steps of 1/255.
  public let noise: Float
  /// JPEG's quality; nil for none.
  public let quality: Int?

  private init(
    _ name: String, interEyePixels: Double? = nil, brightness: Float = 1, blur: Float = 0,
    noise: Float = 0, quality: Int? = nil
  ) {
    self.name = name
    self.interEyePixels = interEyePixels
    self.brightness = brightness
    self.blur = blur
    self.noise = noise
    self.quality = quality
  }

  /// All conditions, by the names that populations know.
  public static let all: [Degradation] = [
    Degradation("ds16", interEyePixels: 16), Degradation("ds12", interEyePixels: 12),
    Degradation("ds8", interEyePixels: 8),
    Degradation("cctv24", interEyePixels: 24, blur: 0.8, noise: 6, quality: 40),
    Degradation("cctv16", interEyePixels: 16, blur: 0.8, noise: 6, quality: 40),
    Degradation("cctv12", interEyePixels: 12, blur: 0.8, noise: 6, quality: 40),
    Degradation("dark", brightness: 0.25, noise: 6, quality: 50),
  ]

  /// The condition called `name`.
  ///
  /// - Throws: ``Failure`` (`missingInput`) naming those there are.
  public static func named(_ name: String) throws -> Degradation {
    guard let found = all.first(where: { $0.name == name }) else {
      throw Failure(
        .missingInput, "there is no condition \"\(name)\" for pictures",
        remedy: "Name one of \(all.map(\.name).joined(separator: ", "))")
    }
    return found
  }

  /// `image` under this condition.
  ///
  /// - Parameters:
  ///   - image: a picture in which the eyes are `interEye` pixels apart.
  ///   - interEye: that distance; above 0.
  ///   - seed: the seed of the noise.
  /// - Returns: the picture, smaller where the condition has fewer pixels.
  /// - Throws: ``Failure`` (`mismatchedInput`) where the picture has fewer pixels than the condition.
  /// - Complexity: O(pixels).
  public func applied(to image: RGBImage, interEye: Double, seed: UInt64) throws -> RGBImage {
    precondition(interEye > 0)
    var picture = Exposure(image)
    if let interEyePixels {
      guard interEyePixels <= interEye else {
        throw Failure(
          .mismatchedInput,
          "the eyes are \(Numerals.significant(interEye)) pixels apart, and \(name) has \(Numerals.significant(interEyePixels))",
          remedy: "Give a larger picture, or a condition with fewer pixels")
      }
      picture = picture.reduced(by: interEyePixels / interEye)
    }
    if brightness != 1 { picture.pixels = picture.pixels.map { $0 * brightness } }
    if blur > 0 { picture.blur(Sensor.kernel(blur), across: true, down: true) }
    if noise > 0 {
      var random = RandomStream(seed: seed, purpose: "degradation")
      for place in picture.pixels.indices {
        picture.pixels[place] +=
          noise * Vector(Float(random.normal()), Float(random.normal()), Float(random.normal()))
      }
    }
    return picture.image(quality: quality)
  }
}

extension Exposure {
  /// The display values of `image`.
  init(_ image: RGBImage) {
    self.init(
      width: image.width, height: image.height,
      pixels: (0..<image.width * image.height).map { place in
        Vector(
          Float(image.bytes[3 * place]), Float(image.bytes[3 * place + 1]),
          Float(image.bytes[3 * place + 2]))
      })
  }

  /// Reduced by a factor of at most 1; each pixel is the mean of the area it covers.
  func reduced(by factor: Double) -> Exposure {
    let columns = Exposure.coverage(of: width, by: factor)
    let rows = Exposure.coverage(of: height, by: factor)
    var lines = [Vector](repeating: Vector(), count: columns.count * height)
    for y in 0..<height {
      for (x, parts) in columns.enumerated() {
        var sum = Vector()
        for (place, weight) in parts { sum += pixels[y * width + place] * weight }
        lines[y * columns.count + x] = sum
      }
    }
    var result = [Vector](repeating: Vector(), count: columns.count * rows.count)
    for (y, parts) in rows.enumerated() {
      for (place, weight) in parts {
        for x in columns.indices {
          result[y * columns.count + x] += lines[place * columns.count + x] * weight
        }
      }
    }
    return Exposure(width: columns.count, height: rows.count, pixels: result)
  }

  /// For each pixel of the reduced line, the pixels it covers with their weights, which add up to 1.
  private static func coverage(of count: Int, by factor: Double) -> [[(Int, Float)]] {
    let reduced = max(1, Int((Double(count) * factor).rounded()))
    let width = Double(count) / Double(reduced)
    return (0..<reduced).map { index in
      let (start, end) = (Double(index) * width, Double(index + 1) * width)
      return (Int(start)..<min(count, Int(end.rounded(.up)))).compactMap { place in
        let part = min(end, Double(place + 1)) - max(start, Double(place))
        return part > 1e-9 ? (place, Float(part / width)) : nil
      }
    }
  }
}
