import Biometrics
import Statistics
import Essentials
import Evaluation
import Reports

extension GuidedLesson {
  /// The lesson "What does 67 % mean?".
  static func percent() throws -> GuidedLesson {
    let library = try ScoreSetting.library()
    let lesson = PercentLesson(library: library)
    return GuidedLesson(
      name: "percent", title: "What does 67 % mean?",
      summary:
        "A system shows a similarity of 67 %. What has to be known before that says anything at all.",
      limits: scoreLimits + [
        "Rendered people lie closer together than real ones. They can be chosen here to show that each encoder and each kind of picture has numbers of its own; they are not the world."
      ],
      steps: [lesson.first, lesson.overlap, lesson.gallery, lesson.prior, lesson.mappings],
      unknown: [
        "How a vendor's system turns scores into percentages: it is hardly ever published.",
        "The chance that the person looked for is enrolled at all. No score can tell, and every conclusion depends on it.",
        "How the percentage behaves for one group of people or another: these calibrations do not tell groups apart.",
      ],
      sources: library.map { "\(code: $0.name): \($0.source)" },
      conclusion:
        "A percentage on a screen is a way to write a score. What it means is decided by how many people were searched, how good the picture was, and how likely it was that the person was there."
    )
  }
}

/// The steps of "What does 67 % mean?".
struct PercentLesson {
  let library: [Calibration]

  static let people = Control.slider(
    "people", "People enrolled",
    Control.Value.counts([1, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000], "people"),
    initial: 5)
  static let quality = Control.choice("pictures", "Pictures", ScoreSetting.pictures.map(\.label))
  static let mapping = Control.choice(
    "mapping", "Mapping of score to percent", ScoreSetting.mappings)
  static let prior = Control.slider(
    "prior", "Chance that the person is enrolled at all",
    Control.Value.chances([(1, 10_000), (1, 1_000), (1, 100), (1, 10), (1, 2), (9, 10)]), initial: 3
  )
  /// The percentage from which the system says "match".
  static let threshold = Control.slider(
    "percent", "Percentage shown (or asked for)",
    [30, 40, 50, 60, 67, 75, 80, 90, 95, 99].map { Control.Value($0, "\(Int($0)) %") }, initial: 4)

  /// What the controls say; those not in a step stand as at first.
  func setting(_ settings: Settings) -> ScoreSetting {
    func place(_ control: Control) -> Int {
      settings.controls.contains(control) ? settings.place(control.name) : control.initial
    }
    let percent =
      settings.controls.contains(PercentLesson.threshold) ? settings.number("percent") : 67
    return ScoreSetting(
      library[place(PercentLesson.quality)], mapping: place(PercentLesson.mapping),
      percent: percent)
  }

  func percentText(_ setting: ScoreSetting) -> String { "\(Numerals.fixed(setting.percent, 0)) %" }
}

extension PercentLesson {
  /// The best stranger of a search.
  var first: GuidedLesson.Step {
    let initial = ScoreSetting(library[0], mapping: 0, percent: 67)
    let share = initial.bestStranger(1_000)?.share ?? .nan
    return GuidedLesson.Step(
      "A number on a screen",
      [
        .paragraph(
          "Somebody's picture is compared with the pictures of 1,000 people. The person is not among them. The system returns the most similar of the 1,000 and writes a similarity beside it, as its maker's one-to-one test has it: of the pairs that score so, 67 of 100 are of one person, as long as half of all pairs are."
        ),
        .paragraph(
          "The most similar stranger is always somebody. The question is how similar."),
      ],
      .number(
        "In how many of 100 such searches does the best stranger reach 67 % or more?",
        unit: "of 100 searches", highest: 100, answer: 100 * share),
      controls: [PercentLesson.people, PercentLesson.quality, PercentLesson.threshold]
    ) { settings in
      let setting = setting(settings)
      let people = Int(settings.number("people"))
      let best = setting.bestStranger(people)
      let shown = percentText(setting)
      let share = best.map { $0.words } ?? "not measurable"
      return StepResult(
        "Among \(settings.value("people").label), the best stranger is shown as \(shown) or more in \(share) of the searches for somebody who is not there.",
        [
          .tiles([
            .init(
              value: best.map { Numerals.percent($0.share, 2) } ?? "not measurable",
              label: "of searches find a stranger at \(shown) or more", detail: share),
            .init(
              value: Numerals.percent(setting.falseMatch.value, 2),
              label: "of pairs of strangers are shown so", detail: setting.falseMatch.words),
            .init(
              value: best?.medianScore.map(setting.shown) ?? "not measurable",
              label: "is what the best stranger shows in the middle",
              detail: best?.basis.rawValue ?? "beyond the data"),
          ]), .figure(bestStrangers(setting, people)),
        ])
    }
  }

