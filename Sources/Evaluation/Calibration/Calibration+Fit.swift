public import Biometrics
public import Essentials

extension Calibration {
  /// What a calibration is fitted under.
  public struct Setup: Sendable {
    /// The name it will have.
    public var name: String
    /// What kind of pictures the templates come from.
    public var origin: Origin
    /// The encoder.
    public var encoder: String
    /// How templates are compared.
    public var metric: Metric
    /// The data, in a sentence or two.
    public var source: String

    /// Makes it.
    public init(name: String, origin: Origin, encoder: String, metric: Metric, source: String) {
      self.name = name
      self.origin = origin
      self.encoder = encoder
      self.metric = metric
      self.source = source
    }
  }

  /// How far beyond the people measured best strangers are extrapolated.
  static let reach = 30

  /// Fits a calibration to all comparisons within a labelled gallery.
  ///
  /// Mated scores weigh each person equally, non-mated scores each comparison. Best strangers are
  /// those of searches with one template a person (the first) among one template a person. Where the
  /// probes are a set of their own, such as poor pictures, they alone are searched with.
  ///
  /// - Throws: ``Failure`` (`notMeasurable`) with too few people or pairs, or no overlap; what
  ///   `rows` throws.
  /// - Complexity: O(templates²).
  public static func fit(
    _ rows: some ComparisonRows, _ setup: Setup, threads: Int = Parallel.defaultThreads,
    progress: any ProgressObserver = NoProgress()
  ) throws -> Calibration {
    precondition(rows.polarity == setup.metric.polarity)
    let histogram = try ScoreHistogram(rows, threads: threads, progress: progress)
    let mated = GroupedShares(mated: histogram)
    let nonMated = GroupedShares(nonMated: histogram)
    guard mated.identities >= 2 * ScoreHistogram.groups, nonMated.identities >= 100 else {
      throw Failure(
        .notMeasurable,
        "\(mated.identities) people with two templates among \(nonMated.identities) are too few to calibrate on",
        remedy: "Give at least 100 people, 40 of them with two templates or more")
    }
    let nonMatedTable = nonMated.distribution(
      rarest: 10 / Double(nonMated.trials), edge: histogram.edge)
    let matedTable = mated.distribution(
      rarest: 2 / Double(mated.identities), step: 0.2, edge: histogram.edge)
    let fit = RatioFit(histogram: histogram, mated: mated, nonMated: nonMated)
    let line = try fit.line()
    let calibration = Calibration(
      name: setup.name, origin: setup.origin, encoder: setup.encoder, metric: setup.metric,
      source: setup.source, mated: matedTable, nonMated: nonMatedTable,
      mapping: .logistic(intercept: rounded(line.intercept), slope: rounded(line.slope)),
      likelihoodRatio: try fit.curve(mated: matedTable, nonMated: nonMatedTable),
      bestStrangers: try bestStrangers(rows, nonMatedTable, threads, progress))
    try calibration.validate()
    return calibration
  }

  private static func bestStrangers(
    _ rows: some ComparisonRows, _ nonMated: ShareTable, _ threads: Int,
    _ progress: any ProgressObserver
  ) throws -> [BestStrangerCurve] {
    let thresholds = nonMated.points.filter { $0.share <= 0.5 }.map(\.score)
    let counts = try StrangerCounts(
      SubsetRows.onePerPerson(rows), thresholds: thresholds, threads: threads, progress: progress)
    let scaling = try ThresholdScaling.all(counts, threads: threads)
    let largest = counts.people - 1
    return GallerySizes.ladder(measured: largest, reach: reach).compactMap { people in
      BestStrangerCurve(scaling, people: people, probes: counts.probes.count)
    }
  }
}

/// The gallery sizes at which scaling is shown.
enum GallerySizes {
  /// 10, 30, 100, 300 … up to `measured`, `measured` itself, and on to `reach` times as many.
  static func ladder(measured: Int, reach: Int) -> [Int] {
    var sizes: Set<Int> = [measured]
    var decade = 10
    while decade <= measured * reach {
      sizes.formUnion([decade, 3 * decade].filter { $0 <= measured * reach })
      decade *= 10
    }
    return sizes.filter { $0 > 0 }.sorted()
  }
}

extension BestStrangerCurve {
  /// The curve at `people` from the rates at all thresholds; nil with fewer than two to draw it by.
  init?(_ scaling: [ThresholdScaling], people: Int, probes: Int) {
    var points: [ShareTable.Point] = []
    var isExtrapolated = false
    for threshold in scaling {
      guard let rate = threshold.rate(people: people) else { continue }
      isExtrapolated = isExtrapolated || rate.isExtrapolated
      let share = roundedShare(rate.share)
      // Rates fitted threshold by threshold may stall; the table must rise.
      guard share > max(1e-9, points.last?.share ?? 0), share < 1 - 1e-5 else { continue }
      points.append(
        ShareTable.Point(
          score: threshold.threshold, share: share,
          effectiveTrials: rounded(rate.effectiveTrials)))
    }
    guard points.count >= 2 else { return nil }
    self.init(
      people: people, isExtrapolated: isExtrapolated,
      distribution: ShareTable(identities: probes, trials: probes, points: points))
  }
}
