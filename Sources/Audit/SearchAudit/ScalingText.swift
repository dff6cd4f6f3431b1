import Essentials
import Evaluation
import Statistics

/// False positives by gallery size as lines of text.
struct ScalingText {
  let points: [GalleryScaling.Point]
  let threshold: Double
  let failsAt: Int?
  let check: GalleryScaling.Check?

  var lines: [String] {
    [
      "False positives by gallery size at threshold \(Numerals.significant(threshold, 4)), one template a person"
    ] + sizes.lines() + [""] + independence
  }

  private var sizes: TextTable {
    var table = TextTable([
      .number("people"), .number("FPIR"), .text("95 % interval"), .number("if independent"),
      .number("median best stranger"), .text("its interval"), .text("basis"),
    ])
    for point in points {
      let rate = point.fpirMeasured ?? point.fpirExtrapolated
      table.append([
        Numerals.grouped(point.galleryPeople),
        rate.map { Numerals.percent($0) } ?? "not measurable", point.interval?.rangeText ?? "",
        point.fpirIndependent.map { Numerals.percent($0) } ?? "",
        point.bestStranger.median.map { Numerals.fixed($0, 4) } ?? "beyond the data",
        point.bestStranger.medianInterval.map { ends in
          ends.sorted().map { Numerals.fixed($0, 4) }.joined(separator: " to ")
        } ?? "",
        point.isExtrapolated
          ? "extrapolated" : "measured, \(Numerals.grouped(point.searches)) searches",
      ])
    }
    return table
  }

  private var independence: [String] {
    var lines: [String] = []
    if let people = failsAt {
      lines.append(
        "Independence, 1 − (1 − FMR)^N, fails from \(Numerals.grouped(people)) people on: it lies outside the measured interval."
      )
    } else {
      lines.append(
        "Independence, 1 − (1 − FMR)^N, lies within the interval at every size measured.")
    }
    if let check {
      let rate = { (rate: ThresholdScaling.Rate?) in
        rate.map { "\(Numerals.percent($0.share)) (\($0.interval.text))" } ?? "not measurable"
      }
      lines.append(
        "Check of the extrapolation: from \(Numerals.grouped(check.fittedPeople)) people it predicts for \(Numerals.grouped(check.predictedPeople)) an FPIR of \(rate(check.predicted)); measured: \(rate(check.measured)). \(word(check.rateIsWithin))"
      )
      if let predicted = check.predictedBestStranger.median,
        let measured = check.measuredBestStranger.median
      {
        lines.append(
          "Median best stranger predicted \(Numerals.fixed(predicted, 4)), measured \(Numerals.fixed(measured, 4)). \(word(check.medianIsWithin))"
        )
      }
    } else {
      lines.append("Too few people to check the extrapolation against a larger size.")
    }
    return lines
  }

  private func word(_ isWithin: Bool?) -> String {
    switch isWithin {
    case true?: "It lies within the predicted interval."
    case false?: "It lies OUTSIDE the predicted interval: do not rely on the extrapolated rows."
    case nil: "That can't be judged with these data."
    }
  }
}