  /// How the best stranger's percentage spreads among the searches, beside a single stranger's.
  private func bestStrangers(_ setting: ScoreSetting, _ people: Int) -> Figure {
    let percents = stride(from: 0.0, through: 100, by: 4).map { min(99.5, max(0.5, $0)) }
    let other = { (percent: Double) in
      ScoreSetting(setting.calibration, mapping: setting.calibration.mapping, percent: percent)
    }
    return .curves(
      title: "How often a stranger is shown that much or more",
      description:
        "The further to the right, the higher the percentage asked for. One stranger seldom reaches it; the best of \(Numerals.grouped(people)) often does.",
      [
        .init(
          "the best of \(Numerals.grouped(people)) strangers",
          percents.compactMap { percent in
            other(percent).bestStranger(people).map {
              .init(x: percent, y: $0.share, low: $0.interval.lower, high: $0.interval.upper)
            }
          }),
        .init(
          "one stranger",
          percents.map { .init(x: $0, y: other($0).falseMatch.value) }),
      ], x: "percentage shown", y: "share of searches", yIsShare: true,
      marks: [("\(percentText(setting)) shown", setting.percent)])
  }

  /// One person's and two people's scores.
  var overlap: GuidedLesson.Step {
    let initial = ScoreSetting(library[2], mapping: 0, percent: 67)
    return GuidedLesson.Step(
      "Two heaps that overlap",
      [
        .paragraph(
          "Compare many pairs of pictures. Pairs of one person score high, pairs of two people low, and between them lies a stretch where both occur. A threshold cuts through that stretch: wherever it stands, it takes some strangers for one person, or misses some people, or both. Poor pictures push the heaps together."
        )
      ],
      .number(
        "A distant camera gives 16 pixels between the eyes. At 67 %, how many of 100 comparisons of the same person fall below?",
        unit: "of 100 comparisons", highest: 100, answer: 100 * (1 - initial.trueMatch.value)),
      controls: [
        PercentLesson.quality.starting(at: 2), PercentLesson.mapping, PercentLesson.threshold,
      ]
    ) { settings in
      let setting = ScoreSetting(
        library[settings.place("pictures")], mapping: settings.place("mapping"),
        percent: settings.number("percent"))
      let missed = 1 - setting.trueMatch.value
      let interval = setting.trueMatch.interval
      let range =
        "\(Numerals.percent(1 - interval.upper, 2)) to \(Numerals.percent(1 - interval.lower, 2))"
      return StepResult(
        "At \(percentText(setting)), \(Numerals.percent(missed, 2)) of the comparisons of one person are missed and \(Numerals.percent(setting.falseMatch.value, 2)) of those of two people pass.",
        [
          .tiles([
            .init(
              value: Numerals.percent(missed, 2), label: "of one person's comparisons missed",
              detail: setting.trueMatch.isBound ? "a bound: the data end before" : range),
            .init(
              value: Numerals.percent(setting.falseMatch.value, 2),
              label: "of two people's comparisons pass", detail: setting.falseMatch.words),
            .init(
              value: Numerals.fixed(setting.score, 3), label: "is the distance shown so",
              detail: settings.value("mapping").label),
          ]), .figure(heaps(setting)),
        ])
    }
  }

  private func heaps(_ setting: ScoreSetting) -> Figure {
    let tables = [setting.calibration.mated, setting.calibration.nonMated]
    let range = setting.range(tables)
    let bins = 36
    let width = (range.upperBound - range.lowerBound) / Double(bins)
    func curve(_ name: String, _ table: ShareTable) -> Figure.Curve {
      .init(
        name,
        setting.densities(table, over: range, bins: bins).enumerated().map {
          .init(x: range.lowerBound + (Double($0.offset) + 0.5) * width, y: $0.element)
        })
    }
    return .curves(
      title: "Scores of one person and of two people",
      description:
        "The share of each kind of comparison at each distance; the similar end is on the left. The top names the percentage shown there. Where the curves overlap, no threshold tells one person from two.",
      [curve("one person", tables[0]), curve("two people", tables[1])],
      x: "Euclidean distance of templates", y: "share of comparisons", yIsShare: true,
      marks: [("\(percentText(setting)) shown", setting.score)],
      mapping: setting.calibration.mapping)
  }
}

extension Control {
  /// The same, set to another value at first.
  func starting(at place: Int) -> Control {
    switch form {
    case .slider: .slider(name, label, values, initial: place)
    case .choice: .choice(name, label, values.map(\.label), initial: place)
    }
  }
}
