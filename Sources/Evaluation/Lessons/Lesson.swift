import Essentials
public import Statistics

/// A published case: its numbers with their source, what follows from them, and what can't be known.
public struct Lesson: Sendable, Equatable, Codable {
  /// The name by which the command line knows it.
  public let name: String
  /// What it is about.
  public let title: String
  /// Where the numbers were published.
  public let source: String
  /// The numbers as published.
  public let facts: [String]
  /// What to ask before anything that follows is shown.
  public let question: Question
  /// What follows, step by step, each computed from the facts.
  public let steps: [Step]
  /// What could not be known from what was published, and why.
  public let unknown: [String]
  /// What to take home, in one sentence.
  public let conclusion: String

  package init(
    name: String, title: String, source: String, facts: [String], question: Question,
    steps: [Step], unknown: [String], conclusion: String
  ) {
    self.name = name
    self.title = title
    self.source = source
    self.facts = facts
    self.question = question
    self.steps = steps
    self.unknown = unknown
    self.conclusion = conclusion
  }

  /// A question whose answer one of the steps derives.
  public struct Question: Sendable, Equatable, Codable {
    /// The question.
    public let text: String
    /// The answer as a number.
    public let answer: Double
    /// What the number counts: "percent", "strangers".
    public let unit: String

    package init(text: String, answer: Double, unit: String) {
      self.text = text
      self.answer = answer
      self.unit = unit
    }
  }

  /// One step of a derivation.
  public struct Step: Sendable, Equatable, Codable {
    /// What is derived.
    public let text: String
    /// How, as a formula with the numbers put in.
    public let derivation: String
    /// The result.
    public let value: Double
    /// Its interval, where it is a rate of counted events.
    public let interval: Interval?
    /// The count it rests on, where it is a rate of counted events.
    public let proportion: Proportion?

    package init(
      _ text: String, _ derivation: String, value: Double, interval: Interval? = nil
    ) {
      self.text = text
      self.derivation = derivation
      self.value = value
      self.interval = interval
      proportion = nil
    }

    /// The rate of `proportion`, with Wilson's interval.
    package init(_ text: String, _ proportion: Proportion) {
      self.text = text
      derivation = "\(proportion.events) / \(proportion.trials)"
      value = proportion.rate ?? .nan
      interval = proportion.wilson()
      self.proportion = proportion
    }
  }
}

extension Lesson {
  /// How a guess compares with the answer.
  public struct Judgement: Sendable, Equatable, Codable {
    /// guess / answer; nil where the answer is 0.
    public let ratio: Double?
    /// The comparison in words.
    public let text: String
  }

  /// Compares `guess` with the answer, in factors: these are questions of magnitude.
  public func judge(_ guess: Double) -> Judgement {
    Judgement(guess: guess, answer: question.answer)
  }
}

extension Lesson.Judgement {
  /// Compares `guess` with `answer`, in factors.
  public init(guess: Double, answer: Double) {
    guard answer > 0, guess > 0 else {
      ratio = answer > 0 ? guess / answer : nil
      text = guess == answer ? "That is it." : "It is not nothing that happens here."
      return
    }
    let ratio = guess / answer
    let factor = Numerals.significant(ratio > 1 ? ratio : 1 / ratio, 2)
    self.ratio = ratio
    text =
      max(ratio, 1 / ratio) < 1.25
      ? "Close: within a quarter of the answer."
      : ratio > 1 ? "Too high by a factor of \(factor)." : "Too low by a factor of \(factor)."
  }
}
