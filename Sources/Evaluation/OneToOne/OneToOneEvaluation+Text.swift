public import Biometrics
import Essentials
import Statistics

extension OneToOneEvaluation {
  /// The evaluation in plain words, limits before results.
  public var text: String {
    (limits + [""] + separation + [""] + equality + [""] + operation
      + [""] + likelihood).joined(separator: "\n")
  }

  private var limits: [String] {
    let (match, miss) = supportable
    let unit = subjectCount == nil ? "comparisons" : "identities"
    var lines = [
      "Limits",
      "  \(Numerals.grouped(matedCount)) mated comparisons (a person with themselves) and "
        + "\(Numerals.grouped(nonMatedCount)) non-mated ones (two people)"
        + (subjectCount.map { ", of \(Numerals.grouped($0)) identities" } ?? "") + ".",
      "  Without a single false match, the false match rate could still be "
        + "\(Numerals.percent(match.ruleOfThree)) (3 / \(Numerals.grouped(match.independentTrials)) "
        + "independent \(subjectCount == nil ? unit : "pairs of identities")); to know one to "
        + "±30 % it must be at least \(Numerals.percent(match.ruleOfThirty)).",
      "  The same for false non-matches: \(Numerals.percent(miss.ruleOfThree)) and "
        + "\(Numerals.percent(miss.ruleOfThirty)) (\(Numerals.grouped(miss.independentTrials)) "
        + "independent \(unit)).",
      "  A score is accepted when it is \(options.accept == .atOrAbove ? "at least" : "more than") "
        + "as similar as the threshold; \(polarity == .similarity ? "higher" : "lower") is more "
        + "similar.",
    ]
    if let enrolment = options.failures.enrolment {
      lines.append("  Failure to enrol: \(enrolment.text(enrolment.clopperPearson()))")
    }
    if let acquisition = options.failures.acquisition {
      lines.append("  Failure to acquire: \(acquisition.text(acquisition.clopperPearson()))")
    }
    return lines + warnings.map { "  Note: " + $0 }
  }

  private var separation: [String] {
    let area =
      areaUnderCurveInterval.map { interval in
        let caution = interval.method == .deLong ? ", comparisons taken for independent" : ""
        return " (\(interval.text)\(caution))"
      } ?? " (no interval: no variance)"
    var lines = [
      "How well the scores tell people apart",
      "  Area under the ROC curve \(Numerals.fixed(areaUnderCurve, 6))\(area): the chance that a "
        + "mated score is the more similar one.",
      "  d' "
        + (dPrime.map { Numerals.significant($0, 4) }
          ?? "not measurable, all scores are equal or too large to square")
        + " (how many standard deviations the two classes lie apart).",
      "  minCllr \(Numerals.fixed(minimumCalibrationCost, 6)) bits: what is lost even with the best "
        + "calibration (0 nothing, 1 everything).",
    ]
    if let calibrationCost {
      lines.append(
        "  Cllr \(Numerals.fixed(calibrationCost, 6)) bits: what is lost with the scores taken as "
          + "\(options.unit == .naturalLogLikelihoodRatio ? "natural" : "decimal") logarithms of "
          + "likelihood ratios.")
    } else if options.unit != .raw {
      lines.append("  Cllr: beyond all numbers, the scores are no logarithms of likelihood ratios.")
    } else {
      lines.append("  Cllr: not measurable, the scores are no likelihood ratios (--score-unit).")
    }
    return lines
  }

