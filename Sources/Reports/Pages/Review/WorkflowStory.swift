import Essentials
import Review
import Statistics

/// The part of a review page on ways to organise the work.
struct WorkflowStory {
  let comparison: WorkflowComparison

  init(_ comparison: WorkflowComparison) { self.comparison = comparison }

  private var currency: String { comparison.rows.first?.cost.currency.rawValue ?? "" }

  var section: Section {
    var blocks: [Block] = [
      .paragraph(
        """
        The same people and pairs, the work organised differently. The adjudicator is \
        \(comparison.adjudicator), and sees neither votes nor score.
        """),
      .list(comparison.limits.map { Prose($0 + ".") }),
      .table(table, caption: "What each way costs and mends"),
    ]
    if comparison.rows.contains(where: { ($0.costPerCorrectedFalseMatch?.micros ?? 0) > 0 }) {
      blocks.append(.figure(cost))
    }
    let promises = comparison.rows.compactMap { row -> Prose? in
      guard let promised = row.promised, let reached = row.rightByVotes else { return nil }
      return
        "Stopping at \(Numerals.percent(promised, 2)) sure: of what the votes decided \(reached.text(row.rightByVotesInterval)) is right."
    }
    if !promises.isEmpty {
      blocks.append(
        .paragraph(
          "Adaptive overlap promises a share of right decisions. The promise holds only where people err independently of each other:"
        ))
      blocks.append(.list(promises))
    }
    blocks.append(.section(gold))
    return Section("The same work, organised differently", blocks)
  }

  private var table: TextTable {
    var table = TextTable([
      .text("way"), .number("decisions"), .number("adjudicated"), .number("cost, \(currency)"),
      .number("right, 95 % interval"), .number("corrected"), .number("newly created"),
      .number("cost per corrected"),
    ])
    for row in comparison.rows {
      table.append([
        row.name, Numerals.grouped(row.decisions), Numerals.grouped(row.adjudicated),
        row.cost.roundedToCents.decimal, share(row),
        "\(Numerals.grouped(row.falseMatchesCorrected.count)) of "
          + Numerals.grouped(row.falseMatchesCorrected.proportion.trials),
        "\(Numerals.grouped(row.falseMatchesCreated.count)) of "
          + Numerals.grouped(row.falseMatchesCreated.proportion.trials),
        row.costPerCorrectedFalseMatch?.roundedToCents.decimal ?? "none corrected",
      ])
    }
    return table
  }

  private func share(_ row: WorkflowComparison.Row) -> String {
    guard let rate = row.right.rate else { return "not measurable" }
    return "\(Numerals.percent(rate)) of \(Numerals.grouped(row.right.trials))"
      + (row.rightInterval.map { ", \($0.rangeText)" } ?? "")
  }

  /// Cost against effect: the curve of fixed overlap, and the other ways beside it.
  private var cost: Figure {
    func steps(_ rows: [WorkflowComparison.Row]) -> [Figure.Curve.Step] {
      rows.sorted { $0.cost < $1.cost }.compactMap { row in
        row.falseMatchesCorrected.proportion.rate.map {
          .init(
            x: row.cost.approximate, y: $0, low: row.falseMatchesCorrected.interval?.lower,
            high: row.falseMatchesCorrected.interval?.upper)
        }
      }
    }
    let adaptive = comparison.rows.filter { $0.promised != nil }
    let fixed = comparison.rows.filter { $0.promised == nil && $0.adjudicated == 0 }
    let queue = comparison.rows.filter { $0.promised == nil && $0.adjudicated > 0 }
    let curves = [
      ("fixed overlap (1, 3, 5, 7)", fixed), ("two and an adjudicator", queue),
      ("adaptive (90, 95, 99 % sure)", adaptive),
    ].filter { !$0.1.isEmpty }
    return .curves(
      title: "False matches corrected against what the review costs",
      description:
        "Up and to the left is better: more corrected for less. Shaded are 95 % intervals.",
      curves.map { .init($0.0, steps($0.1)) }, x: "cost, \(currency)",
      y: "false matches corrected", yIsShare: true)
  }

  private var gold: Section {
    Section(
      "Known items to find those who guess",
      comparison.gold.isEmpty
        ? [
          .paragraph("None will do: these workers are right no more often than those who guess.")
        ]
        : [
          .list(
            comparison.gold.map { entry in
              Prose(
                entry.rule.statement(honestAccuracy: entry.honestAccuracy)
                  + " Cost a worker: \(entry.costPerWorker.roundedToCents).")
            })
        ])
  }
}
