import Essentials

extension Lesson {
  /// All cases, by name.
  public static let names = [
    "london", "cardiff", "met", "npl", "aclu", "daugman", "nist-demographics", "passport", "moscow",
  ]

  /// The case called `name`.
  ///
  /// - Throws: ``Failure`` (`missingInput`) naming those there are.
  public static func named(_ name: String) throws -> Lesson {
    switch name {
    case "london": .london
    case "cardiff": .cardiff
    case "met": .met
    case "npl": .npl
    case "aclu": .aclu
    case "daugman": .daugman
    case "nist-demographics": .demographics
    case "passport": .passport
    case "moscow": try moscow()
    default:
      throw Failure(
        .missingInput, "there is no lesson \"\(name)\"",
        remedy: "Name one of \(names.joined(separator: ", "))")
    }
  }
}
