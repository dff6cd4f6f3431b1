import Essentials

/// PNG files, read and written through libpng.
public enum PNG {
  /// The most pixels a picture may have; larger ones are refused before any memory is taken.
  public static let maximumPixels = 50_000_000
  /// The largest file that is read, in bytes.
  public static let maximumFileSize = 256 << 20

  /// zlib's deflate never shrinks data below this ratio, so a smaller file is truncated or a trap.
  static let maximumCompressionRatio = 1032
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// The fixed part of a PNG's header.
  struct Header: Equatable {
    var width: Int
    var height: Int
    /// Bits a pixel takes in the file.
    var bitsPerPixel: Int

    /// Reads and checks the signature and the IHDR chunk.
    init(_ bytes: [UInt8], name: String) throws {
      guard bytes.starts(with: PNG.signature.prefix(bytes.count)), !bytes.isEmpty else {
        throw Failure(
          .malformedInput, "is not a PNG picture", file: name, place: "byte 0",
          remedy: "Convert the picture to PNG")
      }
      guard bytes.count >= 33 else { throw PNG.truncated(name, at: bytes.count) }
      func word(_ at: Int) -> Int {
        bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
      }
      guard word(8) == 13, bytes[12..<16].elementsEqual("IHDR".utf8) else {
        throw PNG.damaged(name, at: 8, "has no IHDR chunk")
      }
      width = word(16)
      height = word(20)
      guard width > 0, height > 0 else { throw PNG.damaged(name, at: 16, "has no pixels") }
      guard width <= PNG.maximumPixels, height <= PNG.maximumPixels / width else {
        throw Failure(
          .malformedInput,
          "is \(width) × \(height) pixels, more than the \(PNG.maximumPixels) that are read",
          file: name, place: "byte 16", remedy: "Scale the picture down")
      }
      let channels = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][bytes[25]] ?? 1
      bitsPerPixel = channels * Int(bytes[24])
    }
  }

  static func truncated(_ name: String, at position: Int) -> Failure {
    Failure(
      .malformedInput, "ends too early: the picture is truncated", file: name,
      place: "byte \(position)", remedy: "Copy or export the file again")
  }

  static func damaged(_ name: String, at position: Int, _ reason: String) -> Failure {
    Failure(
      .malformedInput, "is a damaged PNG: \(reason)", file: name, place: "byte \(position)",
      remedy: "Copy or export the file again")
  }
}
