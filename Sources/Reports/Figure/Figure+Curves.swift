public import Biometrics
import Essentials

extension Figure {
  /// A named curve with, where there is one, its interval.
  public struct Curve: Sendable, Equatable {
    /// A place of the curve.
    public struct Step: Sendable, Equatable {
      let x: Double
      let y: Double
      let low: Double?
      let high: Double?

      /// Makes it.
      public init(x: Double, y: Double, low: Double? = nil, high: Double? = nil) {
        self.x = x
        self.y = y
        self.low = low
        self.high = high
      }
    }

    let name: String
    let steps: [Step]

    /// Makes it.
    public init(_ name: String, _ steps: [Step]) {
      self.name = name
      self.steps = steps
    }
  }

  /// Curves over one quantity, such as the cost per corrected false match by number of reviewers.
  ///
  /// - Parameters:
  ///   - title: what is shown.
  ///   - description: how to read it.
  ///   - curves: the curves, at most five that can be told apart.
  ///   - x: the horizontal axis.
  ///   - y: the vertical axis.
  ///   - xIsCount: whether the horizontal axis grows by factors of ten from 1.
  ///   - yIsShare: whether the vertical axis is of shares of 1.
  ///   - marks: places of the horizontal axis to name.
  ///   - mapping: the percentages shown for scores along the horizontal axis, named at the top.
  /// - Returns: the figure with its table.
  public static func curves(
    title: String, description: String, _ curves: [Curve], x: String, y: String,
    xIsCount: Bool = false, yIsShare: Bool = false,
    marks: [(name: String, place: Double)] = [], mapping: ScoreMapping? = nil
  ) -> Figure {
    var table = TextTable([.text("curve"), .number(x), .number(y), .text("interval")])
    for curve in curves {
      for step in curve.steps {
        let number = { (value: Double) in
          yIsShare ? Numerals.percent(value) : Numerals.significant(value)
        }
        var interval = ""
        if let low = step.low, let high = step.high {
          interval = "\(number(low)) to \(number(high))"
        }
        let place =
          xIsCount ? Numerals.grouped(Int(step.x.rounded())) : Numerals.significant(step.x)
        table.append([curve.name, place, number(step.y), interval])
      }
    }
    var layers: [Plot.Layer] = []
    for (curve, look) in zip(curves, series(curves.count)) {
      let band = curve.steps.compactMap { step -> Plot.Band? in
        guard let low = step.low, let high = step.high else { return nil }
        return .init(x: step.x, low: low, high: high)
      }
      var filled = look
      filled.opacity = 0.18
      if !band.isEmpty { layers.append(.band(band, filled)) }
      let points = curve.steps.map { Plot.Point(x: $0.x, y: $0.y) }
      layers.append(.line(points, look.named(curve.name)))
      if points.count <= 40 { layers.append(.symbols(points, look)) }
    }
    for (index, mark) in marks.enumerated() {
      let look = Plot.Look(name: mark.name, ink: .ink, dash: index == 0 ? .dotted : .dashed)
      layers.append(.vertical(mark.place, look))
    }
    let top = curves.flatMap { $0.steps.map { max($0.y, $0.high ?? $0.y) } }.max() ?? 1
    let places = curves.flatMap { $0.steps.map(\.x) }
    let (first, last) = (places.min() ?? 0, places.max() ?? 1)
    var axis = Plot.Axis(title: x)
    if xIsCount { axis = .logarithmicCount(x, lowest: max(1, first), highest: max(10, last)) }
    if mapping != nil { axis.range = (first, max(last, first + 1e-9)) }
    return Figure(
      title: title, description: description, table: table,
      plot: Plot(
        x: axis,
        y: yIsShare
          ? .share(y, upTo: min(1, max(top, 0.001)))
          : .init(title: y, range: (0, nil), hasGrid: true),
        top: mapping.flatMap { last > first ? Figure.percentages($0, over: first...last) : nil },
        layers: layers))
  }
}
