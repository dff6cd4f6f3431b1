import Crypto
public import Foundation

/// A secret that opens a door: 256 random bits, of which the store keeps only the SHA-256.
public struct Secret: Sendable {
  /// The secret as text: 43 characters of base64url.
  public let text: String

  /// A new one, from the system's generator.
  public init() {
    var generator = SystemRandomNumberGenerator()
    let words = (0..<4).map { _ in generator.next() }
    var bytes = Data()
    for word in words {
      for shift in stride(from: 0, to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
      }
    }
    text = Secret.base64url(bytes)
  }

  /// The one that somebody brought; nil where the text can't be one.
  public init?(presented text: String) {
    let allowed = text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
      default: false
      }
    }
    guard text.utf8.count == 43, allowed else { return nil }
    self.text = text
  }

  /// What the store keeps of it.
  public var digest: Data { Data(SHA256.hash(data: Data(text.utf8))) }

  /// The token against cross-site requests that goes with a session of this secret.
  ///
  /// A page of ours can show it; who knows it can't compute the secret.
  public var companion: String {
    let code = HMAC<SHA256>.authenticationCode(
      for: Data("csrf".utf8), using: SymmetricKey(data: Data(text.utf8)))
    return Secret.base64url(Data(code))
  }

  /// Whether two byte strings are the same, in a time that does not depend on where they differ.
  public static func areEqual(_ left: Data, _ right: Data) -> Bool {
    if left.count != right.count { return false }
    var difference: UInt8 = 0
    for (a, b) in zip(left, right) { difference |= a ^ b }
    return difference == 0
  }

  private static func base64url(_ bytes: Data) -> String {
    bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }
}
