import Biometrics
import Essentials
import Evaluation
import Statistics

/// A meaning as lines of text: limits first, then the sentence, then the figures.
struct MeaningText {
  let lines: [String]

  init(_ meaning: Meaning, _ calibration: Calibration) {
    var lines = [
      "Holds for \(meaning.origin.rawValue) pictures encoded by \(calibration.encoder), as in the calibration \"\(meaning.calibration)\": \(calibration.source)",
      "A score can't tell how likely it was that the person is enrolled; each chance below assumes one.",
      "", meaning.sentence, "",
    ]
    lines += MeaningText.figures(meaning).lines() + [""]
    lines += MeaningText.posteriors(meaning).lines() + [""]
    lines.append(
      meaning.knownCandidates == 1
        ? "The other \(Numerals.grouped(meaning.galleryPeople - 1)) enrolled are taken as less similar: nothing is known of their scores."
        : "The \(Numerals.grouped(meaning.galleryPeople - meaning.knownCandidates)) enrolled without a score are taken as less similar than the last one given."
    )
    lines.append(
      "\"One-to-one\" is what a comparison of two faces alone would conclude: right only where nobody was searched for among many."
    )
    self.lines = lines
  }

  private static func figures(_ meaning: Meaning) -> TextTable {
    var table = TextTable([.text("figure"), .number("value"), .text("95 % interval, basis")])
    table.append([
      "shown as (\(meaning.mapping))", Numerals.percent(meaning.percent / 100),
      "a mapping, no chance",
    ])
    let rate = meaning.falseMatchRate
    table.append([
      "two strangers this similar (FMR)",
      bounded(Numerals.percent(rate.value), rate.isBound, rate.value),
      rate.interval.rangeText,
    ])
    table.append([
      "strangers expected at or above, of \(Numerals.grouped(meaning.galleryPeople))",
      Numerals.significant(meaning.expectedStrangers),
      range(meaning.expectedStrangersInterval.lower, meaning.expectedStrangersInterval.upper),
    ])
    if let best = meaning.bestStranger {
      table.append([
        "searches whose best stranger is this similar",
        bounded(Numerals.percent(best.share), best.isBound, best.share),
        "\(best.interval.rangeText), \(best.basis.rawValue)",
      ])
      table.append([
        "percentile among best strangers", Numerals.fixed(best.percentile, 1), best.basis.rawValue,
      ])
      table.append([
        "the same if comparisons were independent",
        Numerals.fixed(100 * (1 - best.independentShare), 1), "F^N: a reference, known to be off",
      ])
      table.append([
        "median best stranger's score",
        best.medianScore.map { Numerals.significant($0) } ?? "beyond the data",
        best.basis.rawValue,
      ])
    } else {
      table.append([
        "searches whose best stranger is this similar", "not measurable",
        "the gallery is larger than the calibration reaches",
      ])
    }
    let ratio = meaning.likelihoodRatio
    table.append([
      "likelihood ratio, one person : two",
      bounded(Numerals.significant(ratio.value), ratio.isBound, ratio.value < 1 ? 0 : 1),
      range(ratio.lower, ratio.upper),
    ])
    if let margin = meaning.margin {
      table.append(["ahead of the next candidate by", Numerals.significant(margin), ""])
    }
    return table
  }

  private static func posteriors(_ meaning: Meaning) -> TextTable {
    var table = TextTable([
      .number("if enrolled with chance"), .number("this is the person"), .text("range"),
      .number("nobody enrolled is"), .number("one-to-one"),
    ])
    for row in meaning.posteriors {
      table.append([
        Numerals.percent(row.priorEnrolled), Numerals.percent(row.candidate),
        row.candidateRange.map { Numerals.percent($0) }.joined(separator: " to "),
        Numerals.percent(row.absent), Numerals.percent(row.oneToOne),
      ])
    }
    return table
  }

  private static func bounded(_ text: String, _ isBound: Bool, _ value: Double) -> String {
    isBound ? (value < 0.5 ? "at most " : "at least ") + text : text
  }

  private static func range(_ lower: Double, _ upper: Double) -> String {
    "\(Numerals.significant(lower)) to \(Numerals.significant(upper))"
  }
}
