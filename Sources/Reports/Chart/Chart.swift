import Foundation

/// A ``Plot`` as data that a script in a browser draws: the same axes and layers, no code.
///
/// Numbers are rounded to six significant digits, finer than any screen; what is not finite is left
/// out, since JSON can't hold it.
struct Chart: Encodable {
  let width: Int
  let height: Int
  let x: Axis
  let y: Axis
  let top: Axis?
  let hasKey: Bool
  let layers: [Layer]

  init(_ plot: Plot) {
    width = plot.width
    height = plot.height
    x = Axis(plot.x)
    y = Axis(plot.y)
    top = plot.top.map(Axis.init)
    hasKey = plot.hasKey
    layers = plot.layers.map(Layer.init)
  }

  /// The JSON that stands in the page.
  ///
  /// - Complexity: O(points).
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Nothing in a chart can fail to encode: numbers are finite by construction.
    guard let data = try? encoder.encode(self) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
  }

  /// An axis.
  struct Axis: Encodable {
    let title: String
    let lower: Double?
    let upper: Double?
    let isLogarithmic: Bool
    let ticks: [Tick]?
    let hasGrid: Bool

    init(_ axis: Plot.Axis) {
      title = axis.title
      lower = axis.range.lower.flatMap(Chart.short)
      upper = axis.range.upper.flatMap(Chart.short)
      isLogarithmic = axis.isLogarithmic
      ticks = axis.ticks.map { ticks in
        ticks.compactMap { tick in Chart.short(tick.place).map { Tick(at: $0, label: tick.label) } }
      }
      hasGrid = axis.hasGrid
    }
  }

  /// A named place.
  struct Tick: Encodable {
    let at: Double
    let label: String
  }

  /// Something drawn; `data` holds one row of numbers for each of its parts.
  struct Layer: Encodable {
    let kind: String
    var name: String?
    var ink: String
    var width = 2.0
    var dash = "solid"
    var symbol = "disc"
    var opacity = 1.0
    var isStepped: Bool?
    var isHorizontal: Bool?
    var data: [[Double]]
    var texts: [String]?
    var anchors: [String]?

    init(_ layer: Plot.Layer) {
      switch layer {
      case .line(let points, let look, let steps):
        self.init("line", look, points.map { [$0.x, $0.y] })
        isStepped = steps ? true : nil
      case .band(let bands, let look):
        self.init("band", look, bands.map { [$0.x, $0.low, $0.high] })
      case .symbols(let points, let look):
        self.init("symbols", look, points.map { [$0.x, $0.y] })
      case .whiskers(let whiskers, let look):
        self.init("whiskers", look, whiskers.map { [$0.x, $0.y, $0.low, $0.high] })
        isHorizontal = whiskers.first?.isHorizontal == true ? true : nil
      case .boxes(let boxes, let look):
        self.init(
          "boxes", look,
          boxes.map { [$0.x.lowerBound, $0.x.upperBound, $0.y.lowerBound, $0.y.upperBound] })
      case .labels(let labels, let ink):
        let kept = labels.filter { $0.x.isFinite && $0.y.isFinite }
        self.init("labels", Plot.Look(ink: ink), kept.map { [$0.x, $0.y] })
        texts = kept.map(\.text)
        anchors = kept.map(\.anchor.rawValue)
      case .vertical(let place, let look): self.init("vertical", look, [[place]])
      case .horizontal(let place, let look): self.init("horizontal", look, [[place]])
      }
    }

    private init(_ kind: String, _ look: Plot.Look, _ rows: [[Double]]) {
      self.kind = kind
      name = look.name
      ink = look.ink.name
      width = look.width
      dash = "\(look.dash)"
      symbol = "\(look.symbol)"
      opacity = look.opacity
      data = rows.compactMap { row in
        let short = row.compactMap(Chart.short)
        return short.count == row.count ? short : nil
      }
    }
  }

  /// `value` to six significant digits; nil where it is not finite.
  static func short(_ value: Double) -> Double? {
    value.isFinite ? Double(String(format: "%.6g", value)) : nil
  }
}
