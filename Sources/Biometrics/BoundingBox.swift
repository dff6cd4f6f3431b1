/// A rectangle in pixels: origin at the top left, y downward.
///
/// It may reach over the picture's edge.
public struct BoundingBox: Sendable, Hashable, Codable {
  /// The left edge.
  public var x: Int
  /// The upper edge.
  public var y: Int
  /// The width, at least 0.
  public var width: Int
  /// The height, at least 0.
  public var height: Int

  /// Makes it.
  public init(x: Int, y: Int, width: Int, height: Int) {
    precondition(width >= 0 && height >= 0)
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The area in pixels.
  public var area: Int { width * height }

  /// The area shared with `other`, in pixels.
  public func intersectionArea(_ other: BoundingBox) -> Int {
    let shared = min(x + width, other.x + other.width) - max(x, other.x)
    let high = min(y + height, other.y + other.height) - max(y, other.y)
    return max(0, shared) * max(0, high)
  }

  /// Shared area over united area, 0 to 1; 0 where both are empty.
  public func intersectionOverUnion(_ other: BoundingBox) -> Double {
    let shared = intersectionArea(other)
    let united = area + other.area - shared
    return united == 0 ? 0 : Double(shared) / Double(united)
  }

  /// Reads `[x, y, width, height]`.
  public init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    let values = try (0..<4).map { _ in try container.decode(Int.self) }
    guard values[2] >= 0 && values[3] >= 0 else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "a negative size")
    }
    self.init(x: values[0], y: values[1], width: values[2], height: values[3])
  }

  /// Writes `[x, y, width, height]`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    for value in [x, y, width, height] { try container.encode(value) }
  }
}
