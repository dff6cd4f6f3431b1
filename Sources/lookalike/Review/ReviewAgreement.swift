import ArgumentParser
import Essentials
import Review

/// `lookalike review agreement`.
struct ReviewAgreement: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agreement",
    abstract: "Say how far reviewers agree beyond chance: Cohen, Fleiss, Krippendorff.",
    discussion: """
      The file is CSV with the columns task, worker and label. Intervals come from tasks drawn with
      replacement; what is undefined (one label only, say) is said to be so.

      Example:
        lookalike review agreement answers.csv --format json
      """)

  @Argument(help: "The answers: CSV with the columns task, worker, label.")
  var answers: String
  @Option(help: "How many bootstrap replicates an interval rests on.")
  var replicates = 1000
  @OptionGroup var output: FormatOptions
  @OptionGroup var random: SeedOptions
  @OptionGroup var work: WorkOptions

  func validate() throws {
    if !(100...1_000_000).contains(replicates) {
      throw ValidationError("--replicates takes a number from 100 to 1000000")
    }
  }

  func run() throws {
    let seed = random.resolve()
    let (table, ignored) = try AnswerCSV.table(answers)
    if !ignored.isEmpty {
      StandardError.note("columns passed over: \(ignored.joined(separator: ", "))")
    }
    let report: AgreementReport
    do {
      report = try AgreementReport(
        table, replicates: replicates, seed: seed, threads: work.threads)
    } catch let failure as Failure {
      throw failure.inFile(answers)
    }
    switch output.format {
    case .json: try StandardOutput.json(report)
    case .text: try StandardOutput.print(report.summary)
    }
  }
}
