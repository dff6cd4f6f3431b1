import Biometrics
import Essentials
import Evaluation
import Foundation
import Statistics

extension EvaluationParts {
  func distributions(_ scores: ScoreDistribution) -> Section {
    let classes = Histogram.classes(of: scores)
    let marked = evaluation.targets.compactMap(\.point).last?.threshold
    return Section(
      "Scores",
      [
        .figure(
          .scoreDistributions(
            mated: classes.mated, nonMated: classes.nonMated, threshold: marked,
            scoreName: evaluation.polarity == .similarity
              ? "score (similarity)" : "score (distance)",
            polarity: evaluation.polarity))
      ])
  }

  var curves: Section {
    let curve = Figure.ErrorCurve(
      "all comparisons",
      evaluation.curve.map { ($0.falseMatchRate, $0.falseNonMatchRate) })
    return Section(
      "Both errors against each other",
      [
        .figure(.detectionErrorTradeOff([curve])),
        .figure(.receiverOperatingCharacteristic([curve])),
      ])
  }

  var thresholds: Section {
    var table = TextTable([
      .text("target FMR"), .number("threshold"), .text("false match rate"),
      .text("false non-match rate"),
    ])
    let withAttempts = evaluation.options.failures.acquisition != nil
    var attempts = TextTable([
      .text("target FMR"), .text("false accept rate"), .text("false reject rate"),
    ])
    var byPerson = TextTable([.text("target FMR"), .text("false non-match rate by person")])
    for target in evaluation.targets {
      let goal = Numerals.percent(target.falseMatchRate)
      guard let point = target.point else {
        table.append([
          goal, "",
          "not measurable with \(Numerals.grouped(target.comparisons)) comparisons", "",
        ])
        continue
      }
      table.append([
        goal, Numerals.significant(point.threshold, 6),
        point.falseMatch.proportion.text(point.falseMatch.interval),
        point.falseNonMatch.proportion.text(point.falseNonMatch.interval),
      ])
      if let rate = point.falseNonMatchByPerson { byPerson.append([goal, rate.text]) }
      if let accept = point.falseAccept, let reject = point.falseReject {
        attempts.append([goal, accept.text, reject.text])
      }
    }
    var blocks: [Block] = [.table(table, caption: "Error rates at thresholds for target rates")]
    if !byPerson.rows.isEmpty {
      blocks.append(
        .table(
          byPerson,
          caption:
            "False non-match rates with each person weighted equally: somebody with many pictures "
            + "has many more mated comparisons than others"))
    }
    if withAttempts {
      blocks.append(
        .table(attempts, caption: "The same with failures to acquire: FAR and FRR of attempts"))
    }
    return Section("Rates at chosen thresholds", blocks)
  }

  var equalErrorRates: Section {
    let rate = evaluation.equalErrorRate
    var table = TextTable([
      .text("convention"), .number("equal error rate"), .text("what it is"),
    ])
    let rows: [(Convention, String, String)] = [
      (
        .iso, "\(Numerals.fixed(rate.isoLower, 7)) to \(Numerals.fixed(rate.isoUpper, 7))",
        "the step functions themselves, nothing between steps"
      ),
      (.bob, Numerals.fixed(rate.bob, 7), "least difference, then the mean (bob.measure)"),
      (.fvc2000, Numerals.fixed(rate.fvc2000, 7), "midpoint of FVC2000's interval"),
      (.rocch, Numerals.fixed(rate.rocch, 7), "convex hull of the ROC (BOSARIS)"),
      (.sklearn, Numerals.fixed(rate.sklearn, 7), "point on scikit-learn's ROC"),
    ]
    for (convention, value, what) in rows {
      let used = convention == evaluation.options.convention ? " (in use)" : ""
      table.append([convention.rawValue + used, value, what])
    }
    return Section(
      "Equal error rate",
      [
        .paragraph(
          """
          Where both errors are equally frequent. It sums a system up in one number and is no rate \
          to run one at. Tools define it differently, and print different figures for the same \
          scores. The one in use here: \
          \(Numerals.percent(rate.rate(by: evaluation.options.convention))) \
          (\(evaluation.equalErrorRateInterval.text)).
          """), .table(table, caption: "The equal error rate by each convention"),
      ])
  }

  var separation: Section {
    var facts: [Block.Fact] = [
      .init(
        "area under the ROC curve",
        Prose(
          Numerals.fixed(evaluation.areaUnderCurve, 6)
            + (evaluation.areaUnderCurveInterval.map { " (\($0.text))" } ?? " (no interval)"))),
      .init(
        "d′", Prose(evaluation.dPrime.map { Numerals.significant($0, 4) } ?? "not measurable")),
      .init("minCllr", "\(Numerals.fixed(evaluation.minimumCalibrationCost, 6)) bits"),
      .init(
        "Cllr",
        Prose(
          evaluation.calibrationCost.map { "\(Numerals.fixed($0, 6)) bits" }
            ?? "not measurable: the scores are no likelihood ratios")),
    ]
    for (name, moments) in [("mated", evaluation.mated), ("non-mated", evaluation.nonMated)] {
      facts.append(
        .init(
          "\(name) scores",
          Prose(
            "mean \(Numerals.significant(moments.mean, 5)), standard deviation "
              + Numerals.significant(moments.standardDeviation, 5))))
    }
    return Section("Separation", [.facts(facts)])
  }

  /// Likelihood ratios by stretches of scores.
  var likelihoodRatios: Section {
    let level = Numerals.percent(evaluation.options.level, 2)
    var table = TextTable([
      .text("scores"), .number("mated"), .number("non-mated"), .text("likelihood ratio"),
      .text("\(level) interval"),
    ])
    for bin in evaluation.likelihoodRatios.reversed() {
      let (ratio, interval) = bin.words
      table.append([
        bin.stretch(evaluation.polarity), Numerals.grouped(bin.mated.events),
        Numerals.grouped(bin.nonMated.events), ratio, interval,
      ])
    }
    return Section(
      "What a score is worth",
      [
        .paragraph(
          """
          How much likelier a score of each stretch is between two pictures of one person than \
          between pictures of two. A ratio of 100 is not a chance of 100 to 1: how likely it was \
          before looking counts as much, and in a search of many people that is very little.
          """),
        .table(table, caption: "Likelihood ratios by stretches of scores, most similar first"),
      ])
  }
}
