import Essentials

extension Figure {
  /// A named count.
  public struct Bar: Sendable, Equatable {
    /// What a bar means for the people concerned.
    public enum Kind: Sendable { case neutral, good, bad }
    let name: String
    let count: Int
    let detail: String
    let kind: Kind

    /// Makes it; `detail` is the share in words, with its interval.
    public init(_ name: String, _ count: Int, detail: String, kind: Kind = .neutral) {
      self.name = name
      self.count = count
      self.detail = detail
      self.kind = kind
    }
  }

  /// Counts from stage to stage, such as what review corrected, kept and newly created.
  public static func funnel(
    title: String, description: String, _ bars: [Bar], unit: String = "count"
  ) -> Figure {
    var table = TextTable([.text("stage"), .number(unit), .text("share")])
    for bar in bars { table.append([bar.name, Numerals.grouped(bar.count), bar.detail]) }
    let top = Double(max(1, bars.map(\.count).max() ?? 1))
    func boxes(_ kind: Bar.Kind) -> [Plot.Box] {
      bars.enumerated().filter { $0.element.kind == kind && $0.element.count > 0 }.map {
        let y = Double(bars.count - $0.offset)
        return Plot.Box(x: 0...Double($0.element.count), y: y - 0.34...y + 0.34)
      }
    }
    let labels = bars.enumerated().map { index, bar in
      Plot.Label(
        x: Double(bar.count) + top * 0.012, y: Double(bars.count - index),
        text: Numerals.grouped(bar.count))
    }
    return Figure(
      title: title, description: description, table: table,
      plot: Plot(
        height: 110 + 44 * bars.count,
        x: .init(title: unit, range: (0, top * 1.12)),
        y: .init(
          title: "", range: (0.4, Double(bars.count) + 0.6),
          ticks: bars.enumerated().map {
            .init(place: Double(bars.count - $0.offset), label: $0.element.name)
          }),
        layers: [
          .boxes(boxes(.neutral), .init(ink: .first, opacity: 1)),
          .boxes(boxes(.good), .init(ink: .third, opacity: 1)),
          .boxes(boxes(.bad), .init(ink: .second, opacity: 1)),
          .labels(labels, .ink),
        ], hasKey: false))
  }

  /// How something is spread over people, such as what an hour of work really pays.
  ///
  /// - Parameters:
  ///   - title: what is spread.
  ///   - description: how to read it.
  ///   - histogram: the counts.
  ///   - unit: the axis, such as "USD per hour, searching and unpaid work included".
  ///   - people: who is counted, such as "workers".
  ///   - marks: places to name, such as the median and a legal minimum.
  ///   - places: the digits after the point in the table.
  /// - Returns: the figure with its table.
  public static func distribution(
    title: String, description: String, _ histogram: Histogram, unit: String, people: String,
    marks: [(name: String, place: Double)] = [], places: Int = 2
  ) -> Figure {
    var table = TextTable([.number("from"), .number("to below"), .number(people)])
    for index in histogram.counts.indices where histogram.counts[index] > 0 {
      let (lower, upper) = histogram.edges(index)
      table.append([
        Numerals.fixed(lower, places), Numerals.fixed(upper, places),
        Numerals.grouped(histogram.counts[index]),
      ])
    }
    let boxes = histogram.counts.indices.filter { histogram.counts[$0] > 0 }.map { index in
      // A little paper between the bars keeps them countable.
      let (lower, upper) = histogram.edges(index)
      return Plot.Box(
        x: lower + histogram.binWidth * 0.04...upper - histogram.binWidth * 0.04,
        y: 0...Double(histogram.counts[index]))
    }
    let looks: [Plot.Look.Dash] = [.solid, .dashed, .dotted]
    let lines = marks.enumerated().map { index, mark in
      Plot.Layer.vertical(
        mark.place,
        .init(
          name: mark.name, ink: index == 0 ? .second : .ink, dash: looks[index % looks.count]))
    }
    return Figure(
      title: title, description: description, table: table,
      plot: Plot(
        x: .init(title: unit), y: .init(title: people, range: (0, nil), hasGrid: true),
        layers: [.boxes(boxes, .init(ink: .first, opacity: 0.75))] + lines))
  }
}
