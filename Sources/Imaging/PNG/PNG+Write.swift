import CPNG
import Essentials

extension PNG {
  /// How hard a picture is compressed.
  public enum Compression: Sendable, CaseIterable {
    /// For camera frames: run lengths only, which there is as small and five times as fast.
    case fast
    /// For pictures with repeating parts: all filters, the hardest compression.
    case small

    var level: Int32 {
      switch self {
      case .fast: 0
      case .small: 9
      }
    }
  }

  /// `image` as the content of a PNG file.
  ///
  /// Holds no time and no text: the same picture gives the same bytes wherever libpng and zlib
  /// are the same. Reading it back gives the same pixels everywhere.
  ///
  /// - Throws: ``Failure`` (`unavailable`) when there is no memory.
  /// - Complexity: O(pixels).
  public static func encode(_ image: RGBImage, compression: Compression = .fast) throws -> [UInt8] {
    var error = lk_png_error()
    var bytes: UnsafeMutablePointer<UInt8>?
    var count = 0
    let code = unsafe image.bytes.withUnsafeBufferPointer { pixels in
      unsafe lk_png_encode(
        pixels.baseAddress, UInt32(image.width), UInt32(image.height), compression.level, &bytes,
        &count, &error)
    }
    guard Int(code) == LK_PNG_OK, let bytes = unsafe bytes else {
      throw outOfMemory(image.width, image.height, "PNG")
    }
    defer { unsafe lk_png_free(bytes) }
    return unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
  }

  /// Writes `image` to a file that appears whole or not at all.
  ///
  /// - Throws: ``Failure`` (`refusedOutput` where a file stands and `replacing` is false;
  ///   `inputOutput`; `unavailable`).
  public static func write(
    _ image: RGBImage, to path: String, replacing: Bool = false, compression: Compression = .fast
  ) throws {
    let bytes = try encode(image, compression: compression)
    let file = try OutputFile(path: path, replacing: replacing)
    try file.write(bytes)
    try file.commit()
  }
}
