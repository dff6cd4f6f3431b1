import Essentials
public import Foundation

/// A PNG picture that is carried within the page, with the words for those who can't see it.
public struct Picture: Sendable, Equatable {
  /// The bytes of the PNG file.
  public let png: Data
  /// The width in pixels, from the file's header.
  public let width: Int
  /// The height in pixels, from the file's header.
  public let height: Int
  /// What the picture shows, for people who don't see it.
  public let alternative: String

  /// Takes the bytes of a PNG file.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) when they don't begin as a PNG file does.
  public init(png: Data, alternative: String) throws {
    let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let head = Array(png.prefix(24))
    guard head.count == 24, head.starts(with: signature), Array(head[12..<16]) == Array("IHDR".utf8)
    else {
      throw Failure(.malformedInput, "a picture for the report is not a PNG file")
    }
    func word(_ start: Int) -> Int { head[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
    self.png = png
    self.width = word(16)
    self.height = word(20)
    self.alternative = alternative
  }

  var markup: Markup {
    .tag(
      "img",
      [
        "src": "data:image/png;base64," + png.base64EncodedString(), "alt": alternative,
        "width": String(width), "height": String(height),
      ])
  }
}
