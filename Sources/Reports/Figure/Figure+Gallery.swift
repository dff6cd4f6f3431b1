import Essentials
import Foundation
import Statistics

extension Figure {
  /// A rate at one gallery size with its interval.
  public struct ScalingStep: Sendable, Equatable {
    let gallerySize: Int
    let rate: Double
    let low: Double
    let high: Double
    let independent: Double?
    let isExtrapolated: Bool

    /// Makes it; `independent` is what 1 − (1 − FMR)^N predicts.
    public init(
      gallerySize: Int, rate: Double, low: Double, high: Double, independent: Double?,
      isExtrapolated: Bool = false
    ) {
      self.gallerySize = gallerySize
      self.rate = rate
      self.low = low
      self.high = high
      self.independent = independent
      self.isExtrapolated = isExtrapolated
    }
  }

  /// How often a search for somebody who is not there alarms, by size of the gallery.
  ///
  /// - Parameters:
  ///   - steps: one a gallery size, ascending.
  ///   - setting: the threshold in words, such as "FMR 0.001".
  ///   - breaksAt: the first size at which the measured rate leaves the independent prediction.
  /// - Returns: the figure with its table.
  public static func falsePositiveScaling(
    _ steps: [ScalingStep], setting: String, breaksAt: Int? = nil
  ) -> Figure {
    let measured = steps.filter { !$0.isExtrapolated }
    let extrapolated = (measured.last.map { [$0] } ?? []) + steps.filter(\.isExtrapolated)
    var table = TextTable([
      .number("people in the gallery"), .text("how known"), .number("FPIR"), .text("interval"),
      .number("if independent"),
    ])
    for step in steps {
      table.append([
        Numerals.grouped(step.gallerySize), step.isExtrapolated ? "extrapolated" : "measured",
        Numerals.percent(step.rate),
        "\(Numerals.percent(step.low)) to \(Numerals.percent(step.high))",
        step.independent.map { Numerals.percent($0) } ?? "",
      ])
    }
    func points(_ steps: [ScalingStep]) -> [Plot.Point] {
      steps.map { .init(x: Double($0.gallerySize), y: $0.rate) }
    }
    func band(_ steps: [ScalingStep]) -> [Plot.Band] {
      steps.map { .init(x: Double($0.gallerySize), low: $0.low, high: $0.high) }
    }
    var layers: [Plot.Layer] = [
      .band(band(measured), .init(name: "interval", ink: .first, opacity: 0.22)),
      .line(points(measured), .init(name: "measured", ink: .first)),
      .symbols(points(measured), .init(ink: .first)),
      .line(
        steps.compactMap { step in
          step.independent.map { .init(x: Double(step.gallerySize), y: $0) }
        }, .init(name: "if independent", ink: .reference, dash: .dotted)),
    ]
    if extrapolated.count > 1 {
      layers.insert(.band(band(extrapolated), .init(ink: .second, opacity: 0.15)), at: 0)
      layers.append(
        .line(points(extrapolated), .init(name: "extrapolated", ink: .second, dash: .dashed)))
    }
    if let breaksAt {
      layers.append(
        .vertical(
          Double(breaksAt), .init(name: "independence breaks", ink: .ink, dash: .dotted)))
    }
    let sizes = steps.map { Double($0.gallerySize) }
    let highest = steps.flatMap { [$0.high, $0.independent ?? 0] }.max() ?? 1
    return Figure(
      title: "False alarms by size of the gallery, at \(setting)",
      description:
        "The share of searches for somebody who is not in the gallery that return at least one "
        + "candidate at least as similar as the threshold. The dotted grey line is what independent "
        + "comparisons would give: a reference, not a measurement."
        + (extrapolated.count > 1 ? " The dashed part was not measured." : ""),
      table: table,
      plot: Plot(
        x: .logarithmicCount(
          "people in the gallery", lowest: sizes.min() ?? 1, highest: sizes.max() ?? 1),
        y: .share("false positive identification rate", upTo: min(1, highest)), layers: layers))
  }
}
