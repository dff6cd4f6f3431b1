import Essentials
import Foundation
public import Statistics

extension Figure {
  /// A named curve of error rates.
  public struct ErrorCurve: Sendable, Equatable {
    let name: String
    let points: [(falseMatchRate: Double, falseNonMatchRate: Double)]

    /// Makes it; the points in the order of the threshold.
    public init(
      _ name: String, _ points: [(falseMatchRate: Double, falseNonMatchRate: Double)]
    ) {
      self.name = name
      self.points = points
    }

    /// Whether name and all points are the same.
    public static func == (left: ErrorCurve, right: ErrorCurve) -> Bool {
      left.name == right.name && left.points.elementsEqual(right.points, by: ==)
    }
  }

  /// Detection error trade-off: what fewer false matches cost in missed ones, on axes on which two
  /// normal distributions give a straight line.
  ///
  /// Points with a rate of exactly 0 or 1 have no place on such axes; the table has them.
  public static func detectionErrorTradeOff(_ curves: [ErrorCurve]) -> Figure {
    errorTradeOff(
      curves, title: "Detection error trade-off",
      description:
        "Each point is one threshold. Further down fewer comparisons of the same person are "
        + "missed, further left fewer different people pass for one.",
      names: ("false match rate", "false non-match rate"))
  }

  /// The same of searches: what fewer strangers found cost in people missed.
  public static func identificationErrorTradeOff(_ curves: [ErrorCurve]) -> Figure {
    errorTradeOff(
      curves, title: "Identification error trade-off",
      description:
        "Each point is one threshold. Further down fewer people who are in the gallery are missed, "
        + "further left fewer searches for people who are not find somebody.",
      names: ("false positive identification rate", "false negative identification rate"))
  }

  private static func errorTradeOff(
    _ curves: [ErrorCurve], title: String, description: String, names: (String, String)
  ) -> Figure {
    let places = [1e-6, 1e-5, 1e-4, 0.001, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99]
    let all = curves.flatMap(\.points).filter {
      $0.falseMatchRate > 0 && $0.falseMatchRate < 1 && $0.falseNonMatchRate > 0
        && $0.falseNonMatchRate < 1
    }
    func axis(_ title: String, _ values: [Double]) -> Plot.Axis {
      let (low, high) = (values.min() ?? 0.001, values.max() ?? 0.5)
      let first = places.lastIndex { $0 <= low } ?? 0
      let last = max(first + 1, places.firstIndex { $0 >= high } ?? places.count - 1)
      let span = Normal.quantile(places[last]) - Normal.quantile(places[first])
      // Far in the tail the decades lie too close to be named one by one.
      let step = span > 6 ? 2 : 1
      return Plot.Axis(
        title: title, range: (Normal.quantile(places[first]), Normal.quantile(places[last])),
        ticks: stride(from: last, through: first, by: -step).map {
          .init(place: Normal.quantile(places[$0]), label: percentLabel(places[$0]))
        }, hasGrid: true)
    }
    let layers = zip(curves, series(curves.count)).map { curve, look in
      Plot.Layer.line(
        curve.points.map {
          .init(x: Normal.quantile($0.falseMatchRate), y: Normal.quantile($0.falseNonMatchRate))
        }.filter { $0.x.isFinite && $0.y.isFinite }.thinned(), look.named(curve.name))
    }
    let none =
      all.count < 2
      ? " Hardly a threshold has errors of both kinds here, so there is no line to draw." : ""
    return Figure(
      title: title,
      description: description
        + " A curve nearer the lower left corner is better. Both axes are normal deviates." + none,
      table: errorTable(curves, names),
      plot: Plot(
        height: 480, x: axis(names.0, all.map(\.falseMatchRate)),
        y: axis(names.1, all.map(\.falseNonMatchRate)), layers: layers,
        hasKey: curves.count > 1))
  }

