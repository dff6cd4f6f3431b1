/// What is drawn: axes and layers, without a word about the program that draws it.
struct Plot: Sendable {
  /// The width in the drawing's own units; the page scales it.
  var width = 720
  /// The height in the drawing's own units.
  var height = 400
  /// The horizontal axis.
  var x: Axis
  /// The vertical axis.
  var y: Axis
  /// Names for places of the horizontal axis at the top of the drawing.
  var top: Axis?
  /// What is drawn, from the back to the front.
  var layers: [Layer]
  /// Whether the names of layers are listed above the drawing.
  var hasKey = true

  /// An axis.
  struct Axis: Sendable {
    /// What it shows, with its unit.
    var title: String
    /// The ends; nil where the data decide.
    var range: (lower: Double?, upper: Double?) = (nil, nil)
    /// Whether it grows by factors of ten.
    var isLogarithmic = false
    /// Named places; nil where gnuplot chooses them.
    var ticks: [Tick]?
    /// Whether lines cross the drawing at its ticks.
    var hasGrid = false
    /// Whether the names of ticks stand aslant, since they are long.
    var isSlanted = false
  }

  /// A named place on an axis.
  struct Tick: Sendable, Equatable {
    let place: Double
    let label: String
  }

  /// A place in the drawing.
  struct Point: Sendable, Equatable {
    let x: Double
    let y: Double
  }

  /// Something drawn.
  enum Layer: Sendable {
    /// Points joined by a line; with steps, level until the next point.
    case line([Point], Look, steps: Bool = false)
    /// The area between two curves over the same places.
    case band([Band], Look)
    /// Symbols.
    case symbols([Point], Look)
    /// Symbols, each with a line along its interval.
    case whiskers([Whisker], Look)
    /// Filled rectangles.
    case boxes([Box], Look)
    /// Texts at places.
    case labels([Label], Ink)
    /// A line at one place of the horizontal axis, across the drawing.
    case vertical(Double, Look)
    /// A line at one place of the vertical axis, across the drawing.
    case horizontal(Double, Look)
  }

  /// The extent of a band at one place.
  struct Band: Sendable, Equatable {
    let x: Double
    let low: Double
    let high: Double
  }

  /// A point with its interval.
  struct Whisker: Sendable, Equatable {
    let x: Double
    let y: Double
    let low: Double
    let high: Double
    /// Whether the interval lies along the horizontal axis.
    var isHorizontal = false
  }

  /// A rectangle.
  struct Box: Sendable, Equatable {
    let x: ClosedRange<Double>
    let y: ClosedRange<Double>
  }

  /// A text at a place.
  struct Label: Sendable, Equatable {
    enum Anchor: String, Sendable { case left, center, right }
    let x: Double
    let y: Double
    let text: String
    var anchor = Anchor.left
  }

  /// How a layer looks.
  struct Look: Sendable, Equatable {
    /// Its name in the list above the drawing; nil for none.
    var name: String?
    var ink: Ink
    var width = 2.0
    var dash = Dash.solid
    var symbol = Symbol.disc
    /// How much of what lies behind a filled area it hides.
    var opacity = 0.35

    enum Dash: Sendable { case solid, dashed, dotted }
    /// Symbols that stay apart without colour; the raw value is gnuplot's number.
    enum Symbol: Int, Sendable, CaseIterable {
      case disc = 7
      case square = 5
      case triangle = 9
      case diamond = 13
      case circle = 6
    }
  }
}

extension [Plot.Point] {
  /// At most `limit` of these points, ends kept, spread evenly along the curve's length as drawn.
  ///
  /// Curves of a million steps look the same with a few hundred points. Lengths are measured after
  /// scaling both axes to the same size.
  ///
  /// - Complexity: O(n).
  func thinned(to limit: Int = 400) -> [Plot.Point] {
    guard count > limit, limit > 2 else { return self }
    let (x, y) = (map(\.x), map(\.y))
    let width = Swift.max((x.max() ?? 0) - (x.min() ?? 0), .leastNormalMagnitude)
    let height = Swift.max((y.max() ?? 0) - (y.min() ?? 0), .leastNormalMagnitude)
    func step(_ index: Int) -> Double {
      abs(self[index].x - self[index - 1].x) / width
        + abs(self[index].y - self[index - 1].y) / height
    }
    let pace = indices.dropFirst().reduce(0) { $0 + step($1) } / Double(limit - 1)
    var kept = [self[0]]
    var length = 0.0
    for index in 1..<count - 1 {
      length += step(index)
      if length >= pace * Double(kept.count), kept.count < limit - 1 { kept.append(self[index]) }
    }
    kept.append(self[count - 1])
    return kept
  }
}
