import Essentials
import Statistics

extension WorkflowComparison {
  /// The comparison for people: limits, the ways as a table, promises kept or not, known items.
  public var summary: String {
    var lines = ["\(scenario): the same people and pairs, the work organised differently", ""]
    lines += limits.map { "- \($0)." }
    lines += ["- The adjudicator: \(adjudicator); sees neither votes nor score.", ""]
    var table = TextTable([
      .text("way"), .number("decisions"), .number("adjudicated"),
      .number("cost, \(rows.first?.cost.currency.rawValue ?? "")"), .text("right, 95 %"),
      .number("corrected"), .number("created"), .number("cost per corrected"),
    ])
    for row in rows {
      table.append([
        row.name, Numerals.grouped(row.decisions), Numerals.grouped(row.adjudicated),
        row.cost.roundedToCents.decimal, WorkflowComparison.share(row.right, row.rightInterval),
        WorkflowComparison.count(row.falseMatchesCorrected),
        WorkflowComparison.count(row.falseMatchesCreated),
        row.costPerCorrectedFalseMatch?.roundedToCents.decimal ?? "none corrected",
      ])
    }
    lines += table.lines()
    let undecided = rows.filter { $0.undecided > 0 }
    if !undecided.isEmpty {
      let list = undecided.map { "\(Numerals.grouped($0.undecided)) by \($0.name)" }
      lines.append(
        "Left undecided, since no answer counted or votes were even: "
          + list.joined(separator: ", ") + ".")
    }
    for row in rows {
      guard let promised = row.promised, let reached = row.rightByVotes else { continue }
      lines.append(
        "Stopping at \(Numerals.percent(promised, 2)) sure: of what the votes decided "
          + "\(reached.text(row.rightByVotesInterval)) is right.")
    }
    lines += ["", "Known items to find those who guess"]
    if gold.isEmpty {
      lines.append("None will do: these workers are right no more often than those who guess.")
    }
    lines += gold.map { entry in
      entry.rule.statement(honestAccuracy: entry.honestAccuracy)
        + " Cost a worker: \(entry.costPerWorker.roundedToCents)."
    }
    return lines.joined(separator: "\n")
  }

  /// "88.6 % (86.1 to 90.7)" beside counts that stand in the JSON.
  static func share(_ proportion: Proportion, _ interval: Interval?) -> String {
    guard let rate = proportion.rate else { return "not measurable" }
    let range = interval.map { " (\($0.rangeText))" } ?? ""
    return "\(Numerals.percent(rate)) of \(Numerals.grouped(proportion.trials))\(range)"
  }

  static func count(_ count: Funnel.Count) -> String {
    "\(Numerals.grouped(count.count)) of \(Numerals.grouped(count.proportion.trials))"
  }
}
