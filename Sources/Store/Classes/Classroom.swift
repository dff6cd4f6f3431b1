/// A class: a code that students enter, and the answers they gave without a name.
public struct Classroom: Sendable, Equatable {
  /// A random identifier.
  public let id: String
  /// What students type: eight letters that can't be mistaken for each other.
  public let code: String
  /// The name that the teacher gave.
  public let name: String
  /// When it was opened, in milliseconds since 1970.
  public let created: Int64
  /// When it was closed: no more answers are taken; nil while it is open.
  public let closed: Int64?

  /// The letters of a code: no vowels, so that no words come up, and none that look alike.
  static let letters = Array("BCDFGHJKMNPQRSTVWXZ")
  /// How many letters a code has: 19⁸ is 1.7 × 10¹⁰, and the door allows 60 tries a minute.
  static let codeLength = 8

  /// A new code.
  static func newCode() -> String {
    var random = SystemRandomNumberGenerator()
    return String((0..<codeLength).compactMap { _ in letters.randomElement(using: &random) })
  }

  /// The code in `text`, written in any case, with blanks or hyphens; nil where it is none.
  package static func code(in text: String) -> String? {
    let code = text.uppercased().filter { !$0.isWhitespace && $0 != "-" }
    return code.count == codeLength && code.allSatisfy(letters.contains) ? code : nil
  }
}

/// What a student answered to the question of one step.
public struct ClassAnswer: Sendable, Equatable {
  /// The lesson's name.
  public let lesson: String
  /// The step, from 1.
  public let step: Int
  /// The number, or the place of the choice.
  public let guess: Double

  /// Makes it.
  public init(lesson: String, step: Int, guess: Double) {
    self.lesson = lesson
    self.step = step
    self.guess = guess
  }
}
