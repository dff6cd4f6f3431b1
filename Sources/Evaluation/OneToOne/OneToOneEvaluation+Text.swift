import Biometrics
import Essentials
import Statistics

extension OneToOneEvaluation {
  /// The evaluation in plain words, limits before results.
  public var text: String {
    (limits + [""] + separation + [""] + equality + [""] + operation).joined(separator: "\n")
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
      areaUnderCurveInterval.map { " (\($0.text), comparisons taken for independent)" }
      ?? " (no interval: no variance)"
    var lines = [
      "How well the scores tell people apart",
      "  Area under the ROC curve \(Numerals.fixed(areaUnderCurve, 6))\(area): the chance that a "
        + "mated score is the more similar one.",
      "  d' "
        + (dPrime.map { Numerals.significant($0, 4) } ?? "not measurable, all scores are equal")
        + " (how many standard deviations the two classes lie apart).",
      "  minCllr \(Numerals.fixed(minimumCalibrationCost, 6)) bits: what is lost even with the best "
        + "calibration (0 nothing, 1 everything).",
    ]
    if let calibrationCost {
      lines.append(
        "  Cllr \(Numerals.fixed(calibrationCost, 6)) bits: what is lost with the scores taken as "
          + "\(options.unit == .naturalLogLikelihoodRatio ? "natural" : "decimal") logarithms of "
          + "likelihood ratios.")
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
      if let accept = point.falseAccept, let reject = point.falseReject {
        lines.append(
          "    with failures to acquire: false accept rate \(Numerals.percent(accept.rate)) "
            + "(\(accept.interval.text)), false reject rate \(Numerals.percent(reject.rate)) "
            + "(\(reject.interval.text))")
      }
    }
    return lines
  }
}
