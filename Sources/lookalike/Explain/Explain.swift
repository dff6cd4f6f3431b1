import ArgumentParser
import Biometrics
import Essentials
import Evaluation

/// Says what a score means at a gallery size.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what a candidate's score means in a gallery of a given size.",
    discussion: """
      Prints how often strangers score as high, how the score stands among best strangers, the \
      likelihood ratio, and the chance that the candidate is the person for several chances that \
      the person is enrolled at all. All of it holds for the calibration's own encoder and kind of \
      pictures only.

      Example: lookalike explain --score 0.55 --gallery-size 1000 --calibration lfw
      With the whole list of candidates: --score 0.48,0.55,0.56
      """)

  @Option(
    help: "The score, in the calibration's own unit; with more of the list, best first: 0.48,0.55.")
  var score: String
  @Option(help: "How many people are enrolled, one template each.")
  var gallerySize: Int
  @Option(help: "\(Calibration.embeddedNames.joined(separator: ", ")) or a calibration file.")
  var calibration: String
  @Option(help: "The kind of pictures that were searched; must be the calibration's.")
  var origin: Origin?
  @Option(help: "Which candidate of the list, from 1.")
  var candidate = 1
  @Option(help: "The percentage shown: \(ScoreMapping.grammar); the calibration's unless given.")
  var mapping: String?
  @OptionGroup var output: FormatOptions

  func validate() throws {
    if gallerySize < 1 { throw ValidationError("--gallery-size takes a number of people from 1") }
    let scores = try parsedScores()
    if !scores.indices.contains(candidate - 1) {
      throw ValidationError(
        "--candidate takes a number from 1 to \(scores.count), the scores given")
    }
  }

  func run() throws {
    let calibration = try Calibration.named(calibration)
    let mapping = try mapping.map { try ScoreMapping.parse($0) }
    let meaning = try Meaning.of(
      candidate: candidate - 1, scores: try parsedScores(), galleryPeople: gallerySize,
      calibration: calibration, origin: origin ?? calibration.origin, mapping: mapping)
    switch output.format {
    case .json: try StandardOutput.json(meaning)
    case .text:
      try StandardOutput.print(MeaningText(meaning, calibration).lines.joined(separator: "\n"))
    }
  }

  private func parsedScores() throws -> [Double] {
    try score.split(separator: ",").map { part in
      guard let value = Double(part.trimmingPrefix(" ")), value.isFinite else {
        throw ValidationError("--score takes numbers, not \"\(part)\"")
      }
      return value
    }
  }
}
