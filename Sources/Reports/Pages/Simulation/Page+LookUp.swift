import Essentials
public import Simulation
import Statistics

extension Page {
  /// The report of a simulated look-up.
  public static func lookUp(_ result: LookUpResult, context: ReportContext) -> Page {
    let scenario = result.scenario
    var sections: [Section] = []
    for (side, title) in [
      (result.absent, "People who were never captured"),
      (result.present, "People who were captured"),
    ] {
      if let side { sections.append(LookUpParts.section(side, title, scenario)) }
    }
    if let review = result.review { sections.append(LookUpParts.section(review)) }
    sections.append(LookUpParts.sources(scenario))
    return Page(
      title: scenario.title,
      summary: """
        The simulated look-up \(code: scenario.name): \(result.captures) faces passed, \
        \(result.stored) captures of about \(Int(result.expectedPeople.rounded())) people are \
        searched.
        """,
      limits: result.limits.map { Prose($0 + ".") }, sections: sections,
      provenance: context.provenance + [.init("scenario", "\(code: scenario.name)")])
  }

  /// The report of a simulated watch list.
  public static func watchList(_ result: WatchListResult, context: ReportContext) -> Page {
    let scenario = result.scenario
    return Page(
      title: scenario.title,
      summary: """
        The simulated watch list \(code: scenario.name): \(result.faces) faces pass \
        \(result.enrolled) people on the list.
        """,
      limits: result.limits.map { Prose($0 + ".") },
      sections: [
        Section(
          "In short",
          [
            .tiles([
              .init(
                value: Numerals.grouped(result.falseAlerts.events), label: "false alerts",
                detail: result.falseAlerts.text(result.falseAlertsInterval)),
              .init(
                value: Numerals.grouped(result.trueAlerts.events), label: "true alerts",
                detail: result.trueAlerts.text(result.trueAlertsInterval)),
              .init(
                value: result.correctAmongAlerts.rate.map { Numerals.percent($0) }
                  ?? "not measurable", label: "of alerts right",
                detail: result.correctAmongAlerts.text(result.correctAmongAlertsInterval)),
            ]),
            .figure(
              .funnel(
                title: "What becomes of the faces",
                description: "Faces that raised an alert, and for whom.",
                [
                  .init(
                    "for the person", result.trueAlerts.events, detail: "", kind: .good),
                  .init(
                    "for somebody else", result.falseAlerts.events + result.mistakenAlerts,
                    detail: "", kind: .bad),
                ])),
          ]), LookUpParts.sources(scenario),
      ],
      provenance: context.provenance + [.init("scenario", "\(code: scenario.name)")])
  }
}

/// The parts of a look-up's page.
enum LookUpParts {
  static func section(
    _ side: LookUpResult.Side, _ title: String, _ scenario: Scenario
  ) -> Section {
    let mapping = scenario.mappings.first ?? ""
    let percentage = scenario.percentageText
    var table = TextTable(
      [
        .number("probe"), .number("rank"), .number("score"), .text("is"),
      ] + scenario.mappings.map { .number($0) }
        + [.text("place"), .text("time"), .text("condition")])
    for (index, answer) in side.probes.enumerated() {
      for candidate in answer.candidates.prefix(3) {
        table.append(
          [
            "\(index + 1)", "\(candidate.rank)", Numerals.fixed(candidate.score, 3),
            candidate.isMate ? "the person" : "somebody else",
          ]
            + scenario.mappings.map { Numerals.fixed(candidate.percentages[$0] ?? 0, 1) + " %" }
            + [candidate.place, candidate.time, candidate.condition])
      }
    }
    let shown = side.falseAtPercentage[mapping] ?? Proportion(events: 0, trials: 0)
    return Section(
      title,
      [
        .tiles([
          .init(
            value: "\(side.wrongAtFirst.events) of \(side.wrongAtFirst.trials)",
            label: "begin with somebody else",
            detail: side.wrongAtFirst.text(side.wrongAtFirstInterval)),
          .init(
            value: Numerals.fixed(side.medianBestPercentage[mapping] ?? .nan, 1) + " %",
            label: "shown for the best candidate, in the middle", detail: "by \(mapping)"),
          .init(
            value: "\(shown.events) of \(shown.trials)",
            label: "candidates shown at \(percentage) % or above are somebody else",
            detail: shown.trials == 0
              ? "none is shown so high"
              : shown.text(side.falseAtPercentageInterval[mapping])),
          .init(
            value: Numerals.fixed(side.medianBestStranger ?? .nan, 3),
            label: "the best stranger's score",
            detail: side.medianExpectedBestStranger.map {
              "\(Numerals.fixed($0, 3)) was expected from one capture in ten"
            } ?? "too few captures for an expectation"),
        ]), .table(table, caption: "The three best candidates of each probe"),
      ])
  }

  static func section(_ review: LookUpResult.ReviewOutcome) -> Section {
    Section(
      "What people made of it",
      [
        .facts([
          .init("simulated reviewers a candidate", "\(review.reviewers)"),
          .init(
            "of somebody else, called the person",
            Prose(review.falseMatchesKept.text(review.falseMatchesKeptInterval))),
          .init(
            "of the person, called somebody else",
            Prose(review.trueMatchesLost.text(review.trueMatchesLostInterval))),
          .init(
            "decisions cost",
            Prose("\(Numerals.fixed(review.decisionCost, 2)) \(review.currency)")),
          .init(
            "look-ups cost", Prose("\(Numerals.fixed(review.lookUpCost, 2)) \(review.currency)")),
        ])
      ])
  }

  static func sources(_ scenario: Scenario) -> Section {
    Section(
      "Given and assumed",
      [
        .list(
          scenario.facts.map { Prose("Given: \($0).") }
            + scenario.assumptions.map { Prose("Assumed: \($0).") })
      ])
  }
}
