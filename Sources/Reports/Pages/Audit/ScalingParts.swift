import Biometrics
import Essentials
import Evaluation
import Statistics

/// The part of an audit's page on what larger galleries do.
struct ScalingParts {
  /// The sizes, ascending.
  let points: [GalleryScaling.Point]
  /// The threshold of all rates.
  let threshold: Double
  /// The smallest measured size at which independence fails.
  let failsAt: Int?
  /// How well small galleries predict the largest.
  let check: GalleryScaling.Check?
  /// What a score is, in words.
  let scoreName: String

  var section: Section {
    let steps = points.compactMap { point -> Figure.ScalingStep? in
      guard let rate = point.fpirMeasured ?? point.fpirExtrapolated, let interval = point.interval
      else { return nil }
      return Figure.ScalingStep(
        gallerySize: point.galleryPeople, rate: rate, low: interval.lower, high: interval.upper,
        independent: point.fpirIndependent, isExtrapolated: point.isExtrapolated)
    }
    let strangers = points.map { point in
      BestStrangerStep(
        gallerySize: point.galleryPeople, low: point.bestStranger.lowerQuartile,
        median: point.bestStranger.median, high: point.bestStranger.upperQuartile,
        isExtrapolated: point.isExtrapolated)
    }
    let setting = "threshold " + Numerals.significant(threshold, 4)
    var blocks: [Block] = [
      .paragraph(
        """
        The same threshold alarms more often the more people are enrolled, since each of them is one \
        more stranger to be taken for the one looked for. Sizes up to that of the gallery were \
        measured on parts of it, one template a person.
        """),
      .figure(
        .falsePositiveScaling(
          steps, setting: setting, breaksAt: failsAt)),
    ]
    if strangers.contains(where: { $0.median != nil }) {
      blocks.append(
        .figure(
          .bestStranger(
            strangers, spread: "half of all searches", marks: [(setting, threshold)],
            scoreName: scoreName)))
    }
    blocks.append(contentsOf: independence + validation)
    return Section("Larger galleries", blocks)
  }

  private var independence: [Block] {
    guard let people = failsAt else {
      return [
        .note(
          "At the sizes measured the figures agree with independent comparisons within their intervals."
        )
      ]
    }
    return [
      .note(
        """
        From \(people) people on, the rate measured is not what 1 − (1 − FMR)^N would give: \
        comparisons of one face with many are not independent, because some faces resemble many. \
        The formula is drawn for reference only.
        """)
    ]
  }

  /// Whether small galleries would have predicted the largest one.
  private var validation: [Block] {
    guard let check else { return [] }
    func rate(_ rate: ThresholdScaling.Rate?) -> String {
      rate.map { "\(Numerals.percent($0.share)) (\($0.interval.text))" } ?? "not measurable"
    }
    func score(_ stranger: BestStrangerSummary) -> String {
      guard let median = stranger.median else { return "not measurable" }
      let ends = stranger.medianInterval.map {
        " (\($0.sorted().map { Numerals.fixed($0, 3) }.joined(separator: " to ")))"
      }
      return Numerals.fixed(median, 3) + (ends ?? "")
    }
    func verdict(_ within: Bool?) -> String {
      within.map { $0 ? "within the interval" : "outside the interval" } ?? "can't be said"
    }
    let table = TextTable(
      [.text("figure"), .text("predicted"), .text("measured"), .text("the prediction")],
      rows: [
        [
          "share of searches that alarm", rate(check.predicted), rate(check.measured),
          verdict(check.rateIsWithin),
        ],
        [
          "median best stranger", score(check.predictedBestStranger),
          score(check.measuredBestStranger), verdict(check.medianIsWithin),
        ],
      ])
    return [
      .table(
        table,
        caption:
          "Held to the test: fitted on \(Numerals.grouped(check.fittedPeople)) people, predicting "
          + "\(Numerals.grouped(check.predictedPeople))")
    ]
  }
}
