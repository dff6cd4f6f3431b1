public import Essentials

/// One system of human review, runnable: who is shown what, decides how, and is paid what.
public struct ReviewScenario: Sendable {
  /// The name the command line knows it by.
  public let name: String
  /// What it is, in a line.
  public let title: String
  /// Figures that were published or given, each with its source.
  public let figures: [SourcedValue]
  /// What we chose where no figure is known.
  public var assumptions: [String]
  /// The candidate lists.
  public var candidates: CandidatePlan
  /// The people.
  public var workforce: Workforce
  /// How many people decide on each candidate.
  public var overlap: Int
  /// What they are shown, expect and hurry for.
  public var condition: ReviewCondition
  /// How they are paid.
  public var pay: PayPlan
  /// Shares shown at or above the upper end are accepted and at or below the lower refused without
  /// people; nil: people see all.
  public var automation: ClosedRange<Double>?
  /// Which answers count.
  public var gate: AnswerGate?
  /// Who decides what the reviewers leave undecided; nil: nobody.
  public var adjudication: Adjudication?
  /// What is particular to this scenario: tables, checks, findings.
  let tell: @Sendable (ScenarioRun) throws -> ScenarioStory

  /// All scenarios, in the order of the documentation.
  public static let all: [ReviewScenario] = [
    moscow, patchwork, annotation, assistant, mechanicalTurk, once, captcha, game, managedTeam,
    inHouse, clickFarm,
  ]

  /// The scenario of this name, or nil.
  public static func named(_ name: String) -> ReviewScenario? { all.first { $0.name == name } }

  /// Runs it.
  ///
  /// - Parameters:
  ///   - seed: the seed; the same seed gives the same outcome at any thread count.
  ///   - threads: how many threads to use.
  /// - Returns: funnel, ledger and story.
  /// - Throws: ``Failure`` where parameters are out of range.
  /// - Complexity: O(candidates · overlap), for each overlap of the cost curve.
  public func run(
    seed: UInt64, threads: Int = Parallel.defaultThreads
  ) throws -> ScenarioOutcome {
    let run = try ScenarioRun(self, overlap: overlap, seed: seed, threads: threads)
    let story = try tell(run)
    var curve: [ScenarioOutcome.CostPoint] = []
    for people in [1, 3, 5, 7] where people <= workforce.workers {
      let other =
        people == overlap
        ? run : try ScenarioRun(self, overlap: people, seed: seed, threads: threads)
      curve.append(ScenarioOutcome.CostPoint(other))
    }
    return ScenarioOutcome(run, story: story, costCurve: curve)
  }
}

/// Which answers are counted.
public enum AnswerGate: Sendable, Equatable, Codable {
  /// An answer counts where a known item, shown with it, was answered rightly.
  case controlBeside
  /// A worker's answers count once so many of so many known items were right.
  case training(right: Int, of: Int)
}
