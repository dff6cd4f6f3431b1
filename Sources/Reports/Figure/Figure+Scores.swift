public import Biometrics
import Essentials
import Foundation

extension Figure {
  /// How the scores of same-person and different-person comparisons spread and overlap.
  ///
  /// - Parameters:
  ///   - mated: scores of comparisons of one person with itself.
  ///   - nonMated: scores of comparisons of two people; the same bins as `mated`.
  ///   - threshold: where the system accepts, if there is such a place.
  ///   - mapping: the percentages a system shows for scores, named at the top.
  ///   - scoreName: what the score is, with its unit: "cosine", "Euclidean distance".
  ///   - polarity: which end is the similar one.
  /// - Returns: the figure with its table.
  public static func scoreDistributions(
    mated: Histogram, nonMated: Histogram, threshold: Double? = nil,
    mapping: ScoreMapping? = nil, scoreName: String, polarity: Polarity
  ) -> Figure {
    precondition(
      mated.lower == nonMated.lower && mated.binWidth == nonMated.binWidth
        && mated.counts.count == nonMated.counts.count, "both classes have the same bins")
    var table = TextTable([
      .text("\(scoreName) from"), .text("to below"), .number("same person"),
      .number("different people"),
    ])
    // Two bins a line where there are many: the table must not take pages.
    let step = (mated.counts.count + 39) / 40
    for first in stride(from: 0, to: mated.counts.count, by: max(1, step)) {
      let last = min(first + step, mated.counts.count)
      let counts = (
        mated.counts[first..<last].reduce(0, +), nonMated.counts[first..<last].reduce(0, +)
      )
      if counts == (0, 0) { continue }
      table.append([
        Numerals.fixed(mated.edges(first).lower, 3), Numerals.fixed(mated.edges(last - 1).upper, 3),
        Numerals.grouped(counts.0), Numerals.grouped(counts.1),
      ])
    }
    let (first, second) = (
      "different people (\(Numerals.grouped(nonMated.total)))",
      "same person (\(Numerals.grouped(mated.total)))"
    )
    var layers: [Plot.Layer] = [
      .boxes(nonMated.boxes(), .init(ink: .second, opacity: 0.3)),
      .boxes(mated.boxes(), .init(ink: .first, opacity: 0.3)),
      .line(nonMated.outline(), .init(name: first, ink: .second)),
      .line(mated.outline(), .init(name: second, ink: .first, dash: .dashed)),
    ]
    if let threshold {
      let name = "threshold \(Numerals.significant(threshold, 3))"
      layers.append(.vertical(threshold, .init(name: name, ink: .ink, dash: .dotted)))
    }
    let range = mated.extent(with: nonMated)
    let similar = polarity == .similarity ? "right" : "left"
    return Figure(
      title: "Scores of the same person and of different people",
      description:
        "Each outline shows what share of one kind of comparison has that score; the similar end "
        + "is on the \(similar). Where the two overlap no threshold can tell one person from two."
        + (mapping.map {
          " The top names the percentage that the mapping \"\($0.name)\" shows for the score."
        } ?? ""),
      table: table,
      plot: Plot(
        x: .init(title: scoreName, range: (range.lowerBound, range.upperBound)),
        y: .share("share of comparisons in the bin", upTo: max(mated.peak, nonMated.peak, 0.005)),
        top: mapping.map { Figure.percentages($0, over: range) }, layers: layers))
  }

  /// The percentages that `mapping` shows along an axis.
  static func percentages(_ mapping: ScoreMapping, over range: ClosedRange<Double>) -> Plot.Axis {
    let width = range.upperBound - range.lowerBound
    var shown: String?
    let ticks = (0...8).compactMap { step -> Plot.Tick? in
      let score = range.lowerBound + width * Double(step) / 8
      let percent = mapping.percent(score)
      let label = Numerals.fixed(percent, percent > 0.05 && percent < 1 ? 1 : 0) + " %"
      // Far out a mapping stands still at 0 or 100 %; once is enough.
      defer { shown = label }
      return label == shown ? nil : Plot.Tick(place: score, label: label)
    }
    return Plot.Axis(title: "percentage shown (\(mapping.name))", ticks: ticks)
  }

