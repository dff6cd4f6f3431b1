import Essentials
public import Review
import Statistics

extension Page {
  /// The report of a review scenario: what people decided, and what it cost whom.
  public static func review(_ outcome: ScenarioOutcome, context: ReportContext) -> Page {
    let story = ReviewStory(outcome)
    return Page(
      title: "The people behind it: \(outcome.title)",
      summary: """
        The scenario \(code: outcome.scenario), run with simulated people: what they correct, what \
        they let pass, what they get wrong themselves, and what they earn.
        """,
      limits: outcome.limits.map { Prose($0 + ".") },
      sections: [
        Section("In short", story.summary), story.decisions, story.money, story.automation,
        story.tables, story.checks, story.sources,
      ].compactMap { $0 },
      provenance: context.provenance + [.init("scenario", "\(code: outcome.scenario)")])
  }
}
