import Essentials
public import Evaluation

extension Page {
  /// The report of a 1:1 evaluation, with the sections that ISO/IEC 19795-1 asks for.
  ///
  /// - Parameters:
  ///   - evaluation: the results.
  ///   - scores: the scores they were computed from, for the distributions.
  ///   - differentials: rates by group, one for each attribute.
  ///   - calibration: whether stated probabilities come true, one for each way of stating them.
  ///   - context: what was tested, from which files.
  /// - Returns: the page.
  /// - Complexity: O(scores).
  public static func evaluation(
    _ evaluation: OneToOneEvaluation, scores: ScoreDistribution,
    differentials: [Differential] = [], calibration: [CalibrationCheck] = [],
    context: ReportContext
  ) -> Page {
    let parts = EvaluationParts(evaluation)
    let results = Section(
      "Results",
      [parts.distributions(scores), parts.curves, parts.thresholds, parts.equalErrorRates]
        .map { .section($0) }
        + [
          .section(parts.separation), .section(parts.likelihoodRatios),
        ] + calibration.map { .section(CalibrationParts($0).section) }
        + differentials.map { .section(DifferentialParts($0).section) })
    return Page(
      title: "How well a face matcher tells people apart",
      summary: """
        An evaluation of one-to-one comparisons: \(Numerals.grouped(evaluation.matedCount)) of a \
        person with themselves, \(Numerals.grouped(evaluation.nonMatedCount)) of two people.
        """,
      limits: parts.limits,
      sections: [
        parts.plainWords, context.systemSection, parts.data, parts.protocolSection, results,
        parts.uncertainty,
      ], provenance: context.provenance + parts.conventions)
  }
}
