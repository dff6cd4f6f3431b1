import CPNG
import Essentials
import Foundation

extension PNG {
  /// The picture in the file at `path`.
  ///
  /// Every bit depth and colour type (grey, palette, 16 bits, interlaced) becomes 8-bit RGB.
  /// Transparency is laid on white; colour profiles and gamma are not applied.
  ///
  /// - Throws: ``Failure`` (`missingInput`, `inputOutput`; `malformedInput` for what is no PNG,
  ///   truncated, damaged, without pixels, or larger than ``maximumPixels``).
  public static func read(_ path: String) throws -> RGBImage {
    try decode(bytes(of: path), name: path)
  }

  /// The picture whose PNG file has the content `bytes`; `name` stands in failures.
  ///
  /// - Throws: ``Failure`` as ``read(_:)``.
  /// - Complexity: O(pixels).
  public static func decode(_ bytes: [UInt8], name: String) throws -> RGBImage {
    let header = try Header(bytes, name: name)
    let needed = header.width * header.height / 8 * header.bitsPerPixel
    guard needed / maximumCompressionRatio <= bytes.count else {
      throw truncated(name, at: bytes.count)
    }
    var image = RGBImage(width: header.width, height: header.height)
    var error = lk_png_error()
    let code = unsafe bytes.withUnsafeBufferPointer { source in
      unsafe image.bytes.withUnsafeMutableBufferPointer { pixels in
        unsafe lk_png_decode(
          source.baseAddress, source.count, pixels.baseAddress, UInt32(header.width),
          UInt32(header.height), &error)
      }
    }
    switch Int(code) {
    case LK_PNG_OK: return image
    case LK_PNG_TRUNCATED: throw truncated(name, at: bytes.count)
    case LK_PNG_MEMORY: throw outOfMemory(header.width, header.height, name)
    default: throw damaged(name, at: error.position, message(error))
    }
  }

  /// The bytes of the file at `path`, which is to be a picture; they are not looked at.
  ///
  /// - Throws: ``Failure`` (`missingInput`, `inputOutput`; `malformedInput` for a folder or a file
  ///   too large to be read).
  public static func bytes(of path: String) throws -> [UInt8] {
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw Failure(.missingInput, "no such file", file: path, remedy: "Check the path")
    }
    if isFolder.boolValue {
      throw Failure(.malformedInput, "is a folder", file: path, remedy: "Name a PNG file")
    }
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw Failure(.inputOutput, "can't be read", file: path, remedy: "Check its permissions")
    }
    defer { try? handle.close() }
    let data: Data
    do {
      data = try handle.read(upToCount: maximumFileSize + 1) ?? Data()
    } catch {
      throw Failure(.inputOutput, "can't be read to its end", file: path)
    }
    guard data.count <= maximumFileSize else {
      throw Failure(
        .malformedInput, "is larger than \(maximumFileSize >> 20) MiB", file: path,
        remedy: "Scale the picture down")
    }
    return Array(data)
  }

  static func outOfMemory(_ width: Int, _ height: Int, _ name: String) -> Failure {
    Failure(.unavailable, "no memory for \(width) × \(height) pixels", file: name)
  }

  static func message(_ error: lk_png_error) -> String {
    unsafe withUnsafeBytes(of: error.message) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
