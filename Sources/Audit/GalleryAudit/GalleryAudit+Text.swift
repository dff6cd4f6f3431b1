import Essentials
import Evaluation
import Statistics

extension GalleryAudit {
  /// The audit as lines of text: limits of the data first, then plain words, then tables.
  public var lines: [String] {
    var lines = ["What these figures do not say"] + caveats.map { "- \($0)" } + [""]
    lines += plainWords + [""]
    lines += openSet.lines + [""]
    lines += comparisons.lines() + [""]
    lines +=
      ScalingText(
        points: scaling, threshold: threshold, failsAt: independenceFailsAtPeople,
        check: scalingCheck
      ).lines
    for differential in differentials { lines += ["", differential.text] }
    for differential in searchDifferentials { lines += ["", differential.text] }
    lines.append("")
    if !limits.isEmpty { lines += AuditLimit.Verdict.table(limits).lines() + [""] }
    lines.append("Threshold \(Numerals.significant(threshold, 6)): \(thresholdRule). Seed \(seed).")
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

  private var comparisons: TextTable {
    var table = TextTable([.text("one-to-one comparisons"), .text("rate")])
    let at = "at threshold \(Numerals.significant(threshold, 4))"
    let text = { (rate: MeasuredRate?) in
      rate.map { $0.proportion.text($0.interval) } ?? "not measurable"
    }
    if let whole = wholeGallery {
      table.append([
        "all pairs: templates that find a stranger (FPIR) \(at)", text(whole.fpir),
      ])
      table.append([
        "all pairs: strangers taken for one person (FMR)", whole.falseMatches.text(nil),
      ])
      table.append([
        "all pairs: a person not recognised (FNMR)", whole.falseNonMatches.text(nil),
      ])
    }
    table.append(["strangers taken for one person (FMR) \(at)", text(falseMatch)])
    table.append(["a person not recognised (FNMR) \(at)", text(falseNonMatch)])
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
