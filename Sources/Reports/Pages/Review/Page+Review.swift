import Essentials
public import Review
import Statistics

extension Page {
  /// The report of a review scenario: what people decided, and what it cost whom.
  ///
  /// - Parameters:
  ///   - outcome: what came of the scenario.
  ///   - counterfactuals: what each switch does to the same people and pairs; may be empty.
  ///   - workflows: the same work organised differently; nil leaves the section out.
  ///   - context: version and seed.
  /// - Returns: the page.
  public static func review(
    _ outcome: ScenarioOutcome, counterfactuals: [Counterfactual] = [],
    workflows: WorkflowComparison? = nil, context: ReportContext
  ) -> Page {
    let story = ReviewStory(outcome)
    let switches = ReviewSwitchesStory(counterfactuals)
    return Page(
      title: "The people behind it: \(outcome.title)",
      summary: """
        The scenario \(code: outcome.scenario), run with simulated people: what they correct, what \
        they let pass, what they get wrong themselves, and what they earn.
        """,
      limits: (outcome.limits + ["Rates are of simulated decisions, not of any real system"]).map {
        Prose($0 + ".")
      },
      sections: [
        Section("In short", story.summary), story.terms, story.alerts, story.decisions,
        story.automation, story.money, story.work, workflows.map { WorkflowStory($0).section },
        switches.section, story.tables, story.checks, story.sources, story.settings,
      ].compactMap { $0 },
      provenance: context.provenance + [.init("scenario", "\(code: outcome.scenario)")])
  }
}
