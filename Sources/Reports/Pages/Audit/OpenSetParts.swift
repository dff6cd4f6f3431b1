import Essentials
import Evaluation
import Statistics

/// The part of an audit's page on searches.
struct OpenSetParts {
  let result: OpenSetResult

  init(_ result: OpenSetResult) { self.result = result }

  var section: Section {
    var table = TextTable([
      .text("threshold set for"), .number("threshold"), .text("FPIR: strangers who alarm"),
      .text("FNIR: people missed"),
    ])
    table.append([
      "the audit", Numerals.significant(result.threshold, 6), words(result.fpir),
      words(result.fnir),
    ])
    for point in result.identification {
      table.append([
        "FPIR at most \(Numerals.percent(point.targetFpir))",
        point.threshold.map { Numerals.significant($0, 6) } ?? "", words(point.fpir),
        words(point.fnir),
      ])
    }
    var blocks: [Block] = [
      .paragraph(
        """
        A search compares one face with \(result.galleryTemplates) templates of \
        \(result.galleryPeople) people. \(result.matedSearches) searches were for somebody who is \
        enrolled, \(result.nonMatedSearches) for somebody who is not: for those, every template of \
        the person was left out.
        """),
      .table(table, caption: "Identification: rates at thresholds"),
    ]
    if !result.cumulativeMatch.isEmpty {
      blocks.append(
        .figure(
          .cumulativeMatch(
            result.cumulativeMatch.map(\.rate.rate), searches: result.matedSearches)))
    }
    return Section("Searches", blocks)
  }

  private func words(_ rate: MeasuredRate?) -> String {
    rate.map { $0.proportion.text($0.interval) } ?? "not measurable with so few searches"
  }
}
