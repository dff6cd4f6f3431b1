import ArgumentParser
import Essentials
import Foundation
import Review
import Statistics

/// `lookalike review aggregate`.
struct ReviewAggregate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "aggregate",
    abstract: "Turn several answers a task into one label, with how sure it is.",
    discussion: """
      The file is CSV with the columns task, worker and label.

      Example:
        lookalike review aggregate answers.csv --method dawid-skene --format json
      """)

  @Argument(help: "The answers: CSV with the columns task, worker, label.")
  var answers: String
  @Option(help: "How to aggregate.")
  var method: AggregationMethod = .dawidSkene
  @Option(help: "What happens when labels are equally likely.")
  var tie: TieRule = .lowest
  @Option(help: "Known labels: CSV with the columns task, label.")
  var gold: String?
  @Option(help: "Pseudo-counts added to each cell of Dawid–Skene's tables.")
  var smoothing = 0.0
  @Option(help: "A best label below this posterior is undecided.")
  var minimumPosterior = 0.5
  @Option(help: "The relative change of the objective that counts as converged.")
  var tolerance = 1e-9
  @Option(help: "After how many iterations to stop, converged or not.")
  var maximumIterations = 10_000
  @Option(help: "How many starts MACE is given.")
  var restarts = 10
  @OptionGroup var output: FormatOptions
  @OptionGroup var random: SeedOptions
  @OptionGroup var work: WorkOptions

  func validate() throws {
    if !(smoothing >= 0 && smoothing.isFinite) {
      throw ValidationError("--smoothing takes a number of 0 or more")
    }
    if !(0...1).contains(minimumPosterior) {
      throw ValidationError("--minimum-posterior takes a share from 0 to 1")
    }
    if !(tolerance >= 0 && tolerance < 1) {
      throw ValidationError("--tolerance takes a number from 0 and below 1")
    }
    if maximumIterations < 1 || restarts < 1 {
      throw ValidationError("--maximum-iterations and --restarts take numbers of 1 or more")
    }
  }

  func run() throws {
    let usesSeed = tie == .random || method == .mace || method == .kos
    var options = AggregationOptions(
      tieRule: tie, minimumPosterior: minimumPosterior, smoothing: smoothing,
      tolerance: tolerance, maximumIterations: maximumIterations, restarts: restarts,
      seed: usesSeed ? random.resolve() : 0, threads: work.threads)
    if let gold { options.gold = try GoldFile.read(gold) }
    let (table, ignored) = try AnswerCSV.table(answers)
    if !ignored.isEmpty {
      StandardError.note("columns passed over: \(ignored.joined(separator: ", "))")
    }
    let result: AggregationResult
    let clock = ContinuousClock()
    let start = clock.now
    do {
      result = try Aggregator(table, options: options).aggregate(method)
    } catch let failure as Failure {
      throw failure.inFile(answers)
    }
    let seconds = (clock.now - start) / .seconds(1)
    StandardError.note(
      "\(Numerals.grouped(table.count)) answers aggregated in \(Numerals.fixed(seconds, 4)) s")
    switch output.format {
    case .json: try StandardOutput.json(result)
    case .text: try StandardOutput.print(result.summary)
    }
  }
}
