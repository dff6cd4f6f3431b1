import Foundation

public import Essentials

/// A drawing with the words and numbers that say the same: nobody needs to see it to know it.
///
/// Figures are made by the functions of this type, one a kind, from plain numbers; each makes its
/// own table.
public struct Figure: Sendable {
  /// What it shows, without a full stop.
  public let title: String
  /// How to read it and what it shows, in full sentences.
  public let description: String
  /// The numbers that are drawn.
  public let table: TextTable
  /// What is drawn.
  let plot: Plot

  init(title: String, description: String, table: TextTable, plot: Plot) {
    self.title = title
    self.description = description
    self.table = table
    self.plot = plot
  }
}

extension Plot.Axis {
  /// An axis of shares of 1, named as percentages.
  static func share(_ title: String, upTo top: Double = 1) -> Plot.Axis {
    let steps = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2]
    let step = steps.first { top / $0 <= 6 } ?? 0.2
    let count = max(1, Int((top / step - 1e-9).rounded(.up)))
    let ticks = (0...count).map { index in
      Plot.Tick(
        place: Double(index) * step, label: Figure.percentLabel(Double(index) * step))
    }
    return Plot.Axis(
      title: title, range: (0, Double(count) * step), ticks: ticks, hasGrid: true)
  }

  /// A logarithmic axis of shares of 1, from the decade below `lowest` to 1.
  static func logarithmicShare(_ title: String, lowest: Double) -> Plot.Axis {
    var ticks: [Plot.Tick] = []
    let first = max(-12, Int(log10(max(lowest, 1e-12)).rounded(.down)))
    for exponent in min(first, -1)...0 {
      let place = pow(10, Double(exponent))
      ticks.append(Plot.Tick(place: place, label: Figure.percentLabel(place)))
    }
    return Plot.Axis(
      title: title, range: (ticks.first?.place, 1), isLogarithmic: true, ticks: ticks,
      hasGrid: true)
  }

  /// A logarithmic axis of counts between `lowest` and `highest`, named at 1, 2 and 5.
  static func logarithmicCount(_ title: String, lowest: Double, highest: Double) -> Plot.Axis {
    var ticks: [Plot.Tick] = []
    let decades =
      Int(log10(max(lowest, 1)).rounded(.down))...Int(log10(max(highest, 1)).rounded(.up))
    let factors: [Double] = decades.count > 4 ? [1] : decades.count > 3 ? [1, 3] : [1, 2, 5]
    for exponent in decades {
      for factor in factors {
        let place = factor * pow(10, Double(exponent))
        if place >= lowest / 1.5 && place <= highest * 1.5 {
          ticks.append(Plot.Tick(place: place, label: Numerals.grouped(Int(place))))
        }
      }
    }
    return Plot.Axis(
      title: title, range: (lowest / 1.1, highest * 1.1), isLogarithmic: true, ticks: ticks)
  }
}

extension Figure {
  /// A share as a tick's name: "0 %", "0.1 %", "20 %", "0.00001".
  static func percentLabel(_ share: Double) -> String {
    if share != 0 && share < 1e-4 { return "1e\(Int(log10(share).rounded()))" }
    var text = Numerals.fixed(100 * share, 2)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text + " %"
  }
}

extension String {
  /// This text with a capital first letter, the rest as it is.
  var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
