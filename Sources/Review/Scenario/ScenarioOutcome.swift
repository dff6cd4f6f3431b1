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
    /// Whether the story in one screen can do without it.
    public let isDetail: Bool

    init(title: String, columns: [String], rows: [[String]], isDetail: Bool = false) {
      self.title = title
      self.columns = columns
      self.rows = rows
      self.isDetail = isDetail
    }
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

  /// Everything that was set: candidates, people, circumstances, pay.
  public struct Settings: Sendable, Equatable, Codable {
    /// The candidate lists.
    public let candidates: CandidatePlan
    /// The people.
    public let workforce: Workforce
    /// How many people decide on each candidate.
    public let overlap: Int
    /// What they are shown, expect and hurry for.
    public let condition: ReviewCondition
    /// How they are paid.
    public let pay: PayPlan
    /// The lower and the upper share beyond which no person is asked; nil: people see all.
    public let automation: ClosedRange<Double>?
    /// Which answers count; nil: all.
    public let gate: AnswerGate?
    /// Who decides what reviewers leave undecided; nil: nobody.
    public let adjudication: Adjudication?

    init(_ scenario: ReviewScenario, overlap: Int) {
      candidates = scenario.candidates
      workforce = scenario.workforce
      self.overlap = overlap
      condition = scenario.condition
      pay = scenario.pay
      automation = scenario.automation
      gate = scenario.gate
      adjudication = scenario.adjudication
    }
  }

  /// What was decided without people.
  public struct Automatic: Sendable, Equatable, Codable {
    /// Candidates decided without people, of all.
    public let decided: Funnel.Count
    /// Strangers accepted without people, of all accepted without people.
    public let wronglyAccepted: Funnel.Count
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
  /// What was set.
  public let settings: Settings
  /// Searches, hits, confirmed hits, right ones.
  public let alerts: AlertFunnel
  /// The same stages as published for London, to compare.
  public let london: AlertFunnel
  /// What was decided without people; nil where people see all.
  public let automatic: Automatic?
  /// How many candidates an adjudicator decided.
  public let adjudicated: Int
  /// False matches corrected, kept and newly created.
  public let funnel: Funnel
  /// Who was paid what.
  public let ledger: PayLedger
  /// How wages lie among workers.
  public let wages: WageDistribution
  /// Who worked unpaid, and how long.
  public let unpaid: UnpaidHours
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
    settings = Settings(run.scenario, overlap: run.overlap)
    alerts = AlertFunnel(candidates: run.candidates, verdicts: run.verdicts)
    london = .london
    automatic = run.scenario.automation == nil ? nil : Automatic(run)
    adjudicated = run.adjudicated
    funnel = run.funnel
    ledger = run.ledger
    unpaid = run.ledger.unpaid
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

extension ScenarioOutcome.Automatic {
  init(_ run: ScenarioRun) {
    let people = Set(run.reviewed)
    var decided = ClusteredTally()
    var accepted = ClusteredTally()
    for (index, candidate) in run.candidates.enumerated() {
      let isAutomatic = !people.contains(index)
      decided.add(cluster: candidate.list, isEvent: isAutomatic)
      if isAutomatic && run.verdicts[index] == .same {
        accepted.add(cluster: candidate.list, isEvent: !candidate.isMated)
      }
    }
    self.decided = Funnel.Count(decided)
    wronglyAccepted = Funnel.Count(accepted)
  }
}
