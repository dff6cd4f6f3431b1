import Essentials
import Evaluation
import Statistics

/// The part of an audit's page on searches.
struct OpenSetParts {
  let result: OpenSetResult
  /// What makes a search one for somebody who is not enrolled, in a clause.
  let nonMatedRule: String

  init(_ result: OpenSetResult, nonMatedRule: String) {
    self.result = result
    self.nonMatedRule = nonMatedRule
  }

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
        A search compares one face with \(Numerals.grouped(result.galleryTemplates)) templates of \
        \(Numerals.grouped(result.galleryPeople)) people. \
        \(Numerals.grouped(result.matedSearches)) searches were for somebody who is enrolled, \
        \(Numerals.grouped(result.nonMatedSearches)) for somebody who is not: \(nonMatedRule).
        """),
      .table(table, caption: "Identification: rates at thresholds"),
    ]
    if !result.tradeOff.isEmpty {
      let points = result.tradeOff.map {
        ($0.falsePositives.rate ?? .nan, $0.falseNegatives.rate ?? .nan)
      }
      blocks.append(.figure(.identificationErrorTradeOff([.init("searches", points)])))
    }
    if !result.cumulativeMatch.isEmpty {
      blocks.append(
        .figure(
          .cumulativeMatch(
            result.cumulativeMatch.map(\.rate.rate),
            intervals: result.cumulativeMatch.map(\.rate.interval),
            searches: result.matedSearches)))
    }
    return Section("Searches", blocks)
  }

  private func words(_ rate: MeasuredRate?) -> String {
    rate.map { $0.proportion.text($0.interval) } ?? "not measurable with so few searches"
  }
}
