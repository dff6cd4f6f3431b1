import ArgumentParser
import Biometrics
import Essentials
import Evaluation
import Reports
import Statistics

/// `lookalike evaluate`: 1:1 rates from anyone's scores.
struct Evaluate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Error rates of any system, from its scores.",
    discussion: """
      Reads scores of mated comparisons (a person with themselves) and non-mated ones (two people),
      and prints FMR, FNMR, the equal error rate by each convention, AUC, d', minCllr and Cllr, each
      rate with its count and interval. Where the file names the subjects, intervals are clustered
      by identity; otherwise comparisons are taken for independent, and a note says so.

      Examples:
        lookalike evaluate --mated genuine.txt --non-mated impostor.txt
        lookalike evaluate --scores scores-dev --layout 4col --bootstrap 1000 --seed 1
        lookalike evaluate --scores d.csv --polarity distance --format json
        lookalike evaluate --similarity a.mtx --mask a.mask --curve det.csv
      """)

  @OptionGroup var input: ScoreOptions
  @OptionGroup var rates: RateOptions
  @OptionGroup var groups: GroupOptions
  @Option(help: "Write the curve of both error rates to this CSV file.")
  var curve: String?
  @Option(help: "Write the scores to this file, laid out by --export-layout.")
  var export: String?
  @Option(help: "4col, 5col or csv where the subjects are known; csv or label-score else.")
  var exportLayout: ScoreLayout = .csv
  @OptionGroup var report: ReportOptions
  @OptionGroup var replace: ForceOptions
  @OptionGroup var output: FormatOptions
  @OptionGroup var random: SeedOptions
  @OptionGroup var work: WorkOptions

  func validate() throws {
    if rates.scoreUnit != .raw && input.polarity == .distance {
      throw ValidationError(
        "--score-unit \(rates.scoreUnit.rawValue) and --polarity distance "
          + "exclude each other: a higher likelihood ratio means more similar")
    }
    if exportLayout == .matrix {
      throw ValidationError("--export-layout takes 4col, 5col, csv or label-score")
    }
  }

  func run() async throws {
    try await report.check(replace)
    var options = try rates.options(threads: work.threads)
    var used: UInt64?
    if let replicates = rates.bootstrap {
      let seed = random.resolve()
      used = seed
      options.bootstrap = (replicates, seed)
    }
    let loaded = try input.load(threads: work.threads)
    let evaluation =
      switch loaded {
      case .labelled(let comparisons):
        try OneToOneEvaluation(comparisons, options: options, progress: work.progress())
      case .classes(let distribution): try OneToOneEvaluation(distribution, options: options)
      }
    try input.refuseSwapped(evaluation)
    if let export {
      try loaded.write(to: export, layout: exportLayout, replacing: replace.force)
    }
    if let curve { try evaluation.writeCurve(to: curve, replacing: replace.force) }
    let differentials = try groups.differentials(loaded, evaluation)
    if report.path != nil {
      let context = ReportContext(inputs: try input.hashed(), version: Version.text, seed: used)
      try await report.write(
        Page.evaluation(
          evaluation, scores: loaded.distribution(), differentials: differentials, context: context),
        replace)
    }
    switch output.format {
    case .text:
      try StandardOutput.print(evaluation.text)
      for differential in differentials { try StandardOutput.print("\n" + differential.text) }
    case .json:
      for warning in evaluation.warnings { StandardError.note(warning) }
      try StandardOutput.json(
        EvaluationOutput(evaluation: evaluation, differentials: differentials))
    }
  }
}

/// The evaluation with its differentials, in one JSON object.
private struct EvaluationOutput: Encodable {
  let evaluation: OneToOneEvaluation
  let differentials: [Differential]

  private enum Key: CodingKey { case differentials }

  func encode(to encoder: any Encoder) throws {
    try evaluation.encode(to: encoder)
    if differentials.isEmpty { return }
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(differentials, forKey: .differentials)
  }
}
