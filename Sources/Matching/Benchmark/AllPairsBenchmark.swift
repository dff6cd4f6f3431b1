import Biometrics
public import Essentials

/// Times a comparison of every template with every other.
public struct AllPairsBenchmark: Sendable, Codable {
  /// Templates in the gallery, each of a person of its own.
  public var gallerySize: Int
  /// Numbers a template has.
  public var dimension: Int
  /// Threads.
  public var threads: Int
  /// The instruction set.
  public var level: SIMDLevel
  /// The threshold of the tail.
  public var tailThreshold: Float
  /// Pairs that were decided.
  public var pairs: Int
  /// Those at least as similar as the threshold.
  public var pairsAtThreshold: Int
  /// The time of all, the body's sample included.
  public var seconds: Double
  /// ``pairs`` over ``seconds``.
  public var comparisonsPerSecond: Double
  /// Of the machine's measured int8 peak, at one multiplication a dimension and comparison.
  public var shareOfPeak: Double?
  /// Whether the checked rows' best strangers were those of a full scan in double precision.
  public var exact: Bool
  /// Rows so checked.
  public var checkedRows: Int
  /// The machine's peaks.
  public var peaks: MachinePeaks

  /// Compares all pairs of `gallery`, whose templates must be labelled, once.
  ///
  /// - Parameters:
  ///   - gallery: the gallery.
  ///   - tailRate: the share of pairs that the tail should hold.
  ///   - options: threads and instruction set.
  ///   - checks: rows whose best stranger is held against a full scan; at least 1.
  ///   - seed: the seed of the body's sample.
  ///   - progress: is told how far it is.
  /// - Returns: what was measured.
  /// - Throws: ``Failure`` as
  ///   ``Gallery/allPairs(_:against:shard:options:checkpoint:progress:)`` does.
  public static func run(
    _ gallery: Gallery, tailRate: Double, options: SearchOptions, checks: Int, seed: UInt64,
    progress: any ProgressObserver
  ) throws -> AllPairsBenchmark {
    precondition(checks > 0)
    let peaks = try MachinePeaks.measure(level: options.level, threads: options.threads)
    let settings = try AllPairsSettings.measured(
      gallery, tailRate: tailRate, seed: seed, threads: options.threads)
    let start = ContinuousClock.now
    let tally = try gallery.allPairs(settings, options: options, progress: progress)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let checked = min(checks, gallery.count)
    let rows = (0..<checked).map { $0 * gallery.count / checked }
    var exhaustive = options
    exhaustive.method = .exhaustive
    let found = try gallery.search(
      Templates(rows.map { gallery.template($0) }), top: 2, options: exhaustive
    ).candidates
    let polarity = gallery.metric.polarity
    let exact = zip(rows, found).allSatisfy { row, candidates in
      let best = candidates.first { $0.row != row }.flatMap { best in
        polarity.accepts(Double(best.score), at: Double(settings.tailThreshold)) ? best : nil
      }
      return tally.best[row] == best
    }
    let rate = Double(tally.counts.nonMatedPairs) / seconds
    return AllPairsBenchmark(
      gallerySize: gallery.count, dimension: gallery.dimension, threads: options.threads,
      level: options.level, tailThreshold: settings.tailThreshold,
      pairs: tally.counts.nonMatedPairs, pairsAtThreshold: tally.counts.nonMatedAtThreshold,
      seconds: seconds, comparisonsPerSecond: rate,
      shareOfPeak: peaks.int8PerSecond.map { rate * Double(gallery.dimension) / $0 },
      exact: exact, checkedRows: checked, peaks: peaks)
  }
}
