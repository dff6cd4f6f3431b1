/// The name under which one person's templates stand together: a pseudonym, not an identity document.
public struct SubjectID: Hashable, Sendable, Comparable, Codable {
  /// The name as the data give it; never empty.
  public let name: String

  /// Makes it; `name` must not be empty.
  public init(_ name: String) {
    precondition(!name.isEmpty, "a subject has a name")
    self.name = name
  }

  /// Reads a plain string.
  public init(from decoder: any Decoder) throws {
    name = try decoder.singleValueContainer().decode(String.self)
  }

  /// Writes a plain string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }

  /// By name, in Unicode scalar order.
  public static func < (left: SubjectID, right: SubjectID) -> Bool {
    left.name.unicodeScalars.lexicographicallyPrecedes(right.name.unicodeScalars)
  }
}
