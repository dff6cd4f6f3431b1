import Essentials

/// The gnuplot commands that draw a ``Plot``, data included, so that no file is needed.
///
/// Whatever a user's data can bring (names of groups, cameras, systems) goes into single quotes, in
/// which gnuplot replaces nothing; numbers go into data blocks. That leaves nothing to inject into.
struct GnuplotScript {
  /// The commands.
  private(set) var text = ""
  private var blocks = ""
  private var blockCount = 0
  private var clauses: [String] = []

  init(_ plot: Plot) {
    text += "set terminal svg size \(plot.width),\(plot.height) dynamic noenhanced font ',15'\n"
    text += "set encoding utf8\n"
    text += "set border \(plot.top == nil ? 3 : 7) lw 1 lc rgb '\(Ink.ink.sentinel)'\n"
    text += "set errorbars small\n"
    text +=
      plot.hasKey
      ? "set key outside \(plot.top == nil ? "top" : "bottom") center horizontal Left reverse "
        + "samplen 2.5 spacing 1.2\n"
      : "unset key\n"
    for layer in plot.layers { add(layer) }
    axis("x", plot.x)
    axis("y", plot.y)
    if let top = plot.top { axis("x2", top) }
    text += blocks
    // Lines across the drawing are no plotted layers; a drawing of nothing else still has axes.
    if clauses.isEmpty { clauses.append("NaN notitle") }
    text += "plot " + clauses.joined(separator: ", \\\n  ") + "\n"
  }

  /// `text` as a gnuplot string: in single quotes only the quote itself has a meaning.
  ///
  /// A quote becomes an apostrophe (’). Doubling it, as gnuplot's manual says, is not safe: gnuplot
  /// 5.4 takes a doubled quote at the beginning of a string for its end.
  static func quoted(_ text: String) -> String {
    "'" + text.oneLine.replacing("'", with: "\u{2019}") + "'"
  }

  private mutating func axis(_ name: String, _ axis: Plot.Axis) {
    text += "set \(name)label \(GnuplotScript.quoted(axis.title))\n"
    if name == "x2" {
      text += "set link x2\n"
    } else {
      if axis.isLogarithmic { text += "set logscale \(name) 10\n" }
      let (lower, upper) = ends(axis)
      text += "set \(name)range [\(lower):\(upper)]\n"
    }
    let place = name == "x2" ? "out" : "nomirror out"
    let slant = axis.isSlanted ? " rotate by 30 right" : ""
    if let ticks = axis.ticks {
      // A percent sign would begin a number format there, and gnuplot drops very long names.
      let list = ticks.map {
        "\(GnuplotScript.quoted($0.label.oneLine.shortened(to: 24).replacing("%", with: "%%"))) \($0.place)"
      }
      text += "set \(name)tics \(place) scale 0.6\(slant) (\(list.joined(separator: ", ")))\n"
    } else {
      text += "set \(name)tics \(place) scale 0.6\n"
      if axis.isLogarithmic { text += "set m\(name)tics 10\n" }
    }
    if axis.hasGrid {
      text += "set grid \(name)tics back lt 1 lw 0.8 dt solid lc rgb '\(Ink.grid.sentinel)'\n"
    }
  }

  /// The ends of an axis; gnuplot refuses empty ranges, and free ones where there is nothing to see.
  private func ends(_ axis: Plot.Axis) -> (lower: String, upper: String) {
    var (lower, upper) = axis.range
    if let low = lower, let high = upper, low >= high { (lower, upper) = (nil, nil) }
    if blockCount == 0 {
      let low = lower ?? (axis.isLogarithmic ? 1 : 0)
      return ("\(low)", "\(upper ?? low + 1)")
    }
    return (lower.map { "\($0)" } ?? "*", upper.map { "\($0)" } ?? "*")
  }

