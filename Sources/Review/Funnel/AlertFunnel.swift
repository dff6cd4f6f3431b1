import Essentials
public import Statistics

/// From alerts to people rightly found: how many remain at each stage.
///
/// Each stage is a part of the one before; shares are of the first alerts. In a scenario the unit is a
/// search (one candidate list), so that stages are independent trials.
public struct AlertFunnel: Sendable, Equatable, Codable {
  /// One stage.
  public struct Stage: Sendable, Equatable, Codable {
    /// What is left, in words.
    public let name: String
    /// How many.
    public let count: Int
    /// The share of the alerts; nil before them and for the alerts themselves.
    public let ofAlerts: Proportion?
    /// Wilson's interval of the share; nil with no alert.
    public let interval: Interval?
  }

  /// What it is the funnel of.
  public let title: String
  /// Where the counts come from.
  public let source: String
  /// The stages, first to last.
  public let stages: [Stage]

  init(title: String, source: String, before: [(String, Int)], alerts: [(String, Int)]) {
    self.title = title
    self.source = source
    var stages = before.map { Stage(name: $0.0, count: $0.1, ofAlerts: nil, interval: nil) }
    for (index, stage) in alerts.enumerated() {
      let share = index == 0 ? nil : Proportion(events: stage.1, trials: alerts[0].1)
      stages.append(
        Stage(name: stage.0, count: stage.1, ofAlerts: share, interval: share?.wilson()))
    }
    self.stages = stages
  }

  /// Six observed trials in London, 2018 to 2019: 42 alerts, 8 of them verified as right.
  public static let london = AlertFunnel(
    title: "London, six observed trials, 2018 to 2019",
    source: "independent report of the University of Essex (published counts)", before: [],
    alerts: [
      ("alerts", 42), ("held credible by people", 26), ("people stopped", 22),
      ("verified as right", 8),
    ])

  /// The funnel of `verdicts` on the `candidates` of searches.
  ///
  /// A search with a right and a wrong person confirmed counts as right.
  ///
  /// - Complexity: O(n).
  public init(candidates: [ReviewCandidate], verdicts: [PanelReview.Verdict]) {
    precondition(candidates.count == verdicts.count, "a verdict for each candidate")
    var searches: Set<Int> = []
    var hits: Set<Int> = []
    var confirmed: Set<Int> = []
    var right: Set<Int> = []
    for (candidate, verdict) in zip(candidates, verdicts) {
      searches.insert(candidate.list)
      if !candidate.isProposed { continue }
      hits.insert(candidate.list)
      if verdict != .same { continue }
      confirmed.insert(candidate.list)
      if candidate.isMated { right.insert(candidate.list) }
    }
    self.init(
      title: "This scenario", source: "simulated", before: [("searches", searches.count)],
      alerts: [
        ("with a hit", hits.count), ("confirmed by people", confirmed.count),
        ("with the right person", right.count),
      ])
  }

  /// The stages in one line: "42 alerts → 26 held credible by people → …".
  public var line: String {
    stages.map { "\(Numerals.grouped($0.count)) \($0.name)" }.joined(separator: " → ")
  }
}
