/// The ways to turn answers into one label a task.
public enum AggregationMethod: String, Sendable, Codable, CaseIterable {
  /// Each answer one vote.
  case majority
  /// Votes weighted by agreement with the majority.
  case wawa
  /// Votes weighted by a skill that is moved towards agreement with the weighted majority.
  case zeroBasedSkill = "zero-based-skill"
  /// Votes weighted by accuracy on tasks whose answer is known.
  case goldMajority = "gold-majority"
  /// A table of errors for each worker, by expectation maximisation (Dawid and Skene 1979).
  case dawidSkene = "dawid-skene"
  /// One accuracy for each worker, by expectation maximisation.
  case oneCoin = "one-coin"
  /// Ability of workers and difficulty of tasks (Whitehill et al. 2009).
  case glad
  /// Workers who know or guess, by variational Bayes (Hovy et al. 2013).
  case mace
  /// Message passing for two labels (Karger, Oh and Shah 2011).
  case kos
}
