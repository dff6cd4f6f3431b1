import Essentials
public import Statistics

/// Votes and the algorithm's score put together, and what was learned about both.
public struct CombinedResult: Sendable, Equatable, Codable {
  /// An estimate with its interval.
  public struct Estimate: Sendable, Equatable, Codable {
    /// The value.
    public let value: Double
    /// Percentiles over tasks drawn again; nil where none were drawn.
    public let interval: Interval?
  }

  /// What was concluded on one task.
  public struct Item: Sendable, Equatable, Codable {
    /// The task.
    public let task: String
    /// The label.
    public let label: String
    /// How probable the label is, given score and votes.
    public let posterior: Double
    /// How far the posterior could be off, as the parameters are estimated; nil where none were drawn.
    public let interval: Interval?
    /// Whether the interval holds ½: score and votes together do not decide.
    public let undecided: Bool
    /// P(same) from the calibrated score alone.
    public let scoreAlone: Double
    /// Answers "same" of all answers to the task.
    public let votes: Proportion
  }

  /// What was learned about one worker, averaged over scores.
  public struct Worker: Sendable, Equatable, Codable {
    /// The worker.
    public let worker: String
    /// How many answers the worker gave.
    public let answers: Int
    /// P("same" | same person).
    public let hitRate: Double
    /// P("same" | different people).
    public let falsePassRate: Double
  }

  /// What the figures can't say; to be read first.
  public let limits: [String]
  /// The label that says "same person".
  public let sameLabel: String
  /// The other one.
  public let differentLabel: String
  /// The share of pairs that are the same person.
  public let prevalence: Estimate
  /// How far apart the two classes of scores are, in standard deviations (the machine's d′).
  public let machineSensitivity: Estimate
  /// The correlation of people's evidence with the score within a class.
  public let correlation: Estimate
  /// The observed-data log-likelihood of scores and votes at the final parameters.
  public let logLikelihood: Double
  /// What was maximised: the same with weak priors on workers' intercepts.
  public let objective: Double
  /// How many iterations ran.
  public let iterations: Int
  /// Whether the objective's relative change fell below 1e-9.
  public let converged: Bool
  /// Things to know before using the result.
  public let notes: [String]
  /// A result for each task.
  public let labels: [Item]
  /// A result for each worker.
  public let workers: [Worker]
}

extension CombinedResult {
  /// The result for people.
  public var summary: String {
    func estimate(_ estimate: Estimate, _ text: (Double) -> String) -> String {
      guard let interval = estimate.interval else { return text(estimate.value) + " (no interval)" }
      return "\(text(estimate.value)) (95 % \(text(interval.lower)) to \(text(interval.upper)))"
    }
    func fixed(_ value: Double) -> String { Numerals.fixed(value, 2) }
    var lines = limits.map { "- \($0)." }
    lines += notes.map { "- Note: \($0)." }
    lines += [
      "", "\(labels.count) tasks, \(workers.count) workers; \"\(sameLabel)\" says same person.",
      "Same person: \(estimate(prevalence) { Numerals.percent($0) }) of tasks.",
      "The score alone has d' \(estimate(machineSensitivity, fixed)).",
      "People's evidence correlates with the score by \(estimate(correlation, fixed)): 0 means a new "
        + "opinion, 1 the same one again.",
      (converged ? "Converged" : "Not converged")
        + " after \(iterations) iterations; log-likelihood \(Numerals.fixed(logLikelihood, 4)).",
      "",
    ]
    var table = TextTable([
      .text("task"), .text("label"), .number("posterior"), .text("95 %"), .number("score alone"),
      .text("votes \"\(sameLabel)\""), .text(""),
    ])
    for item in labels.prefix(40) {
      table.append([
        item.task, item.label, Numerals.fixed(item.posterior, 4),
        item.interval.map { "\(Numerals.fixed($0.lower, 3)) to \(Numerals.fixed($0.upper, 3))" }
          ?? "", Numerals.fixed(item.scoreAlone, 4),
        "\(item.votes.events) of \(item.votes.trials)", item.undecided ? "undecided" : "",
      ])
    }
    lines += table.lines()
    if labels.count > 40 { lines.append("… \(labels.count - 40) more; --format json has all.") }
    let undecided = Proportion(events: labels.count(where: \.undecided), trials: labels.count)
    lines.append("Undecided: \(undecided.events) of \(undecided.trials) tasks.")
    return lines.joined(separator: "\n")
  }
}
