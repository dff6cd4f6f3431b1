import ArgumentParser
import Essentials
import Review

/// `lookalike review combine`.
struct ReviewCombine: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "combine",
    abstract: "Add the algorithm's score to people's answers as one more, correlated, voice.",
    discussion: """
      Calibrates the score, learns each worker's errors and how far people err on the pairs on which \
      the score errs, and combines all three. Answers have two labels; scores are CSV with the columns \
      task and score.

      Example:
        lookalike review combine answers.csv --scores scores.csv --same match --format json
      """)

  @Argument(help: "The answers: CSV with the columns task, worker, label.")
  var answers: String
  @Option(help: "The algorithm's scores: CSV with the columns task, score.")
  var scores: String
  @Option(help: "The label that says \"same person\"; the last of the two in order if not given.")
  var same: String?
  @Flag(help: "The score is a distance: lower is more alike.")
  var distance = false
  @Option(help: "Known labels: CSV with the columns task, label.")
  var gold: String?
  @Option(
    help:
      "How many times tasks are drawn again for the intervals; 0 for none; up to 200 if not given.")
  var replicates: Int?
  @OptionGroup var output: FormatOptions
  @OptionGroup var random: SeedOptions
  @OptionGroup var work: WorkOptions

  func validate() throws {
    if let replicates, !(0...10_000).contains(replicates) {
      throw ValidationError("--replicates takes a number from 0 to 10000")
    }
  }

  func run() throws {
    let (table, ignored) = try AnswerCSV.table(answers)
    if !ignored.isEmpty {
      StandardError.note("columns passed over: \(ignored.joined(separator: ", "))")
    }
    let known = try gold.map { try GoldFile.read($0) } ?? [:]
    let values = try ScoreFile.read(scores)
    let result: CombinedResult
    do {
      result = try ScoreCombiner(
        table, scores: values, lowerIsMoreAlike: distance, sameLabel: same, gold: known,
        replicates: replicates, seed: random.resolve(), threads: work.threads
      ).combine()
    } catch let failure as Failure {
      throw failure.inFile(answers)
    }
    switch output.format {
    case .json: try StandardOutput.json(result)
    case .text: try StandardOutput.print(result.summary)
    }
  }
}
