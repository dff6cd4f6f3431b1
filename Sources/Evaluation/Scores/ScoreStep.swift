/// One distinct score and how many comparisons of each class have exactly it.
public struct ScoreStep: Sendable, Equatable {
  /// The score, in the polarity of its distribution.
  public let score: Double
  /// Mated comparisons with this score.
  public let mated: Int
  /// Non-mated comparisons with this score.
  public let nonMated: Int

  /// Makes it.
  public init(score: Double, mated: Int, nonMated: Int) {
    self.score = score
    self.mated = mated
    self.nonMated = nonMated
  }
}
