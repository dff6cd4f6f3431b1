import Essentials
import Foundation
public import Statistics

extension Figure {
  /// A group's rate.
  public struct GroupRate: Sendable, Equatable {
    let group: String
    let rate: Proportion
    let interval: Interval?

    /// Makes it; without an interval the rate is not measurable.
    public init(_ group: String, _ rate: Proportion, _ interval: Interval?) {
      self.group = group
      self.rate = rate
      self.interval = interval
    }
  }

  /// A rate group by group, each with its interval; groups that can't be measured stay in the list.
  ///
  /// The axis is logarithmic when all rates are above 0 and spread over more than a factor of ten.
  public static func groups(_ rates: [GroupRate], rateName: String) -> Figure {
    var table = TextTable([
      .text("group"), .number(rateName), .number("events"), .number("trials"),
      Figure.intervalColumn(rates),
    ])
    for item in rates {
      table.append([
        item.group, Numerals.percent(item.rate.rate ?? .nan), Numerals.grouped(item.rate.events),
        Numerals.grouped(item.rate.trials), item.interval?.rangeText ?? "not measurable",
      ])
    }
    let known = rates.compactMap(\.rate.rate)
    let lowest = known.min() ?? 0
    let highest = rates.compactMap { $0.interval?.upper ?? $0.rate.rate }.max() ?? 1
    let logarithmic = lowest > 0 && highest / lowest > 10
    let axis =
      logarithmic
      ? Plot.Axis.logarithmicShare(
        rateName, lowest: rates.compactMap(\.interval?.lower).filter { $0 > 0 }.min() ?? lowest)
      : Plot.Axis.share(rateName, upTo: max(highest, 0.0005))
    let floor = axis.range.lower ?? 0
    let whiskers = rates.enumerated().compactMap { index, item -> Plot.Whisker? in
      guard let rate = item.rate.rate else { return nil }
      return .init(
        x: max(rate, floor), y: Double(rates.count - index),
        low: max(item.interval?.lower ?? rate, floor), high: item.interval?.upper ?? rate,
        isHorizontal: true)
    }
    return Figure(
      title: "\(rateName.capitalisedFirst) by group",
      description:
        "The dot is the observed rate, the line its interval. Where lines overlap widely the data "
        + "can't tell the groups apart; a wide line is a small group, not a safe one."
        + (logarithmic ? " Each step of the axis is a factor of ten." : ""),
      table: table,
      plot: Plot(
        height: 120 + 34 * rates.count, x: axis,
        y: .init(
          title: "", range: (0.4, Double(rates.count) + 0.6),
          ticks: rates.enumerated().map {
            .init(place: Double(rates.count - $0.offset), label: $0.element.group)
          }), layers: [.whiskers(whiskers, .init(ink: .first))], hasKey: false))
  }

  /// A rate for each pair of a probe's group (row) and a reference's group (column).
  ///
  /// Shades go by the logarithm of the rate from the lowest above 0 to the highest.
  ///
  /// - Parameters:
  ///   - groups: the names.
  ///   - rates: `rates[row][column]`, as many rows and columns as there are groups.
  ///   - rateName: the rate in words.
  /// - Returns: the figure with its table.
  public static func crossGroups(
    _ groups: [String], _ rates: [[GroupRate]], rateName: String
  ) -> Figure {
    precondition(rates.count == groups.count && rates.allSatisfy { $0.count == groups.count })
    var table = TextTable([
      .text("probe"), .text("reference"), .number(rateName), .number("events"), .number("trials"),
      Figure.intervalColumn(Array(rates.joined())),
    ])
    let positive = rates.joined().compactMap(\.rate.rate).filter { $0 > 0 }.map { log10($0) }
    let (low, high) = (positive.min() ?? 0, positive.max() ?? 0)
    var shades = [[Plot.Box]](repeating: [], count: Ink.heat.count)
    var light: [Plot.Label] = []
    var dark: [Plot.Label] = []
    for (row, probe) in groups.enumerated() {
      for (column, reference) in groups.enumerated() {
        let item = rates[row][column]
        table.append([
          probe, reference, Numerals.percent(item.rate.rate ?? .nan),
          Numerals.grouped(item.rate.events), Numerals.grouped(item.rate.trials),
          item.interval?.rangeText ?? "not measurable",
        ])
        let (x, y) = (Double(column + 1), Double(groups.count - row))
        var shade = 0
        if let rate = item.rate.rate, rate > 0 {
          let place = high > low ? (log10(rate) - low) / (high - low) : 1
          shade = 1 + Int((place * Double(Ink.heat.count - 2)).rounded())
        }
        shades[shade].append(
          .init(x: x - 0.49...x + 0.49, y: y - 0.48...y + 0.48))
        let text = item.rate.rate.map { Numerals.percent($0, 2) } ?? "n/a"
        let label = Plot.Label(x: x, y: y, text: text, anchor: .center)
        if shade > 3 { light.append(label) } else { dark.append(label) }
      }
    }
    let ticks = { (names: [String]) in
      names.enumerated().map { Plot.Tick(place: Double($0.offset + 1), label: $0.element) }
    }
    return Figure(
      title: "\(rateName.capitalisedFirst) within and across groups",
      description:
        "Rows are the group of the probe, columns that of the reference; a darker field is a "
        + "higher rate. Fields next to each other may differ by chance: the table has counts and "
        + "intervals.",
      table: table,
      plot: Plot(
        width: min(1100, 300 + 90 * groups.count), height: 190 + 48 * groups.count,
        x: .init(
          title: "group of the reference", range: (0.5, Double(groups.count) + 0.5),
          ticks: ticks(groups), isSlanted: true),
        y: .init(
          title: "group of the probe", range: (0.5, Double(groups.count) + 0.5),
          ticks: ticks(groups.reversed())),
        layers: zip(Ink.heat, shades).map { .boxes($1, .init(ink: $0, opacity: 1)) }
          + [.labels(dark, .ink), .labels(light, .paper)], hasKey: false))
  }

  /// The head of a column of intervals, which says their level and how they were made.
  private static func intervalColumn(_ rates: [GroupRate]) -> TextTable.Column {
    let intervals = rates.compactMap(\.interval)
    guard let first = intervals.first else { return .text("interval") }
    let methods = Set(intervals.map(\.method.rawValue)).sorted().joined(separator: " or ")
    return .text("\(Numerals.percent(first.level, 2)) interval (\(methods))")
  }
}
