import Essentials
import Evaluation
import Statistics

/// The part of a page on the rates of groups and how unequal they are.
struct DifferentialParts {
  let differential: Differential

  init(_ differential: Differential) { self.differential = differential }

  var section: Section {
    var blocks: [Block] = [
      .paragraph(
        """
        All groups stand before the same threshold, \
        \(Numerals.significant(differential.threshold, 6)). Strangers are of the same group here, \
        since that is where a system errs most; across groups follows below.
        """),
      .figure(.groups(differential.falseMatch.drawn, rateName: "false match rate")),
      .figure(.groups(differential.falseNonMatch.drawn, rateName: "false non-match rate")),
    ]
    blocks += DifferentialParts.cross(
      differential.crossFalseMatch, differential.falseMatch, rateName: "false match rate")
    blocks.append(contentsOf: DifferentialParts.measures(differential.summary))
    return Section("Differences by \(differential.attribute)", blocks)
  }

  /// The rates of all pairs of groups as a figure; nothing with one group.
  static func cross(_ cells: [GroupRate], _ groups: [GroupRate], rateName: String) -> [Block] {
    let names = groups.map(\.group)
    guard names.count > 1, cells.count == names.count * names.count else { return [] }
    let rows = names.indices.map { row in
      Array(cells[row * names.count..<(row + 1) * names.count]).drawn
    }
    return [.figure(.crossGroups(names, rows, rateName: rateName))]
  }

  /// The measures of inequality as a table, or that there are none.
  static func measures(_ summary: DifferentialSummary) -> [Block] {
    if summary.groups.count < 2 {
      return [.note("Not measurable: fewer than two groups have both rates.")]
    }
    var table = TextTable([
      .text("measure"), .number("value"), .text("interval (95 %, simulated)"),
      .number("by chance alone up to"), .text("what it says"),
    ])
    for measure in summary.measures {
      let says =
        switch measure.isBeyondChance {
        case true?: "beyond chance"
        case false?: "these data can't tell it from chance"
        case nil:
          measure.value == nil ? "undefined: a group had no error" : "no bound: too few errors"
        }
      table.append([
        measure.name, measure.value.map { Numerals.significant($0, 4) } ?? "undefined",
        measure.interval.map {
          "\(Numerals.significant($0.lower)) to \(Numerals.significant($0.upper))"
        } ?? "none", measure.reachedByChance.map { Numerals.significant($0, 4) } ?? "no bound",
        says,
      ])
    }
    return [
      .table(
        table,
        caption:
          "How unequal the rates of \(summary.groups.count) groups are (FDR: 1 is equal, lower is "
          + "worse), and what equal groups would show by chance")
    ]
  }
}

extension [GroupRate] {
  /// As figures take them.
  var drawn: [Figure.GroupRate] {
    map {
      Figure.GroupRate(
        $0.group, $0.measured?.proportion ?? Proportion(events: 0, trials: 0),
        $0.measured?.interval)
    }
  }
}
