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
  public static func curves(
    title: String, description: String, _ curves: [Curve], x: String, y: String,
    yIsShare: Bool = false
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
        table.append([curve.name, Numerals.significant(step.x), number(step.y), interval])
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
    let top = curves.flatMap { $0.steps.map { max($0.y, $0.high ?? $0.y) } }.max() ?? 1
    return Figure(
      title: title, description: description, table: table,
      plot: Plot(
        x: .init(title: x),
        y: yIsShare
          ? .share(y, upTo: min(1, max(top, 0.001)))
          : .init(title: y, range: (0, nil), hasGrid: true),
        layers: layers))
  }
}
