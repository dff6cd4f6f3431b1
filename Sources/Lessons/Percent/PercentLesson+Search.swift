import Statistics
import Biometrics
import Essentials
import Evaluation
import Reports

extension PercentLesson {
  private static let sizes = [1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000]

  /// How the best stranger rises with the gallery.
  var gallery: GuidedLesson.Step {
    let initial = ScoreSetting(library[0], mapping: 0, percent: 67)
    let crossing = initial.calibration.people(whereMedianBestStrangerReaches: initial.score) ?? 0
    return GuidedLesson.Step(
      "The more people, the better the stranger",
      [
        .paragraph(
          "Enrol more people and search again for somebody who is not there. Nothing about that person has changed, nor about the camera. Yet the best stranger can only get more similar: each new person is one more ticket in the draw."
        )
      ],
      .number(
        "Among how many people does the best stranger reach 67 % in half of all searches?",
        unit: "people", highest: 1e9, answer: Double(crossing)),
      controls: [PercentLesson.quality, PercentLesson.mapping, PercentLesson.threshold]
    ) { settings in
      let setting = setting(settings)
      let crossing = setting.calibration.people(whereMedianBestStrangerReaches: setting.score)
      let words =
        crossing.map { "\(Numerals.grouped($0)) people" }
        ?? "more than \(Numerals.grouped(setting.calibration.largestGallery)) people, the most these data can speak of"
      let steps = PercentLesson.sizes.map { people in
        step(setting, people)
      }
      return StepResult(
        "The best stranger is shown as \(percentText(setting)) in half of all searches from \(words) on.",
        [
          .tiles([
            .init(
              value: crossing.map(Numerals.grouped) ?? "not within reach",
              label: "people for \(percentText(setting)) in half of the searches",
              detail: "median best stranger, \(setting.calibration.name)")
          ]),
          .figure(
            .bestStranger(
              steps, spread: "8 of 10 searches", mapping: setting.calibration.mapping,
              marks: [("shown as \(percentText(setting))", setting.score)],
              scoreName: "distance")),
        ])
    }
  }

  private func step(_ setting: ScoreSetting, _ people: Int) -> BestStrangerStep {
    func score(_ share: Double) -> Double? {
      setting.calibration.bestStrangerScore(exceededBy: share, people: people)
    }
    let basis = setting.bestStranger(people)?.basis ?? .extrapolated
    return BestStrangerStep(
      gallerySize: people, low: score(0.1), median: score(0.5), high: score(0.9),
      isExtrapolated: basis == .extrapolated)
  }

  /// What may be concluded.
  var prior: GuidedLesson.Step {
    let initial = ScoreSetting(library[0], mapping: 0, percent: 67)
    let chance = PercentLesson.posterior(initial, people: 1_000, prior: 0.1)
    return GuidedLesson.Step(
      "Is it the person?",
      [
        .paragraph(
          "Now the question that matters. It needs one more number, which no system shows: how likely it was, before looking, that the person is among those enrolled. Take one in ten: of ten pictures that are searched for, one is of somebody who is enrolled."
        ),
        .paragraph(
          "1,000 people are enrolled, the best candidate is shown as 67 %, and nothing is known of the other candidates but that they score lower."
        ),
      ],
      .number(
        "What is the chance, in percent, that this candidate is the person?", unit: "percent",
        highest: 100, answer: 100 * (chance?.candidate ?? .nan)),
      controls: [
        PercentLesson.people, PercentLesson.quality, PercentLesson.prior, PercentLesson.mapping,
        PercentLesson.threshold,
      ]
    ) { settings in
      let setting = setting(settings)
      let people = Int(settings.number("people"))
      let prior = settings.number("prior")
      let meaning = try PercentLesson.meaning(setting, people: people, priors: [prior])
      guard let posterior = meaning.posteriors.first else { return StepResult("", []) }
      return StepResult(
        "The chance that this is the person is \(Numerals.percent(posterior.candidate, 2)); that the person is not enrolled at all, \(PercentLesson.chance(posterior.absent)).",
        [
          .tiles([
            .init(
              value: Numerals.percent(posterior.candidate, 2), label: "that this is the person",
              detail: posterior.candidateRange.map { Numerals.percent($0, 2) }
                .joined(separator: " to ")),
            .init(
              value: PercentLesson.chance(posterior.absent),
              label: "that the person is not enrolled",
              detail: "before looking: \(Numerals.percent(1 - prior, 3))"),
            .init(
              value: Numerals.significant(meaning.expectedStrangers, 2),
              label: "strangers expected to score as high or higher",
              detail: "among \(settings.value("people").label)"),
            .init(
              value: Numerals.percent(posterior.oneToOne, 2),
              label: "is what a one-to-one comparison would conclude",
              detail: "right only where nobody was searched for among many"),
          ]),
          .figure(posteriors(setting, people)),
          .note(
            meaning.likelihoodRatio.isBound
              ? "The likelihood ratio is a bound here: the data end before this score."
              : "Likelihood ratio \(Numerals.significant(meaning.likelihoodRatio.value)) (\(Numerals.significant(meaning.likelihoodRatio.lower)) to \(Numerals.significant(meaning.likelihoodRatio.upper))): how much likelier the score is for one person than for two."
          ),
        ])
    }
  }

