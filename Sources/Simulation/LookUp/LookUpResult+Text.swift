import Statistics
import Essentials

extension LookUpResult {
  /// The result in words and tables, limits first.
  public var text: String {
    var lines = [scenario.title, "", "What this can't tell"]
    lines += limits.map { "- \($0)." }
    lines += scenario.facts.map { "Given: \($0)." } + scenario.assumptions.map { "Assumed: \($0)." }
    lines += [
      "",
      "\(Numerals.grouped(captures)) faces passed; \(Numerals.grouped(stored)) captures of about \(Numerals.grouped(Int(expectedPeople.rounded()))) people are searched (\(Numerals.grouped(notDetected)) without a face found, \(Numerals.grouped(lost)) lost).",
    ]
    for (mapping, people) in strangersToPercentage.sorted(by: { $0.key < $1.key }) {
      lines.append(
        "By \(mapping), the best of \(Numerals.grouped(people)) strangers is shown at \(scenario.percentageText) % or above in half of all searches (measured on real people, clean pictures)."
      )
    }
    if let absent {
      lines += LookUpResult.lines(absent, "People who were never captured", scenario)
    }
    if let present { lines += LookUpResult.lines(present, "People who were captured", scenario) }
    if let review {
      lines += [
        "", "What \(review.reviewers) simulated reviewers a candidate made of it",
        "Candidates of somebody else that they called the person: \(review.falseMatchesKept.text(review.falseMatchesKeptInterval)).",
        "Candidates of the person that they called somebody else: \(review.trueMatchesLost.text(review.trueMatchesLostInterval)).",
        "Decisions cost \(Numerals.fixed(review.decisionCost, 2)) \(review.currency), look-ups \(Numerals.fixed(review.lookUpCost, 2)) \(review.currency).",
      ]
    }
    return lines.joined(separator: "\n")
  }

  private static func lines(_ side: Side, _ title: String, _ scenario: Scenario) -> [String] {
    let percentage = scenario.percentageText
    var lines = ["", title]
    let mappings = scenario.mappings
    var table = TextTable(
      [
        .number("probe"), .number("captures of the person"), .number("best rank of these"),
        .number("best candidate"), .text("is"), .number("best stranger"), .number("expected"),
      ] + mappings.map { .number("shown, \($0)") } + [.text("where"), .text("when")])
    for (index, answer) in side.probes.enumerated() {
      let best = answer.candidates.first
      table.append(
        [
          "\(index + 1)", Numerals.grouped(answer.mates),
          answer.rankOfBestMate.map { Numerals.grouped($0) } ?? "",
          best.map { Numerals.fixed($0.score, 3) } ?? "",
          best.map { $0.isMate ? "the person" : "somebody else" } ?? "nobody",
          answer.observedBestStranger.map { Numerals.fixed($0, 3) } ?? "",
          answer.expectedBestStranger.map { Numerals.fixed($0, 3) } ?? "",
        ]
          + mappings.map { name in
            best?.percentages[name].map { Numerals.fixed($0, 1) + " %" } ?? ""
          } + [best?.place ?? "", best?.time ?? ""])
    }
    lines += table.lines()
    lines.append(
      "Best candidate is somebody else: \(side.wrongAtFirst.text(side.wrongAtFirstInterval)).")
    for mapping in mappings {
      guard let shown = side.falseAtPercentage[mapping] else { continue }
      lines.append(
        shown.trials == 0
          ? "No candidate is shown at \(percentage) % or above by \(mapping)."
          : shown.trials == 1
            ? "One candidate is shown at \(percentage) % or above by \(mapping), and is \(shown.events == 1 ? "somebody else" : "the person")."
            : "Candidates shown at \(percentage) % or above by \(mapping) that are somebody else: \(shown.text(side.falseAtPercentageInterval[mapping]))."
      )
    }
    return lines
  }
}
