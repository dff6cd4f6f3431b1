public import Biometrics
public import Essentials

/// Times searches and holds a sample of their answers against a full scan.
public struct SearchBenchmark: Sendable, Codable {
  /// Templates in the gallery.
  public var gallerySize: Int
  /// Numbers a template has.
  public var dimension: Int
  /// Probes searched for at once.
  public var probes: Int
  /// Candidates a probe.
  public var top: Int
  /// Threads.
  public var threads: Int
  /// The instruction set.
  public var level: SIMDLevel
  /// The median time of a search for all probes.
  public var seconds: Double
  /// The shortest.
  public var bestSeconds: Double
  /// Templates × probes over ``seconds``.
  public var comparisonsPerSecond: Double
  /// Of the machine's measured int8 peak, at one multiplication a dimension and comparison.
  public var shareOfPeak: Double?
  /// Of the machine's measured memory bandwidth, at one byte a dimension and template, read once for
  /// all probes.
  public var shareOfMemoryBandwidth: Double
  /// Whether the checked probes' answers were those of a full scan in double precision.
  public var exact: Bool
  /// Probes so checked.
  public var checkedProbes: Int
  /// What one search took.
  public var statistics: SearchStatistics
  /// The most memory that was resident in this process, mapped files included, until the searches
  /// were done.
  public var peakResidentBytes: Int
  /// The machine's peaks.
  public var peaks: MachinePeaks
  /// A float32 matrix product with selection, where it was asked for.
  public var matrixProduct: MatrixProductBaseline?
  /// The times of all searches, in the order in which they ran.
  public var allSeconds: [Double]

  /// Searches `gallery` for `probes` `repeats` times after a first one that is not counted.
  ///
  /// - Parameters:
  ///   - gallery: the gallery.
  ///   - probes: the probes.
  ///   - top: candidates a probe.
  ///   - options: how to search.
  ///   - repeats: searches that are timed.
  ///   - checks: probes whose answer is held against a full scan; at least 1.
  ///   - baseline: whether OpenBLAS is timed on the same arrays too.
  /// - Returns: what was measured.
  /// - Throws: ``Failure`` as a search does, and `notMeasurable` where there is nothing to compare.
  public static func run(
    _ gallery: Gallery, _ probes: Templates, top: Int, options: SearchOptions, repeats: Int,
    checks: Int, baseline: Bool = false
  ) throws -> SearchBenchmark {
    precondition(repeats > 0 && checks > 0)
    if gallery.count == 0 || probes.count == 0 {
      throw Failure(
        .notMeasurable,
        "there is nothing to compare: \(gallery.count) templates, "
          + "\(probes.count) probes", file: gallery.path,
        remedy: "Name a gallery and probes that hold some")
    }
    let answer = try gallery.search(probes, top: top, options: options)
    var times: [Double] = []
    for _ in 0..<repeats {
      let start = ContinuousClock.now
      let again = try gallery.search(probes, top: top, options: options)
      times.append((ContinuousClock.now - start) / .seconds(1))
      precondition(again == answer, "the same search gives the same answer")
    }
    // Before the peaks are measured, which takes memory of its own.
    let resident = ResidentMemory.peakBytes
    let peaks = try MachinePeaks.measure(level: options.level, threads: options.threads)
    let checked = min(checks, probes.count)
    var sample = Templates(dimension: probes.dimension)
    let places = (0..<checked).map { $0 * probes.count / checked }
    for place in places { try sample.append(probes[place]) }
    var exhaustive = options
    exhaustive.method = .exhaustive
    let expected = try gallery.search(sample, top: top, options: exhaustive).candidates
    let sorted = times.sorted()
    let seconds = sorted[sorted.count / 2]
    let rate = Double(gallery.count) * Double(probes.count) / seconds
    let bytes = Double(gallery.count) * Double(gallery.dimension)
    return SearchBenchmark(
      gallerySize: gallery.count, dimension: gallery.dimension, probes: probes.count, top: top,
      threads: options.threads, level: options.level, seconds: seconds, bestSeconds: sorted[0],
      comparisonsPerSecond: rate,
      shareOfPeak: peaks.int8PerSecond.map { rate * Double(gallery.dimension) / $0 },
      shareOfMemoryBandwidth: bytes / seconds / peaks.memoryBytesPerSecond,
      exact: expected == places.map { answer.candidates[$0] }, checkedProbes: checked,
      statistics: answer.statistics, peakResidentBytes: resident, peaks: peaks,
      matrixProduct: baseline
        ? try MatrixProductBaseline.run(
          gallery, probes, exact: answer.candidates, threads: options.threads) : nil,
      allSeconds: times)
  }

  /// Makes a gallery of synthetic templates at `path`, a batch at a time.
  ///
  /// Where it is `labelled`, each template is of a person of its own.
  ///
  /// - Throws: ``Failure`` as ``GalleryWriter`` does.
  public static func makeGallery(
    at path: String, size: Int, dimension: Int, metric: Metric, spectrum: Spectrum,
    labelled: Bool = false, seed: UInt64, threads: Int, progress: any ProgressObserver
  ) throws -> Gallery {
    let writer = try GalleryWriter(
      path: path,
      information: GalleryInformation(
        dimension: dimension, metric: metric, origin: .simulated,
        encoder: "benchmark \(spectrum.rawValue) \(seed)"), replacing: true)
    for range in Parallel.blocks(size, of: 16_384) {
      let made = try spectrum.templates(range, dimension: dimension, seed: seed, threads: threads)
      if labelled {
        for (place, row) in range.enumerated() {
          try writer.append(made[place], record: CaptureRecord(subject: SubjectID("\(row)")))
        }
      } else {
        try writer.append(made)
      }
      progress.report(task: "generate", done: range.upperBound, total: size, unit: "templates")
    }
    try writer.finish()
    return try Gallery(path: path)
  }
}
