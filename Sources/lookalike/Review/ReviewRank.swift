import ArgumentParser
import Essentials
import Review

/// `lookalike review rank`.
struct ReviewRank: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rank",
    abstract: "Turn \"which of the two is more alike?\" into strengths (Bradley-Terry).",
    discussion: """
      The file is CSV with the columns winner and loser, a line for each comparison.

      Example:
        lookalike review rank comparisons.csv --format json
      """)

  @Argument(help: "The comparisons: CSV with the columns winner, loser.")
  var comparisons: String
  @OptionGroup var output: FormatOptions

  func run() throws {
    let (rows, ignored) = try ComparisonCSV.read(comparisons)
    if !ignored.isEmpty {
      StandardError.note("columns passed over: \(ignored.joined(separator: ", "))")
    }
    let ranking: BradleyTerry
    do {
      ranking = try BradleyTerry(rows)
    } catch let failure as Failure {
      throw failure.inFile(comparisons)
    }
    switch output.format {
    case .json: try StandardOutput.json(ranking)
    case .text: try StandardOutput.print(ranking.summary)
    }
  }
}
