import Essentials

extension Figure {
  /// A bin of a reliability diagram.
  public struct ReliabilityBin: Sendable, Equatable {
    let stated: Double
    let observed: Double
    let low: Double
    let high: Double
    let count: Int

    /// Makes it: the mean probability stated, the share that was the same person, its interval, and
    /// how many comparisons there were.
    public init(stated: Double, observed: Double, low: Double, high: Double, count: Int) {
      self.stated = stated
      self.observed = observed
      self.low = low
      self.high = high
      self.count = count
    }
  }

  /// Whether what is stated as a probability happens as often as it says.
  ///
  /// - Parameters:
  ///   - bins: the bins that hold comparisons.
  ///   - mapping: the name of the mapping that states the percentage.
  ///   - prior: the share of same-person comparisons among those counted.
  /// - Returns: the figure with its table.
  public static func reliability(
    _ bins: [ReliabilityBin], mapping: String, prior: Double
  ) -> Figure {
    var table = TextTable([
      .number("stated"), .number("observed"), .text("interval"), .number("comparisons"),
    ])
    for bin in bins {
      table.append([
        Numerals.percent(bin.stated), Numerals.percent(bin.observed),
        "\(Numerals.percent(bin.low)) to \(Numerals.percent(bin.high))",
        Numerals.grouped(bin.count),
      ])
    }
    return Figure(
      title: "Does the percentage shown by \"\(mapping)\" come true?",
      description:
        "Were the percentage a probability, all points would lie on the dotted diagonal. Points "
        + "below it: the system promises more than it keeps. This holds where "
        + "\(Numerals.percent(prior)) of comparisons are of the same person, as here, and nowhere "
        + "else.",
      table: table,
      plot: Plot(
        width: 560, height: 480, x: .share("percentage shown"), y: .share("really the same person"),
        layers: [
          .line(
            [.init(x: 0, y: 0), .init(x: 1, y: 1)],
            .init(name: "as stated", ink: .reference, dash: .dotted)),
          .whiskers(
            bins.map { .init(x: $0.stated, y: $0.observed, low: $0.low, high: $0.high) },
            .init(name: "observed, with interval", ink: .first)),
        ]))
  }
}