  private mutating func add(_ layer: Plot.Layer) {
    switch layer {
    case .line(let points, let look, let steps):
      let rows = points.map { [$0.x, $0.y] }
      plot(rows, "with \(steps ? "steps" : "lines") \(line(look))", look)
    case .band(let extent, let look):
      plot(extent.map { [$0.x, $0.low, $0.high] }, "with filledcurves \(fill(look))", look)
    case .symbols(let points, let look):
      plot(points.map { [$0.x, $0.y] }, "with points \(symbol(look))", look)
    case .whiskers(let points, let look):
      let style = points.first?.isHorizontal == true ? "xerrorbars" : "yerrorbars"
      let rows = points.map { [$0.x, $0.y, $0.low, $0.high] }
      plot(rows, "with \(style) lw \(look.width) \(symbol(look))", look)
    case .boxes(let boxes, let look):
      let rows = boxes.map { box in
        [
          (box.x.lowerBound + box.x.upperBound) / 2, (box.y.lowerBound + box.y.upperBound) / 2,
          box.x.lowerBound, box.x.upperBound, box.y.lowerBound, box.y.upperBound,
        ]
      }
      plot(rows, "with boxxyerror \(fill(look))", look)
    case .labels(let labels, let ink):
      for label in labels where label.x.isFinite && label.y.isFinite {
        text +=
          "set label \(GnuplotScript.quoted(label.text.shortened(to: 48))) at \(label.x),\(label.y) "
          + "\(label.anchor.rawValue) front noenhanced tc rgb '\(ink.sentinel)'\n"
      }
    case .vertical(let place, let look): across(place, look, horizontal: false)
    case .horizontal(let place, let look): across(place, look, horizontal: true)
    }
  }

  /// A line from edge to edge, and its entry in the list of names.
  private mutating func across(_ place: Double, _ look: Plot.Look, horizontal: Bool) {
    guard place.isFinite else { return }
    let ends =
      horizontal
      ? "from graph 0, first \(place) to graph 1, first \(place)"
      : "from first \(place), graph 0 to first \(place), graph 1"
    text += "set arrow \(ends) nohead \(line(look))\n"
    if look.name != nil { clauses.append("NaN with lines \(line(look)) \(title(look))") }
  }

  /// Adds a data block and the clause that draws it.
  ///
  /// A row with a number that isn't finite is a gap; a layer without any row is left out, since
  /// gnuplot takes an empty block for an error.
  private mutating func plot(_ rows: [[Double]], _ style: String, _ look: Plot.Look) {
    guard rows.contains(where: { $0.allSatisfy(\.isFinite) }) else { return }
    blockCount += 1
    blocks += "$data\(blockCount) << END_OF_DATA\n"
    for row in rows {
      blocks += row.allSatisfy(\.isFinite) ? row.map { "\($0)" }.joined(separator: " ") : ""
      blocks += "\n"
    }
    blocks += "END_OF_DATA\n"
    clauses.append("$data\(blockCount) \(style) \(title(look))")
  }

  private func line(_ look: Plot.Look) -> String {
    let dash =
      switch look.dash {
      case .solid: "solid"
      case .dashed: "(14,8)"
      case .dotted: "(3,5)"
      }
    return "lw \(look.width) dt \(dash) lc rgb '\(look.ink.sentinel)'"
  }

  private func fill(_ look: Plot.Look) -> String {
    let solid = look.opacity >= 1 ? "solid 1" : "transparent solid \(look.opacity)"
    return "fs \(solid) noborder lc rgb '\(look.ink.sentinel)'"
  }

  private func symbol(_ look: Plot.Look) -> String {
    "pt \(look.symbol.rawValue) ps 0.9 lc rgb '\(look.ink.sentinel)'"
  }

  private func title(_ look: Plot.Look) -> String {
    look.name.map { "title \(GnuplotScript.quoted($0.shortened(to: 48)))" } ?? "notitle"
  }
}

extension String {
  /// This text, or its beginning and "…" where it is longer than `limit` characters: the table
  /// beside a figure has all of it.
  func shortened(to limit: Int) -> String {
    count <= limit ? self : prefix(limit - 1) + "…"
  }
}
