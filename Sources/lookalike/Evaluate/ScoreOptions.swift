public import ArgumentParser
public import Biometrics
import Essentials
public import Evaluation
import Reports

extension Polarity: ExpressibleByArgument {}
extension ScoreLayout: ExpressibleByArgument {}

/// Where scores come from, and what they are.
struct ScoreOptions: ParsableArguments {
  @Option(help: "Scores of mated comparisons: text, one a line, or .npy.")
  var mated: String?
  @Option(help: "Scores of non-mated comparisons: text, one a line, or .npy.")
  var nonMated: String?
  @Option(help: "Scores of both classes in one file; see --layout.")
  var scores: String?
  @Option(
    help: ArgumentHelp(
      "How --scores is laid out.",
      discussion: "csv needs columns probe, reference, score (subjects), or mated, score."))
  var layout: ScoreLayout = .csv
  @Option(help: "With --layout matrix: a CSV with a column subject, a line for each row.")
  var probeLabels: String?
  @Option(help: "The same for the columns; without it they are the rows' own templates.")
  var referenceLabels: String?
  @Option(help: "A BEE matrix of scores (.mtx).")
  var similarity: String?
  @Option(help: "The mask of --similarity, which says what is mated.")
  var mask: String?
  @Option(help: "Which end of the scale is the similar one; similarity when not given.")
  var polarity: Polarity?

  func validate() throws {
    let ways = [mated != nil || nonMated != nil, scores != nil, similarity != nil].count { $0 }
    if ways != 1 {
      throw ValidationError(
        "Give --mated and --non-mated, or --scores, or --similarity with --mask")
    }
    if (mated == nil) != (nonMated == nil) {
      throw ValidationError("--mated and --non-mated go together: rates need both classes")
    }
    if (similarity == nil) != (mask == nil) {
      throw ValidationError("--similarity and --mask go together: the mask says what is mated")
    }
    if (probeLabels != nil || referenceLabels != nil) && layout != .matrix {
      throw ValidationError("--probe-labels and --reference-labels go with --layout matrix")
    }
  }

  /// The files named, with their hashes.
  func hashed() throws -> [ReportContext.Input] {
    try [mated, nonMated, scores, probeLabels, referenceLabels, similarity, mask]
      .compactMap { try $0.map { try ReportContext.Input(path: $0) } }
  }

  func load(threads: Int) throws -> LoadedScores {
    if let mated, let nonMated {
      return .classes(
        try ScoreDistribution(
          matedFile: mated, nonMatedFile: nonMated, polarity: polarity ?? .similarity,
          threads: threads))
    }
    if let similarity, let mask {
      return .labelled(
        try LabelledComparisons(beeMatrix: similarity, mask: mask, polarity: polarity))
    }
    if let scores, layout == .matrix, let probeLabels {
      return .labelled(
        try LabelledComparisons(
          matrixFile: scores, probes: probeLabels, references: referenceLabels,
          polarity: polarity ?? .similarity))
    }
    return try LoadedScores(path: scores ?? "", layout: layout, polarity: polarity ?? .similarity)
  }

  /// Stops where the scores look like the other polarity and nobody has said which one they are.
  func refuseSwapped(_ evaluation: OneToOneEvaluation) throws {
    guard polarity == nil, similarity == nil, evaluation.isSurelySwapped else { return }
    throw Failure(
      .mismatchedInput,
      "mated scores are lower than non-mated ones (area under the curve "
        + "\(Numerals.significant(evaluation.areaUnderCurve))), so they look like distances",
      file: scores ?? mated,
      remedy: "Add --polarity distance, check which file is which, or add --polarity similarity "
        + "if the system really is worse than chance")
  }
}
