import Statistics
import Essentials

extension Anatomy {
  /// The result in words and tables, limits first.
  public var text: String {
    let shown = percentageText
    var lines = ["Where the false hits of \(scenario) come from", "", "What this can't tell"]
    lines += limits.map { "- \($0)." }
    lines += [
      "",
      "In \(Numerals.grouped(captures)) captures a look-up finds \(Numerals.significant(falseHits.value)) of somebody else shown at \(shown) % or above by \(mapping) (95 % interval \(Numerals.significant(falseHits.lower)) to \(Numerals.significant(falseHits.upper)), \(probes) probes); in all \(Numerals.grouped(scenarioCaptures)) captures that is \(Numerals.grouped(Int(falseHitsInScenario.rounded()))).",
      "With every cause off: \(Numerals.significant(falseHitsWithoutCauses)).",
      "Look-ups whose best hit is such a one: \(wrongAtFirst.text(wrongAtFirst.wilson())).",
      "",
    ]
    var table = TextTable([
      .text("cause"), .number("of 100 hits, gone without it alone"), .text("95 % interval"),
      .number("its share of 100"), .text("look-ups still wrong at first"),
    ])
    for effect in effects {
      table.append([
        effect.cause.title, Anatomy.ofHundred(effect.removed.value, 1),
        "\(Anatomy.ofHundred(effect.removed.lower, 1)) to \(Anatomy.ofHundred(effect.removed.upper, 1))",
        Numerals.fixed(effect.share, 1),
        "\(effect.wrongAtFirstWithout.events) of \(effect.wrongAtFirstWithout.trials)",
      ])
    }
    lines += table.lines() + [""]
    lines += effects.map { "- \($0.sentence)" }
    lines += ["", "Causes that work together, or do the same"]
    for interaction in interactions.prefix(5) {
      let hits = Numerals.fixed(abs(interaction.beyond), 1)
      let meaning =
        isOverlap(interaction)
        ? "\(hits) of 100 hits are gone by the remedy of either, and counted for both"
        : "both remedies together take away \(hits) of 100 hits \(interaction.beyond < 0 ? "fewer" : "more") than their two numbers added up"
      lines.append("- \(interaction.first.title), and \(interaction.second.title): \(meaning).")
    }
    return lines.joined(separator: "\n")
  }

  /// Whether what two remedies lack together can be the hits that either takes away: a remedy that
  /// takes away fewer, or brings more, has none to count twice.
  private func isOverlap(_ interaction: Interaction) -> Bool {
    let least =
      effects.filter { $0.cause == interaction.first || $0.cause == interaction.second }
      .map(\.removed.value).min() ?? 0
    return interaction.beyond < 0 && -interaction.beyond <= least * (1 + 1e-9)
  }
}