  private var equality: [String] {
    let rate = equalErrorRate
    var table = TextTable([.text("  convention"), .number("equal error rate"), .text("what it is")])
    func row(_ name: String, _ value: String, _ what: String, _ convention: Convention?) {
      table.append([(convention == options.convention ? "* " : "  ") + name, value, what])
    }
    row(
      "iso", "\(Numerals.fixed(rate.isoLower, 7)) to \(Numerals.fixed(rate.isoUpper, 7))",
      "the step functions themselves, nothing between steps", .iso)
    row("bob", Numerals.fixed(rate.bob, 7), "least difference, then the mean (bob.measure)", .bob)
    row(
      "fvc2000", Numerals.fixed(rate.fvc2000, 7), "midpoint of FVC2000's published interval",
      .fvc2000)
    row(
      "pyeer", Numerals.fixed(rate.pyeer, 7),
      rate.pyeer == rate.fvc2000
        ? "the same as PyEER reads it" : "PyEER: 1 where no observed score crosses", nil)
    row("rocch", Numerals.fixed(rate.rocch, 7), "convex hull of the ROC (BOSARIS)", .rocch)
    row("sklearn", Numerals.fixed(rate.sklearn, 7), "point on scikit-learn's ROC", .sklearn)
    return [
      "Where both errors are equally frequent (* in use; \(equalErrorRateInterval.text))"
    ] + table.lines() + ["  At threshold \(rate.threshold) or so; no rate to run a system at."]
  }

  private var operation: [String] {
    var lines = ["At thresholds for a false match rate of at most"]
    for target in targets {
      let goal = Numerals.percent(target.falseMatchRate)
      guard let point = target.point else {
        lines.append(
          "  \(goal): not measurable with \(Numerals.grouped(target.comparisons)) comparisons.")
        continue
      }
      lines.append("  \(goal): threshold \(point.threshold)")
      lines.append(
        "    strangers taken for the person: "
          + point.falseMatch.proportion.text(point.falseMatch.interval))
      lines.append(
        "    the person not recognised: "
          + point.falseNonMatch.proportion.text(point.falseNonMatch.interval))
      if let byPerson = point.falseNonMatchByPerson {
        lines.append("    the same with each person weighted equally: \(byPerson.text)")
      }
      if let accept = point.falseAccept, let reject = point.falseReject {
        lines.append(
          "    with failures to acquire: false accept rate \(accept.text), false reject rate "
            + reject.text)
      }
    }
    return lines
  }

  private var likelihood: [String] {
    var table = TextTable([
      .text("  scores"), .number("mated"), .number("non-mated"), .text("likelihood ratio"),
      .text("\(Numerals.percent(options.level, 2)) interval"),
    ])
    for bin in likelihoodRatios.reversed() {
      let (counts, interval) = bin.words
      table.append([
        "  " + bin.stretch(polarity), Numerals.grouped(bin.mated.events),
        Numerals.grouped(bin.nonMated.events), counts, interval,
      ])
    }
    return [
      "How much likelier such a score is between pictures of one person than of two",
      "  (a ratio is no probability; intervals: \(likelihoodRatios.last?.method.rawValue ?? "none"))",
    ] + table.lines()
  }
}

extension LikelihoodRatioBin {
  /// The ratio and its interval in words.
  public var words: (ratio: String, interval: String) {
    let ends = (lower.map { Numerals.significant($0) }, upper.map { Numerals.significant($0) })
    switch bound {
    case .measured:
      return (
        ratio.map { Numerals.significant($0) } ?? "",
        "\(ends.0 ?? "0") to \(ends.1 ?? "no upper end")"
      )
    case .atLeast: return ("at least \(ends.0 ?? "0")", "no stranger scored here")
    case .atMost:
      return (
        ends.1.map { "at most \($0)" } ?? "not measurable",
        mated.events + nonMated.events == 0
          ? "nobody scored here" : "nobody's own pictures scored here"
      )
    }
  }

  /// The stretch of scores in words.
  public func stretch(_ polarity: Polarity) -> String {
    let end = Numerals.significant(moreSimilarEnd, 5)
    guard let lessSimilarEnd else {
      return (polarity == .similarity ? "up to " : "from ") + end
        + (polarity == .similarity ? "" : " on")
    }
    let other = Numerals.significant(lessSimilarEnd, 5)
    return polarity == .similarity ? "above \(other) to \(end)" : "\(end) to below \(other)"
  }
}

extension DerivedRate {
  /// The rate with its interval in words.
  public var text: String { "\(Numerals.percent(rate)) (\(interval.text))" }
}
