/// How far a published figure has been verified.
public enum SourceMark: String, Sendable, Codable, CaseIterable {
  /// Read in the primary text or its abstract.
  case verified = "V"
  /// Read in a secondary text.
  case secondary = "S"
  /// Recalled, or chosen by us for want of a figure: check before relying on it.
  case recalled = "R"

  /// What the mark says, in words.
  public var meaning: String {
    switch self {
    case .verified: "read in a primary text or abstract"
    case .secondary: "read in a secondary text"
    case .recalled: "recalled or chosen, to be checked"
    }
  }
}

/// A number with where it comes from.
public struct SourcedValue: Sendable, Equatable, Codable {
  /// What the number is.
  public let quantity: String
  /// The number.
  public let value: Double
  /// Author, year, place in the text.
  public let source: String
  /// How far it was verified.
  public let mark: SourceMark

  /// Makes it.
  public init(_ quantity: String, _ value: Double, source: String, mark: SourceMark) {
    self.quantity = quantity
    self.value = value
    self.source = source
    self.mark = mark
  }
}
