import Essentials
import Evaluation

/// A question to answer before anything is shown.
public struct Prediction: Sendable, Equatable {
  /// How it is answered.
  public enum Form: Sendable, Equatable {
    /// With a number of `unit` from 0 to `highest`.
    case number(unit: String, highest: Double, answer: Double)
    /// With one of these.
    case choice([String], answer: Int)
  }

  /// The question.
  public let text: String
  /// How it is answered.
  public let form: Form

  /// A question for a number.
  static func number(
    _ text: String, unit: String, highest: Double, answer: Double
  ) -> Prediction {
    Prediction(text: text, form: .number(unit: unit, highest: highest, answer: answer))
  }

  /// A question for a choice.
  static func choice(_ text: String, _ choices: [String], answer: Int) -> Prediction {
    precondition(choices.indices.contains(answer))
    return Prediction(text: text, form: .choice(choices, answer: answer))
  }

  /// The guess in `text`: a number in range, or the place of a choice.
  ///
  /// - Throws: ``Failure`` (`malformedInput`) for anything else.
  public func guess(_ text: String) throws -> Double {
    let trimmed = text.trimmed()
    switch form {
    case .number(_, let highest, _):
      let plain = trimmed.filter { $0 != "," && $0 != "%" && $0 != " " }
      guard let number = Double(plain), number.isFinite, number >= 0, number <= highest else {
        throw Failure(
          .malformedInput, "\"\(trimmed.oneLine.prefix(20))\" is no answer to the question",
          remedy: "Answer with a number from 0 to \(Numerals.significant(highest))")
      }
      return number
    case .choice(let choices, _):
      guard let place = Int(trimmed), choices.indices.contains(place) else {
        throw Failure(
          .malformedInput, "\"\(trimmed.oneLine.prefix(20))\" is none of the answers",
          remedy: "Choose one of the answers")
      }
      return Double(place)
    }
  }

  /// The answer in words, and how `guess` compares with it.
  public func judge(_ guess: Double) -> String {
    switch form {
    case .number(let unit, _, let answer):
      let judgement = Lesson.Judgement(guess: guess, answer: answer)
      return
        "You said \(Numerals.significant(guess)); it is \(Numerals.significant(answer)) \(unit). \(judgement.text)"
    case .choice(let choices, let answer):
      return Int(guess) == answer
        ? "That is it: \(choices[answer])."
        : "You said: \(choices[Int(guess)]). It is: \(choices[answer])."
    }
  }
}

extension String {
  /// This text without blanks at its ends.
  func trimmed() -> String {
    let start = drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }
}
