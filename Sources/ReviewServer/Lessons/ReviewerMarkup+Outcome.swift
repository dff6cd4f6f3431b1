import Essentials
import Lessons
import Reports
import Review
import Statistics

extension ReviewerMarkup {
  /// What the round says.
  func outcome(
    _ outcome: ReviewerOutcome, _ round: ReviewerRound, _ pairs: [ReviewerRound.Pair]
  ) -> WebPage {
    func range(_ interval: Interval) -> String {
      "\(Numerals.fixed(interval.lower, 1)) to \(Numerals.fixed(interval.upper, 1))"
    }
    func tile(_ estimate: SensitivityEstimate, _ label: String) -> Block.Tile {
      .init(
        value: Numerals.fixed(estimate.observer.sensitivity, 1), label: label,
        detail:
          "95 % interval \(range(estimate.sensitivityInterval)), \(estimate.sensitivityInterval.method.rawValue)"
      )
    }
    let moved =
      outcome.movementInterval.map { "95 % interval \(range($0)), \($0.method.rawValue)" }
      ?? "the same for every pair: no interval"
    let blocks: [Block] = [
      .tiles([
        tile(outcome.hidden, "your d' without the score"),
        tile(outcome.shown, "your d' with the score"),
        .init(
          value: (outcome.movement > 0 ? "+" : "") + Numerals.fixed(outcome.movement, 2),
          label: "steps towards the score (six at most; minus: away from it)", detail: moved),
      ]),
      .paragraph(
        "d' says how far apart one person and two people lie for you, in units of your own uncertainty: 0 is guessing, 1 is right in 69 of 100 pairs, 2 in 84, 3 in 93. Half an answer is added to each count, so that nobody is infinitely good after twelve pairs."
      ),
      .paragraph(Prose(sentence(outcome))),
      .table(counts(outcome), caption: "What you said, by what was true"),
      .table(lines(outcome, pairs), caption: "Pair by pair"),
      .table(others, caption: "Published: people on ordinary pairs of real faces"),
    ]
    return page(
      "What you did",
      [
        LessonMarkup.limits(ReviewerMarkup.limits),
        .tag("h2", text: "Your result"),
      ] + Fragment(blocks).markup + [
        .tag("h2", text: "What could not be known"),
        .tag(
          "ul", [:],
          [
            "Whether the score moved you, or the second look: the two come together here. In a study with hundreds of people a shown label moved the answers by a whole step and left d' as it was (Howard and others, 2020).",
            "How you would do after four hours, or under a deadline, or paid by the piece.",
            "Whether the machine was right about the people of a real city: it was not asked.",
          ].map { .tag("li", text: $0) }),
        .tag("h2", text: "To take home"),
        .tag(
          "p", ["class": "summary", "id": "take-home"],
          text:
            "A person who looks is a second instrument, with errors of its own, and one that reads the first instrument's display."
        ),
        .tag(
          "p", ["class": "onward"],
          [
            .tag(
              "a", ["class": "button", "href": "/lessons", "id": "onward"], text: "All lessons"),
            .tag(
              "a", ["class": "button quiet", "href": "/lessons/reviewer"], text: "Another round"),
          ]),
      ])
  }

  private func sentence(_ outcome: ReviewerOutcome) -> String {
    guard let interval = outcome.movementInterval else {
      return outcome.movement == 0
        ? "The score did not move you at all: every answer was the same the second time."
        : "The score moved every answer by the same step."
    }
    if interval.lower > 0 { return "You moved towards the score, by more than chance." }
    if interval.upper < 0 { return "You moved away from the score, by more than chance." }
    return
      "Whether the score moved you can't be said from twelve pairs: chance alone could have done this."
  }

  private func counts(_ outcome: ReviewerOutcome) -> TextTable {
    var table = TextTable([
      .text("look"), .number("one person, and you said so"),
      .number("two people, and you said one"), .number("can't tell counts"),
    ])
    for (name, estimate) in [
      ("without the score", outcome.hidden), ("with the score", outcome.shown),
    ] {
      table.append([
        name, "\(Numerals.significant(estimate.hits)) of \(estimate.matedPairs)",
        "\(Numerals.significant(estimate.falsePasses)) of \(estimate.nonMatedPairs)", "half",
      ])
    }
    return table
  }

  private func lines(_ outcome: ReviewerOutcome, _ pairs: [ReviewerRound.Pair]) -> TextTable {
    var table = TextTable([
      .number("pair"), .text("truth"), .number("the machine"), .text("you, without the score"),
      .text("you, with the score"), .number("steps towards the score"),
    ])
    for (index, line) in outcome.lines.enumerated() {
      let pair = pairs[line.pair]
      table.append([
        String(index + 1), pair.isMated ? "one person" : "two people",
        Numerals.fixed(pair.percent, 0) + " %", ReviewerMarkup.answers[line.hidden + 3],
        ReviewerMarkup.answers[line.shown + 3], String(line.towardsScore),
      ])
    }
    return table
  }

  /// Published reviewers.
  private var others: TextTable {
    var table = TextTable([.text("who"), .number("d'"), .text("source"), .text("how known")])
    for name in ["mturk", "prolific", "students", "unsw-registry", "passport-officer"] {
      guard let preset = ReviewerPreset.named(name), let figure = preset.figures.first else {
        continue
      }
      table.append([
        preset.summary, Numerals.fixed(preset.model.observer.sensitivity, 2), figure.source,
        figure.mark.meaning,
      ])
    }
    return table
  }
}
