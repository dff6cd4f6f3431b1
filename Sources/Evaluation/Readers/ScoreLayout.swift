/// How a file of scores of both classes is laid out.
public enum ScoreLayout: String, Sendable, Codable, CaseIterable {
  /// bob's four columns: claimed identity, true identity, probe's label, score.
  case fourColumns = "4col"
  /// bob's five columns: claimed identity, model's label, true identity, probe's label, score.
  case fiveColumns = "5col"
  /// CSV with the columns `probe`, `reference` (subjects) and `score`, or `mated` and `score`.
  case csv
  /// A label (1, mated, genuine; 0, non-mated, impostor) and a score on each line.
  case labelScore = "label-score"
  /// A matrix of scores (.npy or .fvecs), a row a probe, with a CSV of subjects for either side.
  case matrix
}

/// Scores of both classes, with their subjects where the file names them.
public enum LoadedScores: Sendable {
  /// Whose templates were compared is known.
  case labelled(LabelledComparisons)
  /// Only the class of each comparison is known.
  case classes(ScoreDistribution)

  /// The two classes, whatever is known of the subjects.
  ///
  /// - Throws: ``Failure`` (`notMeasurable`) for an empty class.
  /// - Complexity: O(n).
  public func distribution() throws -> ScoreDistribution {
    switch self {
    case .labelled(let comparisons): try comparisons.distribution()
    case .classes(let distribution): distribution
    }
  }
}
