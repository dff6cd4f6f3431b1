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
      and prints FMR, FNMR, the equal error rate by each convention, AUC, d', minCllr, Cllr and
      likelihood ratios, each with its count and interval. Where the file names the subjects, intervals are clustered
      by identity; otherwise comparisons are taken for independent, and a note says so.

      Examples:
        lookalike evaluate --mated genuine.txt --non-mated impostor.txt
        lookalike evaluate --scores scores-dev --layout 4col --bootstrap 1000 --seed 1
        lookalike evaluate --scores s.csv --bootstrap 9999 --seed 1 --shard 2/3 --part p2
        lookalike evaluate --scores s.csv --bootstrap 9999 --seed 1 --parts p1 p2 p3
        lookalike evaluate --scores d.csv --polarity distance --format json
        lookalike evaluate --scores llr.csv --score-unit log10-lr --report llr.html
        lookalike evaluate --similarity a.mtx --mask a.mask --curve det.csv
      """)

  @OptionGroup var input: ScoreOptions
  @OptionGroup var rates: RateOptions
  @OptionGroup var shards: BootstrapParts
  @OptionGroup var groups: GroupOptions
  @Option(
    help: ArgumentHelp(
      "Check the percentage that this mapping shows, taken for a probability.",
      discussion: ScoreMapping.grammar + "; --score-unit checks likelihood ratios."))
  var mapping: String?
  @Option(help: "The share of mated comparisons at which stated probabilities are checked.")
  var prior = 0.5
  @Option(
    help: "The threshold for groups; that of the strictest measurable --fmr from 0.001 up else.")
  var groupThreshold: Double?
  @Option(help: "Write the curve of both error rates to this CSV file.")
  var curve: String?
  @Option(help: "Write the scores to this file, laid out by --export-layout.")
  var export: String?
  @Option(help: "4col, 5col or csv where the subjects are known; csv or label-score else.")
  var exportLayout: ScoreLayout = .csv
  @OptionGroup var report: ReportOptions
  @OptionGroup var system: SystemOptions
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
    if shards.isGiven && (rates.bootstrap == nil || random.seed == nil) {
      throw ValidationError(
        "--shard and --parts need --bootstrap and --seed, the same for all parts")
    }
    if !(prior > 0 && prior < 1) { throw ValidationError("--prior takes a number between 0 and 1") }
    if let groupThreshold, !groupThreshold.isFinite {
      throw ValidationError("--group-threshold takes a finite number")
    }
    if exportLayout == .matrix {
      throw ValidationError("--export-layout takes 4col, 5col, csv or label-score")
    }
  }

  func run() async throws {
    try await report.check(replace)
    let mapping = try mapping.map { try ScoreMapping.parse($0) }
    var options = try rates.options(threads: work.threads)
    var used: UInt64?
    if let replicates = rates.bootstrap {
      let seed = random.resolve()
      used = seed
      options.bootstrap = (replicates, seed)
    }
    let loaded = try input.load(threads: work.threads)
    if try shards.draw(
      loaded, input, options, replacing: replace.force, progress: work.progress())
    {
      return
    }
    options.replicates = try shards.replicates(input, options)
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
    let differentials = try differentials(loaded, evaluation)
    let calibration = try checks(loaded, evaluation, mapping)
    if report.path != nil {
      let context = ReportContext(
        system: system.name, inputs: try input.hashed() + groups.hashed(), version: Version.text,
        seed: used)
      try await report.write(
        Page.evaluation(
          evaluation, scores: loaded.distribution(), differentials: differentials,
          calibration: calibration, context: context),
        replace)
    }
    switch output.format {
    case .text:
      try StandardOutput.print(evaluation.text)
      for check in calibration { try StandardOutput.print("\n" + check.text) }
      for differential in differentials { try StandardOutput.print("\n" + differential.text) }
    case .json:
      for warning in evaluation.warnings { StandardError.note(warning) }
      try StandardOutput.json(
        EvaluationOutput(
          evaluation: evaluation, differentials: differentials, calibration: calibration))
    }
  }

  /// Whether probabilities stated by the unit of the scores, and by a mapping, come true.
  private func checks(
    _ scores: LoadedScores, _ evaluation: OneToOneEvaluation, _ mapping: ScoreMapping?
  ) throws -> [CalibrationCheck] {
    guard mapping != nil || rates.scoreUnit != .raw else { return [] }
    let distribution = try scores.distribution()
    let unit = CalibrationCheck(
      distribution, unit: rates.scoreUnit, prior: prior, hull: evaluation.hull)
    return try [unit].compactMap { $0 }
      + [mapping].compactMap { $0 }.map {
        try CalibrationCheck(distribution, mapping: $0, prior: prior)
      }
  }

  private func differentials(
    _ scores: LoadedScores, _ evaluation: OneToOneEvaluation
  ) throws -> [Differential] {
    guard let file = groups.groups else { return [] }
    guard case .labelled(let comparisons) = scores else {
      throw Failure(
        .mismatchedInput, "groups need scores that name the subjects compared", file: file,
        remedy: "Give scores with --layout 4col, 5col, csv (probe, reference) or matrix")
    }
    guard let threshold = groupThreshold ?? evaluation.thresholdForGroups else {
      throw Failure(
        .notMeasurable, "no target false match rate is measurable, so there is no threshold",
        remedy: "Give --group-threshold")
    }
    return try groups.read().map { groups in
      try groups.requireAny(of: comparisons.subjects)
      return Differential(
        comparisons, groups: groups, threshold: threshold, accepting: evaluation.options.accept,
        alpha: self.groups.alpha, level: evaluation.options.level)
    }
  }
}

/// The evaluation with its differentials, in one JSON object.
private struct EvaluationOutput: Encodable {
  let evaluation: OneToOneEvaluation
  let differentials: [Differential]
  let calibration: [CalibrationCheck]

  private enum Key: CodingKey { case differentials, calibration }

  func encode(to encoder: any Encoder) throws {
    try evaluation.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    if !differentials.isEmpty { try container.encode(differentials, forKey: .differentials) }
    if !calibration.isEmpty { try container.encode(calibration, forKey: .calibration) }
  }
}
