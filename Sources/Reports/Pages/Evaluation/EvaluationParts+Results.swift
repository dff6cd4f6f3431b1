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
      if let accept = point.falseAccept, let reject = point.falseReject {
        attempts.append([
          goal, "\(Numerals.percent(accept.rate)) (\(accept.interval.text))",
          "\(Numerals.percent(reject.rate)) (\(reject.interval.text))",
        ])
      }
    }
    var blocks: [Block] = [.table(table, caption: "Error rates at thresholds for target rates")]
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
          to run one at. Tools define it differently; on the same scores they print: (\
          \(evaluation.equalErrorRateInterval.text) for the one in use)
          """), .table(table, caption: "The equal error rate by each convention"),
      ])
  }

  func separation(_ scores: ScoreDistribution) -> Section {
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
    var blocks: [Block] = [.facts(facts)]
    if let factor = evaluation.options.unit.toNaturalLogarithm {
      let reliability = scores.reliability(prior: 0.5, bins: 15) { score in
        1 / (1 + exp(-factor * score))
      }
      blocks.append(.figure(.reliability(reliability, mapping: evaluation.options.unit.rawValue)))
    }
    return Section("Separation and calibration", blocks)
  }
}

extension Figure {
  /// The reliability diagram of `reliability`, with intervals for independent comparisons.
  ///
  /// A bin's interval is Wilson's for its mated share, carried over to the prior's weights; the
  /// carrying is monotone, so that its level stays.
  static func reliability(_ reliability: Reliability, mapping: String) -> Figure {
    let mated = Double(reliability.bins.reduce(0) { $0 + $1.mated })
    let nonMated = Double(reliability.bins.reduce(0) { $0 + $1.nonMated })
    let weight = reliability.prior / mated / ((1 - reliability.prior) / nonMated)
    func weighted(_ share: Double) -> Double {
      share * weight / (share * weight + 1 - share)
    }
    let bins = reliability.bins.compactMap { bin -> ReliabilityBin? in
      let count = Proportion(events: bin.mated, trials: bin.mated + bin.nonMated)
      guard let stated = bin.meanStated, let observed = bin.observed, let interval = count.wilson()
      else { return nil }
      return ReliabilityBin(
        stated: stated, observed: observed, low: weighted(interval.lower),
        high: weighted(interval.upper), count: count.trials)
    }
    return .reliability(bins, mapping: mapping, prior: reliability.prior)
  }
}
