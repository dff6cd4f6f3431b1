import Essentials

extension Figure {
  /// Both error rates by threshold: where the two cross, and how fast each falls.
  ///
  /// - Parameters:
  ///   - points: thresholds with both rates.
  ///   - threshold: the one in use, if there is one.
  ///   - scoreName: what the score is, with its unit.
  /// - Returns: the figure with its table.
  public static func errorsByThreshold(
    _ points: [(threshold: Double, falseMatchRate: Double, falseNonMatchRate: Double)],
    threshold: Double? = nil, scoreName: String
  ) -> Figure {
    let sorted = points.filter(\.threshold.isFinite).sorted { $0.threshold < $1.threshold }
    let match = sorted.map { Plot.Point(x: $0.threshold, y: $0.falseMatchRate) }
    let miss = sorted.map { Plot.Point(x: $0.threshold, y: $0.falseNonMatchRate) }
    var table = TextTable([
      .number("threshold"), .number("false match rate"), .number("false non-match rate"),
    ])
    let step = max(1, sorted.count / 25)
    for index in stride(from: 0, to: sorted.count, by: step) {
      table.append([
        Numerals.significant(sorted[index].threshold, 5),
        Numerals.percent(sorted[index].falseMatchRate),
        Numerals.percent(sorted[index].falseNonMatchRate),
      ])
    }
    var layers: [Plot.Layer] = [
      .line(match.thinned(), .init(name: "strangers taken for one", ink: .second)),
      .line(miss.thinned(), .init(name: "not recognised", ink: .first, dash: .dashed)),
    ]
    if let threshold {
      layers.append(
        .vertical(
          threshold,
          .init(
            name: "threshold \(Numerals.significant(threshold))", ink: .ink, dash: .dotted)))
    }
    return Figure(
      title: "Both errors by threshold",
      description:
        "For each place at which the line could be drawn: the share of pairs of strangers that "
        + "pass for one person, and the share of pairs of one person that do not. Wherever one "
        + "falls the other rises.",
      table: table,
      plot: Plot(
        x: .init(title: scoreName), y: .share("share of comparisons"), layers: layers))
  }
}
