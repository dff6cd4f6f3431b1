import Essentials
import Evaluation
import Statistics

extension GalleryAudit {
  /// The audit as lines of text: limits of the data first, then plain words, then tables.
  public var lines: [String] {
    let size = (Numerals.grouped(gallery.templates), Numerals.grouped(gallery.people))
    let growth = ScalingText(
      points: scaling, threshold: threshold, failsAt: independenceFailsAtPeople,
      check: scalingCheck)
    return AuditText(
      caveats: caveats,
      subject:
        "\(size.0) templates of \(size.1) people, \(Numerals.grouped(gallery.peopleWithMates)) of them with two or more.",
      people: ("is not in this gallery", "is in it"), openSet: openSet,
      parts: [comparisons.lines(), growth.lines] + differentials.map { [$0.text] }
        + searchDifferentials.map { [$0.text] },
      limits: limits, thresholdRule: thresholdRule, seed: seed
    ).lines
  }

  private var comparisons: TextTable {
    var table = TextTable([.text("one-to-one comparisons"), .text("rate")])
    let at = "at threshold \(Numerals.significant(threshold, 4))"
    if let whole = wholeGallery {
      table.append([
        "all pairs: templates that find a stranger (FPIR) \(at)", whole.fpir.text,
      ])
      table.append([
        "all pairs: strangers taken for one person (FMR)", whole.falseMatches.text(nil),
      ])
      table.append([
        "all pairs: a person not recognised (FNMR)", whole.falseNonMatches.text(nil),
      ])
    }
    table.append(["strangers taken for one person (FMR) \(at)", falseMatch.text])
    table.append(["a person not recognised (FNMR) \(at)", falseNonMatch.text])
    table.append([
      "the same with each person weighted equally", falseNonMatchByPerson?.text ?? "not measurable",
    ])
    let convention = oneToOne.options.convention
    table.append([
      "equal error rate by \(convention.rawValue)",
      "\(Numerals.percent(oneToOne.equalErrorRate.rate(by: convention))) (\(Numerals.grouped(oneToOne.matedCount)) mated, \(Numerals.grouped(oneToOne.nonMatedCount)) non-mated; \(oneToOne.equalErrorRateInterval.text))",
    ])
    return table
  }
}
