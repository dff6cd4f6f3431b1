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
  /// What is before the face; nil for nothing.
  public let cover: Cover?

  /// Something before a face, painted over a part of its box from brow to chin.
  public enum Cover: String, Sendable, Codable {
    /// A surgical mask: from the middle of the nose to the chin.
    case mask
    /// Dark glasses: from the brows to below the eyes.
    case sunglasses
  }

  /// A box around a face from the hairline to the chin, in pixels of its picture.
  public struct FaceBox: Sendable, Equatable {
    /// The left edge.
    public var x: Double
    /// The upper edge.
    public var y: Double
    /// The width.
    public var width: Double
    /// The height.
    public var height: Double

    /// Makes it.
    public init(x: Double, y: Double, width: Double, height: Double) {
      self.x = x
      self.y = y
      self.width = width
      self.height = height
    }
  }

  private init(
    _ name: String, interEyePixels: Double? = nil, brightness: Float = 1, blur: Float = 0,
    noise: Float = 0, quality: Int? = nil, cover: Cover? = nil
  ) {
    self.cover = cover
    self.name = name
    self.interEyePixels = interEyePixels
    self.brightness = brightness
    self.blur = blur
    self.noise = noise
    self.quality = quality
  }

  /// All conditions, by the names that populations know.
  public static let all: [Degradation] = [
    Degradation("clean"), Degradation("ds16", interEyePixels: 16),
    Degradation("ds12", interEyePixels: 12),
    Degradation("ds8", interEyePixels: 8),
    Degradation("cctv24", interEyePixels: 24, blur: 0.8, noise: 6, quality: 40),
    Degradation("cctv16", interEyePixels: 16, blur: 0.8, noise: 6, quality: 40),
    Degradation("cctv12", interEyePixels: 12, blur: 0.8, noise: 6, quality: 40),
    Degradation("dark", brightness: 0.25, noise: 6, quality: 50),
    Degradation("mask", cover: .mask), Degradation("sunglasses", cover: .sunglasses),
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
  ///   - face: where the face is, for a condition that covers a part of it.
  ///   - seed: the seed of the noise.
  /// - Returns: the picture, smaller where the condition has fewer pixels.
  /// - Throws: ``Failure`` (`mismatchedInput`) where the picture has fewer pixels than the condition,
  ///   `missingInput` for a cover without a face.
  /// - Complexity: O(pixels).
  public func applied(
    to image: RGBImage, interEye: Double, face: FaceBox? = nil, seed: UInt64
  ) throws -> RGBImage {
    precondition(interEye > 0)
    var picture = Exposure(image)
    if let cover {
      guard let face else {
        throw Failure(
          .missingInput, "\(name) is put over a face, and where it is was not said",
          remedy: "Give a folder of frames with a truth.csv")
      }
      picture.paint(cover, over: face)
    }
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
