import ArgumentParser
import Essentials
import Evaluation

/// Rates by groups of people.
struct GroupOptions: ParsableArguments {
  @Option(help: "A CSV with a column subject and a column for each --group-by.")
  var groups: String?
  @Option(help: "A column of --groups to compare by; may be given several times.")
  var groupBy: [String] = []
  @Option(
    help: "The threshold for groups; that of the strictest measurable --fmr up to 0.001 else.")
  var groupThreshold: Double?
  @Option(help: "The weight of FMR against FNMR in joint measures.")
  var alpha = 0.5

  func validate() throws {
    if (groups == nil) != groupBy.isEmpty {
      throw ValidationError("--groups and --group-by go together: a file and its columns")
    }
    if !(0...1).contains(alpha) { throw ValidationError("--alpha takes a number from 0 to 1") }
    if let groupThreshold, !groupThreshold.isFinite {
      throw ValidationError("--group-threshold takes a finite number")
    }
  }

  func differentials(
    _ scores: LoadedScores, _ evaluation: OneToOneEvaluation
  ) throws -> [Differential] {
    guard let groups else { return [] }
    guard case .labelled(let comparisons) = scores else {
      throw Failure(
        .mismatchedInput, "groups need scores that name the subjects compared", file: groups,
        remedy: "Give scores with --layout 4col, 5col, csv (probe, reference) or matrix")
    }
    guard let threshold = groupThreshold ?? evaluation.thresholdForGroups else {
      throw Failure(
        .notMeasurable, "no target false match rate is measurable, so there is no threshold",
        remedy: "Give --group-threshold")
    }
    return try groupBy.map { attribute in
      Differential(
        comparisons, groups: try Differential.groups(file: groups, attribute: attribute),
        attribute: attribute, threshold: threshold, accepting: evaluation.options.accept,
        alpha: alpha, level: evaluation.options.level)
    }
  }
}
