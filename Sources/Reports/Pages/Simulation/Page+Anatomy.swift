import Essentials
public import Simulation
import Statistics

extension Page {
  /// The report of an anatomy: one figure that tells it, and the numbers behind.
  public static func anatomy(_ anatomy: Anatomy, context: ReportContext) -> Page {
    let shown = anatomy.percentageText
    return Page(
      title: "Where a \"\(shown) %\" comes from: \(anatomy.scenario)",
      summary: """
        A simulated look-up, repeated with its causes switched on and off in all combinations. \
        A false hit is a stored capture of somebody else shown at \(shown) % or above.
        """,
      limits: anatomy.limits.map { Prose($0 + ".") },
      sections: [
        Section(
          "In short",
          [
            .tiles([
              .init(
                value: Numerals.significant(anatomy.falseHits.value),
                label: "false hits at \(shown) % or above in a look-up",
                detail:
                  "95 % interval \(Numerals.significant(anatomy.falseHits.lower)) to \(Numerals.significant(anatomy.falseHits.upper)); \(Numerals.grouped(anatomy.captures)) captures, \(anatomy.probes) probes"
              ),
              .init(
                value: Numerals.grouped(Int(anatomy.falseHitsInScenario.rounded())),
                label: "in all captures of the scenario",
                detail: "\(Numerals.grouped(anatomy.scenarioCaptures)) captures, in proportion"),
              .init(
                value: "\(anatomy.wrongAtFirst.events) of \(anatomy.wrongAtFirst.trials)",
                label: "look-ups that begin with a false hit",
                detail: anatomy.wrongAtFirst.text(anatomy.wrongAtFirst.wilson())),
            ]),
            .figure(.causes(anatomy)),
            .figure(.stillWrong(anatomy)),
            .list(anatomy.effects.map { Prose($0.sentence) }),
          ]),
        Section(
          "Causes together",
          [
            .paragraph(
              "Switching off two causes may take away more hits than their two numbers added up, or fewer, where either remedy does the work of both."
            ),
            .table(
              TextTable(
                [.text("cause"), .text("and"), .number("of 100 hits, beyond the sum of both")],
                rows: anatomy.interactions.map {
                  [$0.first.title, $0.second.title, Numerals.fixed($0.beyond, 1)]
                }), caption: "Pairs of causes, the strongest first"),
          ]),
      ],
      provenance: context.provenance + [
        .init("scenario", "\(code: anatomy.scenario)"),
        .init("mapping", "\(code: anatomy.mapping)"),
      ])
  }
}

extension Figure {
  /// How many look-ups still begin with a false hit, whatever single cause is switched off.
  static func stillWrong(_ anatomy: Anatomy) -> Figure {
    let all = Bar(
      "all causes on", anatomy.wrongAtFirst.events,
      detail: anatomy.wrongAtFirst.text(anatomy.wrongAtFirst.wilson()), kind: .bad)
    return .funnel(
      title:
        "Of \(anatomy.probes) look-ups, how many still begin with a false hit, one cause switched off",
      description:
        "With most causes gone alone, the first hit is still somebody else: the others are enough.",
      [all]
        + anatomy.effects.map { effect in
          let wrong = effect.wrongAtFirstWithout
          return Bar(
            effect.cause.label, wrong.events, detail: wrong.text(wrong.wilson()), kind: .bad)
        })
  }

  /// What would be gone without each cause, as bars with their intervals.
  static func causes(_ anatomy: Anatomy) -> Figure {
    var table = TextTable([
      .text("cause"), .number("gone of 100"), .text("95 % interval"), .number("share of 100"),
    ])
    let effects = anatomy.effects
    var good: [Plot.Box] = []
    var bad: [Plot.Box] = []
    var whiskers: [Plot.Whisker] = []
    var labels: [Plot.Label] = []
    let least = min(0, effects.map(\.removed.lower).min() ?? 0)
    for (index, effect) in effects.enumerated() {
      let y = Double(effects.count - index)
      let value = effect.removed.value
      let box = Plot.Box(x: min(0, value)...max(0, value), y: y - 0.32...y + 0.32)
      if value >= 0 { good.append(box) } else { bad.append(box) }
      whiskers.append(
        .init(
          x: value, y: y, low: effect.removed.lower, high: effect.removed.upper,
          isHorizontal: true))
      labels.append(
        .init(
          x: max(value, effect.removed.upper, 0) + 2, y: y,
          text: Anatomy.ofHundred(value)))
      table.append([
        effect.cause.title, Anatomy.ofHundred(value, 1),
        "\(Anatomy.ofHundred(effect.removed.lower, 1)) to \(Anatomy.ofHundred(effect.removed.upper, 1))",
        Numerals.fixed(effect.share, 1),
      ])
    }
    let floor = least < -100 ? -100 : (least / 20).rounded(.down) * 20
    return Figure(
      title:
        "Of 100 false hits at \(anatomy.percentageText) % or above, how many would be gone",
      description:
        "Each bar is one cause switched off alone, the line its 95 % interval over probes. The bars don't add up to 100: most hits need several causes at once, and any one of them removed is enough.",
      table: table,
      plot: Plot(
        width: 820, height: 120 + 44 * effects.count,
        x: .init(
          title: "false hits gone, of 100", range: (floor, 112),
          ticks: stride(from: floor, through: 100, by: 20).map {
            .init(place: $0, label: Numerals.fixed($0, 0))
          }, hasGrid: true),
        y: .init(
          title: "", range: (0.4, Double(effects.count) + 0.6),
          ticks: effects.enumerated().map {
            .init(
              place: Double(effects.count - $0.offset), label: $0.element.cause.label)
          }),
        layers: [
          .boxes(good, .init(ink: .third, opacity: 1)),
          .boxes(bad, .init(ink: .second, opacity: 1)),
          .whiskers(whiskers, .init(ink: .ink, width: 1.5)), .labels(labels, .ink),
        ], hasKey: false))
  }
}
