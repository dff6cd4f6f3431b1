import Essentials
import Review
import Store

extension StudyResults {
  /// The answers as labels same and different, without "unsure", aggregated by `method`.
  ///
  /// Known pairs count as Dawid and Skene's clamped labels and as gold-weighted majority's measure.
  ///
  /// - Throws: ``Failure`` (`notMeasurable`) before any answer.
  func aggregate(_ method: AggregationMethod) throws -> AggregationResult {
    let records = records(.verdicts).filter { $0.answer.label != "unsure" }
    let table = try AnswerTable(records.map(\.answer))
    let used = Set(table.labels)
    let options = AggregationOptions(gold: goldLabels.filter { used.contains($0.value) })
    return try Aggregator(table, options: options).aggregate(method)
  }

  /// One line a pair: what is known of it, how it was answered, what it came to.
  var pairsCSV: String {
    var text = CSVLine.encode([
      "task", "list", "rank", "camera", "address", "time", "percent", "proposed", "truth", "gold",
      "answers", "standing", "verdict",
    ])
    for pair in pairs {
      let facts = pair.facts
      text += CSVLine.encode([
        StudyResults.task(pair.number), "\(pair.list)", "\(facts.rank)", facts.camera ?? "",
        facts.address ?? "", facts.time ?? "", facts.percent.map { Numerals.fixed($0, 2) } ?? "",
        facts.isProposed ? "yes" : "no",
        facts.isMated.map { $0 ? "same" : "different" } ?? "",
        pair.isGold ? "yes" : "no", "\(firstLooks(pair.number).count)",
        pair.isGold ? "known" : standing(pair).rawValue,
        pair.isGold ? "" : StudyResults.name(verdict(pair)),
      ])
    }
    return text
  }

  /// Known answers as `lookalike review aggregate --gold` reads them.
  var goldCSV: String {
    let labels = goldLabels
    return CSVLine.encode(["task", "label"])
      + labels.keys.sorted().map { CSVLine.encode([$0, labels[$0] ?? ""]) }.joined()
  }

  static func name(_ verdict: PanelReview.Verdict) -> String {
    switch verdict {
    case .same: "same"
    case .different: "different"
    case .undecided: "undecided"
    }
  }
}
