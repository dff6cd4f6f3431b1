public import Statistics

/// The outcome of aggregating answers.
public struct AggregationResult: Sendable, Equatable, Codable {
  /// What was concluded on one task.
  public struct Item: Sendable, Equatable, Codable {
    /// The task.
    public let task: String
    /// The label, or nil where there is none (abstained, or no answer that counts).
    public let label: String?
    /// How probable the method holds the label: a posterior, or a share of (weighted) votes.
    public let posterior: Double?
    /// How far the posterior could be off, given how little is known of each worker.
    public let interval: Interval?
    /// Whether no label stands out: a tie, or a posterior below the minimum.
    public let undecided: Bool
    /// All labels that tied, where several did; empty else.
    public let tied: [String]
    /// The posterior of every label, in the order of ``AggregationResult/classes``.
    public let posteriors: [Double]

    /// Writes null where there is nothing: a key that is sometimes missing is a trap.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(task, forKey: .task)
      try container.encode(label, forKey: .label)
      try container.encode(posterior, forKey: .posterior)
      try container.encode(interval, forKey: .interval)
      try container.encode(undecided, forKey: .undecided)
      try container.encode(tied, forKey: .tied)
      try container.encode(posteriors, forKey: .posteriors)
    }
  }

  /// What was concluded on one worker.
  public struct Worker: Sendable, Equatable, Codable {
    /// The worker.
    public let worker: String
    /// How many answers the worker gave.
    public let answers: Int
    /// The method's measure of the worker; ``AggregationResult/skillMeaning`` says what it is.
    public let skill: Double?
    /// The interval of the skill, where it is a share of answers.
    public let interval: Interval?
    /// P(label given | true label), true labels as rows; only for methods that estimate it.
    public let confusion: [[Double]]?
    /// What is odd about the worker, in words; nil for nothing.
    public let note: String?

    /// Writes null where there is nothing: a key that is sometimes missing is a trap.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(worker, forKey: .worker)
      try container.encode(answers, forKey: .answers)
      try container.encode(skill, forKey: .skill)
      try container.encode(interval, forKey: .interval)
      try container.encode(confusion, forKey: .confusion)
      try container.encode(note, forKey: .note)
    }
  }

  /// The method.
  public let method: AggregationMethod
  /// The observed-data log-likelihood at the final parameters; nil for methods without one.
  public let logLikelihood: Double?
  /// What happened to ties.
  public let tieRule: TieRule
  /// What was maximised, where it is not the log-likelihood: penalised likelihood, variational bound.
  public let objective: Double?
  /// The name of the objective, such as "penalised log-likelihood".
  public let objectiveName: String?
  /// How many iterations ran; 0 for methods in one step.
  public let iterations: Int
  /// Whether the objective's relative change fell below the tolerance (true for one-step methods).
  public let converged: Bool
  /// What "converged" means here, in words.
  public let convergence: String
  /// The labels that occur, in order.
  public let classes: [String]
  /// The estimated share of each label among tasks.
  public let classShares: [Double]
  /// What ``Worker/skill`` measures, in words.
  public let skillMeaning: String
  /// Things to know before using the result: one class, repeated answers, workers not counted.
  public let notes: [String]
  /// A result for each task.
  public let labels: [Item]
  /// A result for each worker.
  public let workers: [Worker]

  /// Writes null where there is nothing: a key that is sometimes missing is a trap.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(method, forKey: .method)
    try container.encode(logLikelihood, forKey: .logLikelihood)
    try container.encode(tieRule, forKey: .tieRule)
    try container.encode(objective, forKey: .objective)
    try container.encode(objectiveName, forKey: .objectiveName)
    try container.encode(iterations, forKey: .iterations)
    try container.encode(converged, forKey: .converged)
    try container.encode(convergence, forKey: .convergence)
    try container.encode(classes, forKey: .classes)
    try container.encode(classShares, forKey: .classShares)
    try container.encode(skillMeaning, forKey: .skillMeaning)
    try container.encode(notes, forKey: .notes)
    try container.encode(labels, forKey: .labels)
    try container.encode(workers, forKey: .workers)
  }

  /// The share of `truth` that the labels have right; ties that are fractional count by their share.
  ///
  /// Tasks without a label count as wrong; tasks not in `truth` are left out.
  public func accuracy(against truth: [String: String]) -> (right: Double, of: Int) {
    var right = 0.0
    var total = 0
    for item in labels {
      guard let known = truth[item.task] else { continue }
      total += 1
      if tieRule == .fractional, !item.tied.isEmpty {
        if item.tied.contains(known) { right += 1 / Double(item.tied.count) }
      } else if item.label == known {
        right += 1
      }
    }
    return (right, total)
  }
}
