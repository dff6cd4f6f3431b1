import Essentials
public import Statistics

extension Figure {
  /// What one switch changes, in points, with its interval.
  public struct Change: Sendable, Equatable {
    let name: String
    let detail: String
    let change: Double?
    let interval: Interval?

    /// Makes it.
    ///
    /// - Parameters:
    ///   - name: the switch, such as "10 s → 4 s".
    ///   - detail: the counts, such as "4,755 → 4,977 of 9,819".
    ///   - change: the difference of two shares; nil where there is nothing to measure.
    ///   - interval: its interval.
    public init(_ name: String, detail: String, change: Double?, interval: Interval?) {
      self.name = name
      self.detail = detail
      self.change = change
      self.interval = interval
    }
  }

  /// Changes one under another: the dot is the change in points, the line its interval.
  public static func changes(
    title: String, description: String, _ changes: [Change], of quantity: String
  ) -> Figure {
    func points(_ share: Double) -> String { Numerals.fixed(100 * share, 1) }
    var table = TextTable([
      .text("switch"), .text(quantity), .number("change in points"), .text("95 % interval"),
    ])
    for item in changes {
      table.append([
        item.name, item.detail, item.change.map(points) ?? "not measurable",
        item.interval.map { "\(points($0.lower)) to \(points($0.upper))" } ?? "not measurable",
      ])
    }
    let whiskers = changes.enumerated().compactMap { index, item -> Plot.Whisker? in
      guard let change = item.change else { return nil }
      return .init(
        x: 100 * change, y: Double(changes.count - index),
        low: 100 * (item.interval?.lower ?? change), high: 100 * (item.interval?.upper ?? change),
        isHorizontal: true)
    }
    // The middle, "nothing changes", is always in sight.
    let lowest = min(0, whiskers.map(\.low).min() ?? 0)
    let highest = max(0, whiskers.map(\.high).max() ?? 0)
    let margin = max(1, (highest - lowest) * 0.05)
    return Figure(
      title: title, description: description, table: table,
      plot: Plot(
        height: 120 + 34 * changes.count,
        x: .init(
          title: "change of \(quantity), in percentage points",
          range: (lowest - margin, highest + margin), hasGrid: true),
        y: .init(
          title: "", range: (0.4, Double(changes.count) + 0.6),
          ticks: changes.enumerated().map {
            .init(place: Double(changes.count - $0.offset), label: $0.element.name)
          }),
        layers: [
          .vertical(0, .init(ink: .ink, width: 1, dash: .dashed)),
          .whiskers(whiskers, .init(ink: .first)),
        ], hasKey: false))
  }
}
