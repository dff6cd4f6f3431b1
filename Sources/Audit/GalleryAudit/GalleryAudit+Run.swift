import Biometrics
public import Essentials
public import Evaluation
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
    /// All pairs of the gallery, where they are counted already: the threshold is theirs.
    public var pairs: AllPairsTally?
    /// How many ranks of the CMC.
    public var ranks = 20
    /// Groups of people to compare rates by.
    public var groups: [SubjectGroups] = []
    /// The weight of false positives against false negatives in joint measures of inequality.
    public var alpha = 0.5
    /// Limits to hold the rates to.
    public var limits: [AuditLimit] = []
    /// The most comparisons that searches are made with: of more, people are drawn to be searched for.
    public var mostSearchComparisons = 2_000_000_000
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
    let people = try gallery.subjectNumbers().subjects
    for groups in options.groups { try groups.requireAny(of: people) }
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
    let given =
      options.pairs.map { Double($0.settings.tailThreshold) } ?? options.threshold
    guard let threshold = given ?? oneToOne.thresholdForGroups else {
      throw Failure(
        .notMeasurable, "no false match rate is measurable, so there is no threshold to audit at",
        file: gallery.path, remedy: "Give --threshold")
    }
    let clustered = ClusteredComparisons(sample.comparisons)
    let searches = try search(
      rows, options.groups.map { PeopleGroups($0, people: people) }, options, progress)
    let openSet = OpenSetResult(searches, threshold: threshold, ranks: options.ranks)
    var whole = try options.pairs.map { try WholeGallery($0, persons: rows.probes) }
    if whole == nil && searches.nonMated.count < rows.probes.count {
      whole = try WholeGallery.run(
        gallery, persons: rows.probes, threshold: threshold, seed: options.seed,
        threads: options.threads, progress: progress)
    }
    var scalingOptions = GalleryScaling.Options()
    scalingOptions.sizes = options.sizes
    scalingOptions.mostComparisons = options.mostSearchComparisons
    scalingOptions.seed = options.seed
    scalingOptions.threads = options.threads
    let scaling = try GalleryScaling.measure(
      rows, threshold: threshold, options: scalingOptions, progress: progress)
    let falseMatch = clustered.falseMatchRate(at: threshold)
    let falseNonMatch = clustered.falseNonMatchRate(at: threshold)
    return GalleryAudit(
      caveats: caveats(facts, sample.people, searches.nonMated.count) + oneToOne.warnings,
      gallery: facts,
      threshold: threshold,
      thresholdRule: given == nil
        ? "the least strict score whose observed false match rate is at most 0.1 %, or the nearest target above it that is measurable"
        : "as given to this audit", seed: options.seed, oneToOne: oneToOne,
      oneToOnePeople: sample.people,
      falseMatch: falseMatch, falseNonMatch: falseNonMatch,
      falseNonMatchByPerson: clustered.falseNonMatchRateByPerson(at: threshold),
      openSet: openSet, wholeGallery: whole, scaling: scaling.points,
      independenceFailsAtPeople: scaling.independenceFailsAtPeople, scalingCheck: scaling.check,
      differentials: options.groups.map {
        Differential(sample.comparisons, groups: $0, threshold: threshold, alpha: options.alpha)
      },
      searchDifferentials: SearchDifferential.all(
        searches, threshold: threshold, alpha: options.alpha),
      limits: options.limits.map { limit in
        switch limit.rate {
        case .fmr: limit.verdict(falseMatch)
        case .fnmr: limit.verdict(falseNonMatch)
        case .fpir: limit.verdict(whole?.fpir ?? openSet.fpir)
        case .fnir: limit.verdict(openSet.fnir)
        case .eer:
          limit.verdict(
            measured: oneToOne.equalErrorRate.rate(by: evaluation.convention),
            upper: oneToOne.equalErrorRateInterval.upper)
        }
      })
  }

  /// Searches all templates, or those of people drawn at random.
  private static func search(
    _ rows: GalleryRows, _ groups: [PeopleGroups], _ options: Options,
    _ progress: any ProgressObserver
  ) throws -> OpenSetSearches {
    let most = options.mostSearchComparisons
    if let fewer = SubsetRows.fewerProbes(rows, most: most, seed: options.seed) {
      return try OpenSetSearches(
        fewer, groups: groups, threads: options.threads, progress: progress)
    }
    // The engine shows the best strangers, not those of each group.
    if groups.isEmpty {
      return try OpenSetSearches(gallery: rows, threads: options.threads, progress: progress)
    }
    return try OpenSetSearches(rows, groups: groups, threads: options.threads, progress: progress)
  }

  private static func caveats(
    _ facts: Facts, _ oneToOnePeople: Int, _ searches: Int
  ) -> [String] {
    var lines = AuditCaveat.origin(facts.origin).map { [$0] } ?? []
    lines.append(AuditCaveat.labels)
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
        "1:1 rates are of \(Numerals.grouped(oneToOnePeople)) people drawn at random, to bound the work."
      )
    }
    if searches < facts.templates {
      lines.append(
        "\(Numerals.grouped(searches)) templates of people drawn at random were searched for, to bound the work; each in the whole gallery. The counts of all pairs leave nobody out."
      )
    }
    return lines
  }
}

extension AuditLimit {
  /// The verdict on a rate that was counted.
  func verdict(_ rate: MeasuredRate?) -> Verdict {
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
