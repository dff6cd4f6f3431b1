import Biometrics
public import Essentials
import Evaluation
public import Matching
import Statistics

extension GalleryAudit {
  /// How to audit.
  public struct Options: Sendable {
    /// The threshold; nil for that of a false match rate of 0.001, or of the nearest target above it
    /// that is measurable.
    public var threshold: Double?
    /// The gallery sizes of the scaling; nil for a ladder up to ten times what was measured.
    public var sizes: [Int]?
    /// How many ranks of the CMC.
    public var ranks = 20
    /// Limits to hold the rates to.
    public var limits: [AuditLimit] = []
    /// Seeds everything drawn.
    public var seed: UInt64 = 0
    /// How many threads work.
    public var threads = Parallel.defaultThreads

    /// The defaults.
    public init() {}
  }

  /// Most comparisons that 1:1 rates are computed on; of more, people are drawn.
  static let oneToOneComparisons = 25_000_000

  /// Audits `gallery`.
  ///
  /// - Throws: ``Failure``: `missingInput` for templates without subject, `notMeasurable` with too
  ///   few people or no mated pair.
  /// - Complexity: O(templates²).
  public static func run(
    _ gallery: Gallery, options: Options = Options(),
    progress: any ProgressObserver = NoProgress()
  ) throws -> GalleryAudit {
    let rows = try GalleryRows(gallery)
    let facts = Facts(gallery, rows)
    guard facts.people > 1 else {
      throw Failure(
        .notMeasurable,
        "all \(facts.templates) templates are of one person, so no stranger can be mistaken",
        file: gallery.path, remedy: "Audit a gallery of at least 40 people")
    }
    guard facts.peopleWithMates > 0 else {
      throw Failure(
        .notMeasurable, "nobody has two templates, so nothing can be missed",
        file: gallery.path, remedy: "Import at least one person with two pictures")
    }
    var evaluation = OneToOneEvaluation.Options()
    evaluation.threads = options.threads
    let sample = try WithinGalleryComparisons.draw(
      rows, most: oneToOneComparisons, seed: options.seed, threads: options.threads,
      progress: progress)
    let oneToOne = try OneToOneEvaluation(
      sample.comparisons, options: evaluation, progress: progress)
    guard let threshold = options.threshold ?? oneToOne.thresholdForGroups else {
      throw Failure(
        .notMeasurable, "no false match rate is measurable, so there is no threshold to audit at",
        file: gallery.path, remedy: "Give --threshold")
    }
    let clustered = ClusteredComparisons(sample.comparisons)
    let openSet = OpenSetResult(
      try OpenSetSearches(gallery: rows, threads: options.threads, progress: progress),
      threshold: threshold, ranks: options.ranks)
    var scalingOptions = GalleryScaling.Options()
    scalingOptions.sizes = options.sizes
    scalingOptions.seed = options.seed
    scalingOptions.threads = options.threads
    let scaling = try GalleryScaling.measure(
      rows, threshold: threshold, options: scalingOptions, progress: progress)
    let falseMatch = clustered.falseMatchRate(at: threshold)
    let falseNonMatch = clustered.falseNonMatchRate(at: threshold)
    return GalleryAudit(
      caveats: caveats(facts, sample.people), gallery: facts, threshold: threshold,
      thresholdRule: options.threshold == nil
        ? "smallest score whose observed false match rate is at most 0.001, or the nearest target above it that is measurable"
        : "given", seed: options.seed, oneToOne: oneToOne, oneToOnePeople: sample.people,
      openSet: openSet, scaling: scaling.points,
      independenceFailsAtPeople: scaling.independenceFailsAtPeople, scalingCheck: scaling.check,
      limits: options.limits.map { limit in
        switch limit.rate {
        case .fmr: limit.verdict(falseMatch)
        case .fnmr: limit.verdict(falseNonMatch)
        case .fpir: limit.verdict(openSet.fpir)
        case .fnir: limit.verdict(openSet.fnir)
        case .eer:
          limit.verdict(
            measured: oneToOne.equalErrorRate.rate(by: evaluation.convention),
            upper: oneToOne.equalErrorRateInterval.upper)
        }
      })
  }

  private static func caveats(_ facts: Facts, _ oneToOnePeople: Int) -> [String] {
    var lines: [String] = []
    switch facts.origin {
    case .rendered:
      lines.append(
        "These are rendered people, who do not exist and are more alike than real ones: no rate here holds for real people."
      )
    case .simulated:
      lines.append(
        "These templates were drawn from a population model: the rates are the model's, not those of real people."
      )
    case .unknown:
      lines.append("The gallery does not say where its faces come from.")
    case .photograph: break
    }
    lines.append(
      "The labels are taken as true: a person enrolled under two names counts as two strangers who match."
    )
    lines.append(
      "The rates hold for pictures like these, compared with one another; probes from other cameras do worse."
    )
    if facts.peopleWithMates < 30 {
      lines.append(
        "Only \(facts.peopleWithMates) people have two templates: rates of misses are hardly more than anecdotes."
      )
    }
    if oneToOnePeople < facts.people {
      lines.append(
        "1:1 rates are of \(Numerals.grouped(oneToOnePeople)) people drawn at random, to bound the work; searches and scaling are of all."
      )
    }
    return lines
  }
}

extension AuditLimit {
  fileprivate func verdict(_ rate: MeasuredRate?) -> Verdict {
    verdict(measured: rate?.rate, upper: rate?.interval.upper)
  }
}

extension GalleryAudit.Facts {
  fileprivate init(_ gallery: Gallery, _ rows: GalleryRows) {
    var counts = Array(repeating: 0, count: rows.subjects)
    for person in rows.probes { counts[person] += 1 }
    let known = gallery.information
    self.init(
      templates: gallery.count, people: rows.subjects,
      peopleWithMates: counts.count { $0 > 1 }, origin: known.origin, encoder: known.encoder,
      metric: known.metric, purpose: known.purpose, inputs: known.sources)
  }
}