  /// A chance as a percentage, without rounding what is not certain to 100.
  static func chance(_ share: Double) -> String {
    share > 0.9995 && share < 1 ? "over 99.9 %" : Numerals.percent(share, share > 0.99 ? 3 : 2)
  }

  /// The meaning of one candidate.
  static func meaning(
    _ setting: ScoreSetting, people: Int, priors: [Double]
  ) throws -> Meaning {
    try Meaning.of(
      scores: [setting.score], galleryPeople: people, calibration: setting.calibration,
      origin: setting.calibration.origin, priors: priors)
  }

  static func posterior(
    _ setting: ScoreSetting, people: Int, prior: Double
  ) -> Meaning.Posterior? {
    try? meaning(setting, people: people, priors: [prior]).posteriors.first
  }

  private func posteriors(_ setting: ScoreSetting, _ people: Int) -> Figure {
    let priors = PercentLesson.prior.values.map(\.number)
    let chances = priors.compactMap { prior in
      PercentLesson.posterior(setting, people: people, prior: prior).map { (prior, $0) }
    }
    return .curves(
      title: "The same score, by the chance that the person is there at all",
      description:
        "Each point is one answer to the question of how likely the person was enrolled. The score is the same throughout.",
      [
        .init(
          "this is the person",
          chances.map {
            .init(
              x: 100 * $0.0, y: $0.1.candidate, low: $0.1.candidateRange.first,
              high: $0.1.candidateRange.last)
          }),
        .init(
          "a one-to-one comparison would say",
          chances.map { .init(x: 100 * $0.0, y: $0.1.oneToOne) }),
      ], x: "chance before looking, in percent", y: "chance after looking", yIsShare: true)
  }

  /// One number, several mappings.
  var mappings: GuidedLesson.Step {
    let rates = ScoreSetting.mappings.indices.map {
      ScoreSetting(library[0], mapping: $0, percent: 67).falseMatch.value
    }
    let factor = (rates.max() ?? 1) / max(rates.min() ?? 1, 1e-12)
    return GuidedLesson.Step(
      "The same 67 %, written four ways",
      [
        .paragraph(
          "The score is a distance between two lists of numbers. Somebody decided how to turn it into a percentage. Four ways in use are compared here; each calls some score 67 %."
        )
      ],
      .number(
        "How many times more often, at the least, do strangers reach 67 % under the loosest of the four than under the strictest?",
        unit: "times", highest: 1e12, answer: factor),
      controls: [PercentLesson.quality, PercentLesson.threshold]
    ) { settings in
      let known = library[settings.place("pictures")]
      let percent = settings.number("percent")
      var table = TextTable([
        .text("mapping"), .number("distance shown so"), .text("strangers at or above it (FMR)"),
        .text("one person's comparisons at or above it"),
        .text("people at which the median best stranger reaches it"),
      ])
      var bars: [Figure.Curve] = []
      for (place, name) in ScoreSetting.mappings.enumerated() {
        let setting = ScoreSetting(known, mapping: place, percent: percent)
        let crossing = setting.calibration.people(whereMedianBestStrangerReaches: setting.score)
        table.append([
          name, Numerals.fixed(setting.score, 3), setting.falseMatch.words,
          setting.trueMatch.words,
          crossing.map(Numerals.grouped)
            ?? "more than \(Numerals.grouped(setting.calibration.largestGallery))",
        ])
        bars.append(curve(name, known, place))
      }
      let rates = ScoreSetting.mappings.indices.map {
        ScoreSetting(known, mapping: $0, percent: percent).falseMatch.value
      }
      let ratio = (rates.max() ?? 1) / max(rates.min() ?? 1, 1e-12)
      // The strictest mapping's rate may lie beyond the data, and is then known only as a bound.
      let isBound = ScoreSetting.mappings.indices.contains {
        ScoreSetting(known, mapping: $0, percent: percent).falseMatch.isBound
      }
      let atLeast = isBound ? "at least " : ""
      return StepResult(
        "\(Numerals.fixed(percent, 0)) % is reached by strangers \(atLeast)\(Numerals.significant(ratio, 2)) times more often under the loosest of the four mappings than under the strictest.",
        [
          .table(table, caption: "\(Numerals.fixed(percent, 0)) % under four mappings"),
          .figure(
            .curves(
              title: "What each mapping shows for a distance",
              description:
                "The same distances, the same pairs of pictures; only the writing differs.",
              bars, x: "Euclidean distance of templates", y: "percentage shown")),
        ])
    }
  }

  private func curve(_ name: String, _ known: Calibration, _ place: Int) -> Figure.Curve {
    let setting = ScoreSetting(known, mapping: place, percent: 50)
    let range = setting.range([known.mated, known.nonMated])
    return .init(
      name,
      (0...24).map { step in
        let score =
          range.lowerBound + (range.upperBound - range.lowerBound) * Double(step) / 24
        return .init(x: score, y: setting.calibration.mapping.percent(score))
      })
  }
}
