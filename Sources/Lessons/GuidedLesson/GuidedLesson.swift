import Essentials
public import Reports

/// A lesson of about ten minutes in steps: predict, then see what the numbers say.
///
/// All that it shows is computed when it is asked for, from calibrations, ledgers and published counts;
/// nothing in it is a picture of a result.
public struct GuidedLesson: Sendable {
  /// The name in addresses: lower-case letters.
  public let name: String
  /// What it is about.
  public let title: String
  /// What one learns, in a sentence.
  public let summary: String
  /// What its numbers can't tell, most important first; shown before any of them.
  public let limits: [Prose]
  /// The steps.
  public let steps: [Step]
  /// What could not be known, by anybody, from what was published.
  public let unknown: [Prose]
  /// Where its numbers come from.
  public let sources: [Prose]
  /// What to take home.
  public let conclusion: Prose

  /// One step.
  public struct Step: Sendable {
    /// What it is about.
    public let title: String
    /// What there is to know before the question.
    public let opening: [Block]
    /// What to predict; nil where the result is shown at once.
    public let prediction: Prediction?
    /// What can be set.
    public let controls: [Control]
    private let answer: @Sendable (Settings) throws -> StepResult

    init(
      _ title: String, _ opening: [Block], _ prediction: Prediction? = nil,
      controls: [Control] = [],
      answer: @escaping @Sendable (Settings) throws -> StepResult
    ) {
      self.title = title
      self.opening = opening
      self.prediction = prediction
      self.controls = controls
      self.answer = answer
    }

    /// What the numbers say at `settings`.
    ///
    /// - Throws: ``Failure`` where they can't say it.
    public func result(_ settings: Settings) throws -> StepResult { try answer(settings) }
  }
}

/// What a step shows.
public struct StepResult: Sendable {
  /// It all in one plain sentence, which a screen reader is told whenever a setting changes.
  public let sentence: String
  /// Figures, tables and words.
  public let blocks: [Block]

  init(_ sentence: String, _ blocks: [Block]) {
    self.sentence = sentence
    self.blocks = blocks
  }
}

extension GuidedLesson {
  /// All lessons but "Be the reviewer", which is ``ReviewerRound``.
  ///
  /// - Throws: ``Failure`` where an embedded calibration can't be read, which is our own bug.
  public static func all() throws -> [GuidedLesson] {
    [try percent(), try cameras(), alerts(), pay()]
  }

  /// What every lesson on scores must say first.
  static let scoreLimits: [Prose] = [
    "The scores are of one public encoder (dlib) on press photographs and on copies of them made poor: another system has other scores. No vendor's system was measured.",
    "Measured on one face a person. In a street the same face comes many times, from above and in motion, which is harder.",
    "Beyond about 2,850 people (489 rendered ones) all figures are extrapolated, and say so.",
  ]
}
