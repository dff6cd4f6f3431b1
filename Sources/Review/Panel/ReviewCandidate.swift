/// One candidate of a list that reviewers decide on.
public struct ReviewCandidate: Sendable, Equatable, Codable {
  /// The list (search, alert) it belongs to; candidates of one list are not independent.
  public var list: Int
  /// Whether the candidate truly is the probe's person.
  public var isMated: Bool
  /// The algorithm's similarity, higher for more alike; finite.
  public var score: Double
  /// Whether the algorithm alone would have called it a match.
  public var isProposed: Bool
  /// What is shown as a percentage, as a share 0…1; nil where the system shows none.
  public var shownShare: Double?
  /// Where the score stands among *all* comparisons of its class, as a standard normal deviate.
  ///
  /// Candidates at the head of a list are extremes of millions of comparisons: a stranger there has a
  /// deviate of 3 or more, and is hard for a person whose evidence correlates with the score. Nil: the
  /// rank among the candidates given is used instead, which makes no candidate extreme.
  public var classDeviate: Double?

  /// Makes it.
  public init(
    list: Int, isMated: Bool, score: Double, isProposed: Bool, shownShare: Double? = nil,
    classDeviate: Double? = nil
  ) {
    self.list = list
    self.isMated = isMated
    self.score = score
    self.isProposed = isProposed
    self.shownShare = shownShare
    self.classDeviate = classDeviate
  }
}
