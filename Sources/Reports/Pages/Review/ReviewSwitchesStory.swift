import Essentials
import Review
import Statistics

/// The part of a review page on counterfactuals: one switch apart.
struct ReviewSwitchesStory {
  let all: [Counterfactual]

  init(_ all: [Counterfactual]) { self.all = all }

  /// The section; nil without counterfactuals.
  var section: Section? {
    guard !all.isEmpty else { return nil }
    return Section(
      "What one switch does",
      [
        .paragraph(
          """
          The same three people judge the same pairs with the same random numbers twice, and one \
          thing is different: what they are shown, what they have come to expect, how long they \
          have, how tired they are, how many they are. What is left is the effect of that one thing.
          """),
        .figure(
          figure(
            "strangers accepted",
            "To the right of 0 more strangers are called the same person, to the left "
              + "fewer. The line through a dot is its 95 % interval.", \.strangersAccepted)),
        .figure(
          figure(
            "mates refused",
            "The price on the other side: to the right of 0 more people who truly are "
              + "the person are turned away.", \.matesRefused)),
      ])
  }

  private func figure(
    _ quantity: String, _ description: String,
    _ part: KeyPath<Counterfactual, Counterfactual.Difference>
  ) -> Figure {
    .changes(
      title: "Change of \(quantity) by one switch", description: description,
      all.map { entry in
        let difference = entry[keyPath: part]
        return .init(
          ReviewSwitchesStory.name(entry),
          detail: "\(Numerals.grouped(difference.first)) → \(Numerals.grouped(difference.second)) "
            + "of \(Numerals.grouped(difference.candidates))",
          change: difference.difference, interval: difference.interval)
      }, of: quantity)
  }

  /// Short enough for an axis.
  private static func name(_ entry: Counterfactual) -> String {
    switch entry.name {
    case "prevalence": "told: \(entry.second)"
    case "time": "deadline \(entry.first) → \(entry.second)"
    case "fatigue": "first → eighth hour"
    case "overlap": "one → three reviewers"
    case "second look": "first answer is seen"
    default: entry.name
    }
  }
}
