/// The colours of figures by what they are for, so that a page can be light or dark.
///
/// gnuplot draws each ink in a colour that stands for its name; the page's style gives the real one.
/// Series inks are Okabe and Ito's colour-blind-safe set, darkened on white and lightened on black
/// until each differs from the paper by 3 to 1 at least. Figures never rely on colour alone: dashes,
/// symbols or labels say the same.
enum Ink: Int, CaseIterable, Sendable {
  /// Text, axes.
  case ink = 1
  /// Grid lines.
  case grid
  /// References: what a formula says, not what was measured.
  case reference
  /// The paper, for the rims of symbols and text on dark fields.
  case paper
  /// The series.
  case first, second, third, fourth, fifth
  /// The steps of a heat map, low to high.
  case heat0, heat1, heat2, heat3, heat4, heat5, heat6

  /// The inks of series in the order in which they are used.
  static let series: [Ink] = [.first, .second, .third, .fourth, .fifth]
  /// The steps of a heat map, from the lowest value to the highest.
  static let heat: [Ink] = [.heat0, .heat1, .heat2, .heat3, .heat4, .heat5, .heat6]

  /// The name in the page's style.
  var name: String { String(describing: self) }

  /// The colour that gnuplot is told.
  var sentinel: String {
    let digits = String(rawValue, radix: 16)
    return "#0000" + (digits.count == 1 ? "0" : "") + digits
  }

  /// The ink for a colour as gnuplot's SVG writes it, `rgb(  0,   0,   5)` or `black`.
  init?(svg colour: String) {
    if colour == "black" {
      self = .ink
      return
    }
    let parts = colour.split { !$0.isNumber }.compactMap { Int($0) }
    guard colour.hasPrefix("rgb("), parts.count == 3, parts[0] == 0, parts[1] == 0 else {
      return nil
    }
    self.init(rawValue: parts[2])
  }

  /// The colour on white paper.
  var light: String {
    switch self {
    case .ink: "#1a1c1f"
    case .grid: "#dfe2e6"
    case .reference: "#6b7178"
    case .paper: "#ffffff"
    case .first: "#0072b2"
    case .second: "#c85200"
    case .third: "#00805f"
    case .fourth: "#a1447f"
    case .fifth: "#8a6d00"
    case .heat0: "#f2f5fa"
    case .heat1: "#d6e2f0"
    case .heat2: "#b3cbe5"
    case .heat3: "#86aed6"
    case .heat4: "#3672ab"
    case .heat5: "#20609b"
    case .heat6: "#0b3f73"
    }
  }

  /// The colour on dark paper.
  var dark: String {
    switch self {
    case .ink: "#e8eaed"
    case .grid: "#34383d"
    case .reference: "#a0a6ad"
    case .paper: "#16181b"
    case .first: "#5ab4f0"
    case .second: "#f0934d"
    case .third: "#3fc79d"
    case .fourth: "#e390c4"
    case .fifth: "#d8bc4a"
    case .heat0: "#1d2126"
    case .heat1: "#1f3348"
    case .heat2: "#22466a"
    case .heat3: "#2a5480"
    case .heat4: "#5f9bd4"
    case .heat5: "#8abbe6"
    case .heat6: "#c3ddf7"
    }
  }
}