  /// Receiver operating characteristic: the share of same-person comparisons accepted against the
  /// share of different people accepted, the latter on a logarithmic axis.
  public static func receiverOperatingCharacteristic(_ curves: [ErrorCurve]) -> Figure {
    let rates = curves.flatMap { $0.points.map(\.falseMatchRate) }.filter { $0 > 0 }
    let layers = zip(curves, series(curves.count)).map { curve, look in
      Plot.Layer.line(
        curve.points.filter { $0.falseMatchRate > 0 }.map {
          .init(x: $0.falseMatchRate, y: 1 - $0.falseNonMatchRate)
        }.thinned(), look.named(curve.name))
    }
    return Figure(
      title: "Receiver operating characteristic",
      description:
        "Each point is one threshold: how many comparisons of the same person are accepted at the "
        + "price of accepting that share of different people. Higher is better; the left end is "
        + "where large galleries must work.",
      table: errorTable(curves, ("false match rate", "false non-match rate")),
      plot: Plot(
        x: .logarithmicShare("false match rate", lowest: rates.min() ?? 0.001),
        y: .share("true match rate"), layers: layers, hasKey: curves.count > 1))
  }

  /// Cumulative match characteristic: the share of mated searches whose person is among the first R.
  ///
  /// - Parameters:
  ///   - shares: `shares[r]` is the share within the first r + 1 candidates.
  ///   - intervals: their intervals, one a share, or none.
  ///   - searches: how many searches there were.
  /// - Returns: the figure with its table.
  public static func cumulativeMatch(
    _ shares: [Double], intervals: [Interval] = [], searches: Int
  ) -> Figure {
    precondition(intervals.isEmpty || intervals.count == shares.count)
    let points = shares.enumerated().map { Plot.Point(x: Double($0.offset + 1), y: $0.element) }
    var table = TextTable([
      .number("first candidates"), .number("person among them"), .number("searches"),
      .text("interval"),
    ])
    for (index, share) in shares.enumerated() {
      let events = Int((share * Double(searches)).rounded())
      table.append([
        Numerals.grouped(index + 1), Numerals.percent(share),
        "\(Numerals.grouped(events)) of \(Numerals.grouped(searches))",
        intervals.isEmpty ? "not computed" : intervals[index].rangeText,
      ])
    }
    // High curves would lie flat along the top of a whole axis.
    let lowest = (intervals.map(\.lower) + shares).min() ?? 0
    let bottom = lowest > 0.5 ? min(0.9, (lowest * 10).rounded(.down) / 10) : 0
    let whole = Plot.Axis.share("person among them")
    let axis =
      bottom > 0
      ? Plot.Axis(
        title: whole.title, range: (bottom, 1),
        ticks: (0...5).map { index in
          let place = bottom + (1 - bottom) * Double(index) / 5
          return .init(place: place, label: percentLabel(place))
        }, hasGrid: true) : whole
    return Figure(
      title: "Cumulative match characteristic",
      description:
        "Of \(Numerals.grouped(searches)) searches for a person who is in the gallery: the share "
        + "that has the person among the first candidates. It says nothing of people who are not."
        + (bottom > 0 ? " The axis begins at \(percentLabel(bottom)), not at 0." : ""),
      table: table,
      plot: Plot(
        x: .init(title: "first candidates (rank)", range: (0.5, Double(shares.count) + 0.5)),
        y: axis,
        layers: [
          .band(
            zip(points, intervals).map { .init(x: $0.x, low: $1.lower, high: $1.upper) },
            .init(ink: .first, opacity: 0.2)),
          .line(points, .init(ink: .first)),
          .symbols(points.count > 60 ? [] : points, .init(ink: .first)),
        ], hasKey: false))
  }

  private static func errorTable(
    _ curves: [ErrorCurve], _ names: (String, String)
  ) -> TextTable {
    let isNamed = curves.count > 1
    var table = TextTable(
      (isNamed ? [.text("curve")] : []) + [.number(names.0), .number(names.1)])
    for curve in curves {
      let points = curve.points.map {
        Plot.Point(x: $0.falseMatchRate, y: $0.falseNonMatchRate)
      }.thinned(to: 25)
      for point in points {
        table.append(
          (isNamed ? [curve.name] : []) + [Numerals.percent(point.x), Numerals.percent(point.y)])
      }
    }
    return table
  }

  /// The looks of `count` series: colour, dash and symbol differ.
  static func series(_ count: Int) -> [Plot.Look] {
    let dashes: [Plot.Look.Dash] = [.solid, .dashed, .dotted]
    return (0..<count).map { index in
      Plot.Look(
        ink: Ink.series[index % Ink.series.count], dash: dashes[index % dashes.count],
        symbol: Plot.Look.Symbol.allCases[index % Plot.Look.Symbol.allCases.count])
    }
  }
}

extension Plot.Look {
  /// The same look with a name.
  func named(_ name: String) -> Plot.Look {
    var look = self
    look.name = name
    return look
  }
}
