import Essentials
public import Statistics

/// What is particular to one scenario.
struct ScenarioStory: Sendable {
  var tables: [ScenarioOutcome.Table] = []
  var checks: [ScenarioOutcome.Check] = []
  var automatedShare: [ScenarioOutcome.AutomatedShare] = []
  var findings: [String] = []
}

/// What came of a scenario: limits first, then the funnel, the ledger and the story.
public struct ScenarioOutcome: Sendable, Equatable, Codable {
  /// A table of the story.
  public struct Table: Sendable, Equatable, Codable {
    /// What it shows.
    public let title: String
    /// The heads of its columns.
    public let columns: [String]
    /// Its rows, as many texts as columns.
    public let rows: [[String]]
  }

  /// A given figure, worked out again.
  public struct Check: Sendable, Equatable, Codable {
    /// What is checked.
    public let name: String
    /// What was given.
    public let given: String
    /// What comes out.
    public let computed: String
    /// How.
    public let derivation: String
    /// Whether the two agree to the digits given.
    public var holds: Bool { given == computed }
  }

  /// What one more reviewer buys.
  public struct CostPoint: Sendable, Equatable, Codable {
    /// How many people decide on each candidate.
    public let overlap: Int
    /// What the requester pays in all.
    public let cost: Money
    /// False matches corrected.
    public let corrected: Funnel.Count
    /// False matches newly created.
    public let created: Funnel.Count
    /// Cost for each corrected one; nil for none.
    public let costPerCorrectedFalseMatch: Money?

    init(_ run: ScenarioRun) {
      overlap = run.overlap
      cost = run.ledger.requesterCost
      corrected = run.funnel.falseMatchesCorrected
      created = run.funnel.falseMatchesCreated
      costPerCorrectedFalseMatch = run.ledger.cost(per: corrected.count)
    }
  }

  /// How much of the work is done without people at one time.
  public struct AutomatedShare: Sendable, Equatable, Codable {
    /// The month.
    public let month: Int
    /// Requests decided without people, of all.
    public let automated: Proportion
    /// Its interval.
    public let interval: Interval?
    /// The same where solved work does not make new work harder.
    public let withoutHardening: Proportion
  }

  /// The scenario's name.
  public let scenario: String
  /// What it is.
  public let title: String
  /// The seed.
  public let seed: UInt64
  /// What the outcome can't say; to be read first.
  public let limits: [String]
  /// Given figures with their sources.
  public let figures: [SourcedValue]
  /// What was chosen for want of a figure.
  public let assumptions: [String]
  /// False matches corrected, kept and newly created.
  public let funnel: Funnel
  /// Who was paid what.
  public let ledger: PayLedger
  /// How wages lie among workers.
  public let wages: WageDistribution
  /// What the requester paid in all.
  public let requesterCost: Money
  /// What a decision cost the requester; nil without decisions.
  public let costPerDecision: Money?
  /// What a corrected false match cost; nil for none.
  public let costPerCorrectedFalseMatch: Money?
  /// What was paid for each false match that review itself created; nil for none.
  public let costPerCreatedFalseMatch: Money?
  /// The same with 1, 3, 5 and 7 reviewers.
  public let costCurve: [CostPoint]
  /// How the automated share goes over time; empty where nothing is automated.
  public let automatedShare: [AutomatedShare]
  /// Given figures, worked out again.
  public let checks: [Check]
  /// The scenario's own tables.
  public let tables: [Table]
  /// What it shows, in plain sentences.
  public let findings: [String]

  init(_ run: ScenarioRun, story: ScenarioStory, costCurve: [CostPoint]) {
    scenario = run.scenario.name
    title = run.scenario.title
    seed = run.seed
    limits = [
      "Simulated people and candidates: no one was searched, no one decided, no one was paid",
      "Candidates are drawn from measured distances (\(MeasuredDistances.lfw.source)); "
        + "galleries beyond \(MeasuredDistances.lfw.largestGallery) people are extrapolated",
      "Counts depend on the assumptions below; intervals cover chance alone, not them",
    ]
    figures = run.scenario.figures
    assumptions = run.scenario.assumptions
    funnel = run.funnel
    ledger = run.ledger
    wages = run.ledger.wages
    requesterCost = run.ledger.requesterCost
    costPerDecision = run.ledger.costPerDecision
    costPerCorrectedFalseMatch = run.ledger.cost(per: run.funnel.falseMatchesCorrected.count)
    costPerCreatedFalseMatch = run.ledger.cost(per: run.funnel.falseMatchesCreated.count)
    self.costCurve = costCurve
    automatedShare = story.automatedShare
    checks = story.checks
    tables = story.tables
    findings = story.findings
  }
}
