import Essentials
import Evaluation
import Statistics

extension GalleryAudit {
  /// The audit as lines of text: limits of the data first, then plain words, then tables.
  public var lines: [String] {
    var lines = ["What these figures do not say"] + caveats.map { "- \($0)" } + [""]
    lines += plainWords + [""]
    lines += searches.lines() + [""]
    if !openSet.cumulativeMatch.isEmpty { lines += ranks.lines() + [""] }
    lines.append(
      "False positives by gallery size at threshold \(Numerals.significant(threshold, 4)), one template a person"
    )
    lines += sizes.lines() + [""]
    lines += independence + [""]
    if !limits.isEmpty { lines += verdicts.lines() + [""] }
    lines.append("Threshold: \(thresholdRule). Seed \(seed).")
    return lines
  }

  private var plainWords: [String] {
    let rate = openSet.fpir.map { $0.proportion.text($0.interval) } ?? "not measurable"
    let missed = openSet.fnir.map { $0.proportion.text($0.interval) } ?? "not measurable"
    return [
      "\(Numerals.grouped(gallery.templates)) templates of \(Numerals.grouped(gallery.people)) people, \(Numerals.grouped(gallery.peopleWithMates)) of them with two or more.",
      "A search for somebody who is not in this gallery finds a stranger all the same: \(rate).",
      "A search for somebody who is in it fails to find them: \(missed).",
    ]
  }

  private var searches: TextTable {
    var table = TextTable([
      .text("searches of the whole gallery"), .number("threshold"),
      .text("FPIR: strangers found"), .text("FNIR: mates missed"),
    ])
    let text = { (rate: MeasuredRate?) in
      rate.map { $0.proportion.text($0.interval) } ?? "not measurable"
    }
    table.append([
      "at the audit's threshold", Numerals.significant(threshold, 4), text(openSet.fpir),
      text(openSet.fnir),
    ])
    for point in openSet.identification {
      table.append([
        "for an FPIR of at most \(Numerals.percent(point.targetFpir, 2))",
        point.threshold.map { Numerals.significant($0, 4) } ?? "none",
        point.threshold == nil
          ? "not measurable with \(Numerals.grouped(openSet.nonMatedSearches)) searches"
          : text(point.fpir), text(point.fnir),
      ])
    }
    return table
  }

  private var ranks: TextTable {
    var table = TextTable([.number("rank R"), .text("mate within the first R (CMC)")])
    for entry in openSet.cumulativeMatch where [1, 2, 3, 5, 10, 20, 50, 100].contains(entry.rank) {
      table.append(["\(entry.rank)", entry.rate.proportion.text(entry.rate.interval)])
    }
    return table
  }

  private var sizes: TextTable {
    var table = TextTable([
      .number("people"), .number("FPIR"), .text("95 % interval"), .number("if independent"),
      .number("median best stranger"), .text("its interval"), .text("basis"),
    ])
    for point in scaling {
      let rate = point.fpirMeasured ?? point.fpirExtrapolated
      table.append([
        Numerals.grouped(point.galleryPeople),
        rate.map { Numerals.percent($0) } ?? "not measurable", point.interval?.rangeText ?? "",
        point.fpirIndependent.map { Numerals.percent($0) } ?? "",
        point.bestStranger.median.map { Numerals.fixed($0, 4) } ?? "beyond the data",
        point.bestStranger.medianInterval.map { ends in
          ends.map { Numerals.fixed($0, 4) }.joined(separator: " to ")
        } ?? "",
        point.isExtrapolated
          ? "extrapolated" : "measured, \(Numerals.grouped(point.searches)) searches",
      ])
    }
    return table
  }

  private var independence: [String] {
    var lines: [String] = []
    if let people = independenceFailsAtPeople {
      lines.append(
        "Independence, 1 − (1 − FMR)^N, fails from \(Numerals.grouped(people)) people on: it lies outside the measured interval."
      )
    } else {
      lines.append(
        "Independence, 1 − (1 − FMR)^N, lies within the interval at every size measured.")
    }
    if let check = scalingCheck {
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

  private var verdicts: TextTable {
    var table = TextTable([
      .text("limit"), .number("measured"), .number("upper end"), .text("verdict"),
    ])
    for verdict in limits {
      let outcome =
        switch verdict.outcome {
        case .kept: verdict.isShown ? "kept" : "kept, but these data can't rule out a breach"
        case .breached: "BREACHED"
        case .notMeasurable: "NOT MEASURABLE: counts as breached"
        }
      table.append([
        "\(verdict.limit.rate.rawValue) at most \(Numerals.percent(verdict.limit.limit))",
        verdict.measured.map { Numerals.percent($0) } ?? "not measurable",
        verdict.upper.map { Numerals.percent($0) } ?? "", outcome,
      ])
    }
    return table
  }
}
