/// How to aggregate; the defaults are those of the command line.
public struct AggregationOptions: Sendable, Equatable, Codable {
  /// What happens when labels are equally likely.
  public var tieRule: TieRule
  /// Below this posterior the best label is marked undecided.
  public var minimumPosterior: Double
  /// Known labels by task: clamped in Dawid–Skene, the measure of workers in gold-weighted majority.
  public var gold: [String: String]
  /// Pseudo-counts added to each cell of Dawid–Skene's tables; 0 for maximum likelihood.
  public var smoothing: Double
  /// The relative change of the objective below which iteration has converged.
  public var tolerance: Double
  /// After how many iterations to stop, converged or not.
  public var maximumIterations: Int
  /// How many starts MACE is given, all different.
  public var restarts: Int
  /// The seed of random ties, MACE's starts and KOS's messages.
  public var seed: UInt64
  /// How many threads to use; the result does not depend on it.
  public var threads: Int

  /// Makes it.
  public init(
    tieRule: TieRule = .lowest, minimumPosterior: Double = 0.5, gold: [String: String] = [:],
    smoothing: Double = 0, tolerance: Double = 1e-9, maximumIterations: Int = 10_000,
    restarts: Int = 10, seed: UInt64 = 0, threads: Int = 2
  ) {
    self.tieRule = tieRule
    self.minimumPosterior = minimumPosterior
    self.gold = gold
    self.smoothing = smoothing
    self.tolerance = tolerance
    self.maximumIterations = maximumIterations
    self.restarts = restarts
    self.seed = seed
    self.threads = threads
  }
}