  /// How similar the best stranger is as a gallery grows.
  ///
  /// - Parameters:
  ///   - steps: one a gallery size, ascending.
  ///   - spread: what the band of the steps covers, such as "half of all searches".
  ///   - mapping: the percentages a system shows; named in the table.
  ///   - marks: scores to draw across, such as a threshold.
  ///   - scoreName: what the score is, with its unit.
  /// - Returns: the figure with its table.
  public static func bestStranger(
    _ steps: [BestStrangerStep], spread: String, mapping: ScoreMapping? = nil,
    marks: [(name: String, score: Double)] = [], scoreName: String
  ) -> Figure {
    let measured = steps.filter { !$0.isExtrapolated }
    // The extrapolated part begins where the measured one ends, so that the curve has no gap.
    let extrapolated = (measured.last.map { [$0] } ?? []) + steps.filter(\.isExtrapolated)
    func band(_ steps: [BestStrangerStep]) -> [Plot.Band] {
      steps.compactMap { step in
        guard let low = step.low, let high = step.high else { return nil }
        return .init(x: Double(step.gallerySize), low: low, high: high)
      }
    }
    func median(_ steps: [BestStrangerStep]) -> [Plot.Point] {
      steps.compactMap { step in
        step.median.map { .init(x: Double(step.gallerySize), y: $0) }
      }
    }
    var layers: [Plot.Layer] = [
      .band(band(measured), .init(name: spread, ink: .first, opacity: 0.22)),
      .line(median(measured), .init(name: "median, measured", ink: .first)),
      .symbols(median(measured), .init(ink: .first)),
    ]
    if extrapolated.count > 1 || measured.isEmpty {
      layers.insert(.band(band(extrapolated), .init(ink: .second, opacity: 0.15)), at: 0)
      layers.append(
        .line(median(extrapolated), .init(name: "extrapolated", ink: .second, dash: .dashed)))
    }
    for mark in marks {
      layers.append(.horizontal(mark.score, .init(name: mark.name, ink: .ink, dash: .dotted)))
    }
    let sizes = steps.map { Double($0.gallerySize) }
    return Figure(
      title: "The most similar stranger, by size of the gallery",
      description:
        "For a person who is not in the gallery: the score of the best match, which is always a "
        + "stranger. The band holds \(spread). The larger the gallery, the more similar the best "
        + "stranger."
        + (extrapolated.count > 1
          ? " The dashed part was not measured: it is an extrapolation." : ""),
      table: bestStrangerTable(steps, spread: spread, mapping: mapping),
      plot: Plot(
        x: .logarithmicCount(
          "people in the gallery", lowest: sizes.min() ?? 1, highest: sizes.max() ?? 1),
        y: .init(title: "\(scoreName) of the best stranger", hasGrid: true), layers: layers))
  }

  private static func bestStrangerTable(
    _ steps: [BestStrangerStep], spread: String, mapping: ScoreMapping?
  ) -> TextTable {
    var table = TextTable(
      [.number("people in the gallery"), .text("how known"), .number("median"), .text(spread)]
        + (mapping == nil ? [] : [.number("median as shown")]))
    let number = { (value: Double?) in value.map { Numerals.fixed($0, 3) } ?? "not measurable" }
    for step in steps {
      let shown = step.median.flatMap { median in
        mapping.map { Numerals.fixed($0.percent(median), 1) + " %" }
      }
      let ends = [step.low, step.high].compactMap { $0 }.sorted()
      table.append(
        [
          Numerals.grouped(step.gallerySize), step.isExtrapolated ? "extrapolated" : "measured",
          number(step.median),
          ends.count < 2 ? "not measurable" : "\(number(ends[0])) to \(number(ends[1]))",
        ] + (mapping == nil ? [] : [shown ?? ""]))
    }
    return table
  }
}

/// The scores of best strangers at one gallery size.
public struct BestStrangerStep: Sendable, Equatable {
  /// How many people are enrolled.
  public let gallerySize: Int
  /// One end of the middle part of searches; nil where it is not measurable.
  public let low: Double?
  /// The median; nil where it is not measurable.
  public let median: Double?
  /// The other end; nil where it is not measurable.
  public let high: Double?
  /// Whether it was extrapolated and not measured.
  public let isExtrapolated: Bool

  /// Makes it.
  public init(
    gallerySize: Int, low: Double?, median: Double?, high: Double?, isExtrapolated: Bool = false
  ) {
    self.gallerySize = gallerySize
    self.low = low
    self.median = median
    self.high = high
    self.isExtrapolated = isExtrapolated
  }
}

extension Histogram {
  /// The range of the bins that hold anything in this or `other`, a bin wider at each end.
  func extent(with other: Histogram) -> ClosedRange<Double> {
    let used = counts.indices.filter { counts[$0] + other.counts[$0] > 0 }
    guard let first = used.first, let last = used.last else {
      return lower...lower + binWidth * Double(max(1, counts.count))
    }
    return edges(max(0, first - 1)).lower...edges(min(counts.count - 1, last + 1)).upper
  }
}
