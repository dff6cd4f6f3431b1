import Biometrics
public import Essentials
import Statistics

extension GalleryScaling {
  /// How to measure.
  public struct Options: Sendable {
    /// The sizes wanted; nil for 10, 30, 100, 300 … all, and two sizes beyond.
    public var sizes: [Int]?
    /// The most comparisons at once: with more, some people are drawn as probes.
    public var mostComparisons = 2_000_000_000
    /// Chooses the people of the check, and the probes where they are too many.
    public var seed: UInt64 = 0
    /// How many threads work.
    public var threads = Parallel.defaultThreads

    /// The defaults.
    public init() {}
  }

  /// How many times as many people as were measured the model is carried to unless sizes are given.
  static let defaultReach = 10

  /// The fewest people that a scaling can be measured on.
  public static let leastPeople = 2

  /// The fewest people that a larger gallery is predicted from in the check.
  private static let leastFitted = 2 * StrangerCounts.mostGroups

  /// Measures the scaling at `threshold` within a labelled gallery.
  ///
  /// - Throws: ``Failure`` (`notMeasurable`) with fewer than two people; what `rows` throws.
  /// - Complexity: O(people²).
  public static func measure(
    _ rows: some ComparisonRows, threshold: Double, options: Options = Options(),
    progress: any ProgressObserver = NoProgress()
  ) throws -> GalleryScaling {
    let all = SubsetRows.onePerPerson(rows)
    let people = all.probes.count
    guard people >= leastPeople else {
      throw Failure(
        .notMeasurable,
        "one person has no strangers, so nothing grows with the gallery",
        remedy: "Give at least \(leastPeople)")
    }
    if let single = SubsetRows.fewerProbes(all, most: options.mostComparisons, seed: options.seed) {
      return try measure(single, threshold, options, progress)
    }
    return try measure(all, threshold, options, progress)
  }

  /// Measures on `single`, one template a person, of whom some or all are probes too.
  private static func measure(
    _ single: some ComparisonRows, _ threshold: Double, _ options: Options,
    _ progress: any ProgressObserver
  ) throws -> GalleryScaling {
    let people = single.references.count
    var thresholds: Set<Double> = [threshold]
    // Two people have one score between them, and nothing to take further thresholds from.
    if people > 2 {
      let histogram = try ScoreHistogram(single, threads: options.threads, progress: progress)
      let shares = GroupedShares(nonMated: histogram)
      let table = shares.distribution(rarest: 2 / Double(shares.trials), edge: histogram.edge)
      thresholds.formUnion(table.points.filter { $0.share <= 0.5 }.map(\.score))
    }
    let ordered = thresholds.sorted { single.polarity.prefers($0, over: $1) }
    let counts = try StrangerCounts(
      single, thresholds: ordered, threads: options.threads, progress: progress)
    let scaling = try ThresholdScaling.all(counts, threads: options.threads)
    guard let index = ordered.firstIndex(of: threshold) else {
      preconditionFailure("the threshold was just put in")
    }
    let sizes =
      options.sizes.map { Set($0.filter { $0 > 0 }).sorted() }
      ?? GallerySizes.ladder(measured: people - 1, reach: defaultReach)
    let searches = single.probes.count
    let points = sizes.map { Point(scaling, at: index, people: $0, searches: searches) }
    return GalleryScaling(
      threshold: threshold, falseMatchRate: scaling[index].falseMatchRate, points: points,
      independenceFailsAtPeople: points.first { $0.independenceFails && !$0.isExtrapolated }?
        .galleryPeople,
      check: try check(single, ordered, scaling, index, options))
  }

  /// Fits on a few people and predicts the size that was measured on all.
  private static func check(
    _ rows: some ComparisonRows, _ thresholds: [Double], _ whole: [ThresholdScaling],
    _ index: Int, _ options: Options
  ) throws -> Check? {
    let people = rows.references.count
    let largest = people - 1
    let wanted = options.sizes.map { $0.filter { $0 * 7 <= largest } }?.max()
    let size =
      wanted ?? GallerySizes.ladder(measured: largest / 7, reach: 1).last { $0 % 10 == 0 } ?? 0
    guard size >= leastFitted, size < people / 2 else { return nil }
    var random = RandomStream(seed: options.seed, purpose: "scaling check")
    let shuffled = Array(0..<people).shuffled(using: &random)
    let enrolled = shuffled[..<size].sorted()
    // Probes by number, leaving out those whose template was enrolled.
    let isEnrolled = Set(enrolled)
    let probes = rows.probes.indices.filter { probe in
      rows.ownReference(of: probe).map { !isEnrolled.contains($0) } ?? true
    }
    let counts = try StrangerCounts(
      SubsetRows(rows, probes: probes, references: enrolled, areSame: false),
      thresholds: thresholds, threads: options.threads)
    let small = try ThresholdScaling.all(counts, threads: options.threads)
    let predicted = small[index].rate(people: largest)
    let measured = whole[index].rate(people: largest)
    let predictedBest = BestStrangerSummary(
      small.compactMap { scaling in
        scaling.rate(people: largest).map { (scaling.threshold, $0) }
      })
    let measuredBest = BestStrangerSummary(
      whole.compactMap { scaling in
        scaling.rate(people: largest).map { (scaling.threshold, $0) }
      })
    var medianIsWithin: Bool?
    if let ends = predictedBest.medianInterval, let median = measuredBest.median {
      medianIsWithin = (ends.min() ?? .nan) <= median && median <= (ends.max() ?? .nan)
    }
    var rateIsWithin: Bool?
    if let predicted, let measured { rateIsWithin = predicted.interval.contains(measured.share) }
    return Check(
      fittedPeople: size, predictedPeople: largest, predicted: predicted, measured: measured,
      predictedBestStranger: predictedBest, measuredBestStranger: measuredBest,
      rateIsWithin: rateIsWithin, medianIsWithin: medianIsWithin, seed: options.seed)
  }
}

extension GalleryScaling.Point {
  fileprivate init(
    _ scaling: [ThresholdScaling], at index: Int, people: Int, searches: Int
  ) {
    let rate = scaling[index].rate(people: people)
    let isExtrapolated = people > scaling[index].measuredPeople
    let independent = scaling[index].independentShare(people: people)
    var fails = false
    if let rate, let independent { fails = !rate.interval.contains(independent) }
    self.init(
      galleryTemplates: people, galleryPeople: people,
      fpirMeasured: isExtrapolated ? nil : rate?.share,
      fpirExtrapolated: isExtrapolated ? rate?.share : nil, interval: rate?.interval,
      searches: searches, fpirIndependent: independent, independenceFails: fails,
      isExtrapolated: isExtrapolated,
      bestStranger: BestStrangerSummary(
        scaling.compactMap { threshold in
          threshold.rate(people: people).map { (threshold.threshold, $0) }
        }))
  }
}
