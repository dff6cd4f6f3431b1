public import Biometrics
public import Essentials
public import Evaluation
import Statistics

extension SearchAudit {
  /// How to audit.
  public struct Options: Sendable {
    /// The threshold; nil for that of an FPIR of at most 1 %, or of the nearest target above it that
    /// is measurable.
    public var threshold: Double?
    /// The gallery sizes of the scaling, where there is one.
    public var sizes: [Int]?
    /// How many ranks of the CMC.
    public var ranks = 20
    /// Groups of people to compare rates by.
    public var groups: [SubjectGroups] = []
    /// The weight of false positives against false negatives in joint measures of inequality.
    public var alpha = 0.5
    /// Limits to hold the rates to.
    public var limits: [AuditLimit] = []
    /// Where the faces come from.
    public var origin = Origin.unknown
    /// Which end of the scale is the similar one; nil for similarity, unless the scores say otherwise.
    public var polarity: Polarity?
    /// Seeds everything drawn.
    public var seed: UInt64 = 0
    /// How many threads work.
    public var threads = Parallel.defaultThreads

    /// The defaults.
    public init() {}
  }

  /// Audits the candidate lists of the file `lists`.
  ///
  /// A mated search is one for a person who is enrolled, a non-mated one for a person who is not:
  /// lists can't tell what would have come back without the person's own templates.
  ///
  /// - Throws: ``Failure`` for files that don't go together, or without a threshold to audit at.
  public static func run(
    lists: String, probes: TemplateLabels, references: TemplateLabels, options: Options = Options()
  ) throws -> SearchAudit {
    for groups in options.groups {
      try groups.requireAny(of: Array(Set(probes.subjects + references.subjects)))
    }
    let read = try CandidateLists(
      file: lists, probes: probes, references: references, groups: options.groups,
      polarity: options.polarity)
    let facts = Facts(
      source: .candidateLists, probes: probes.subjects.count,
      probePeople: Set(read.people.probes).count, galleryPeople: read.searches.people,
      galleryTemplates: read.searches.templates, origin: options.origin,
      polarity: read.searches.polarity,
      lists: Lists(
        longest: read.longest, shorter: read.shorter, empty: read.empty,
        unordered: read.unordered, leastSimilarScore: read.leastSimilar))
    return try SearchAudit(read.searches, facts, file: lists, options, scaling: nil)
  }

  /// Audits the matrix of scores in the file `matrix`; without `references` its columns are its rows'
  /// own templates.
  ///
  /// Every probe gives a non-mated search, for which all templates of its person are left out, and
  /// where its person is enrolled with another template a mated one too.
  ///
  /// - Throws: ``Failure`` for files that don't go together, or without a threshold to audit at.
  public static func run(
    matrix: String, probes: TemplateLabels, references: TemplateLabels?,
    options: Options = Options(), progress: any ProgressObserver = NoProgress()
  ) throws -> SearchAudit {
    let rows = try MatrixFileRows(
      path: matrix, probes: probes, references: references,
      polarity: options.polarity ?? .similarity)
    for groups in options.groups { try groups.requireAny(of: rows.people.subjects) }
    let searches = try OpenSetSearches(
      rows, groups: options.groups.map { PeopleGroups($0, people: rows.people.subjects) },
      threads: options.threads, progress: progress)
    if options.polarity == nil { try searches.refuseSwapped(file: matrix) }
    let facts = Facts(
      source: .scoreMatrix, probes: rows.probes.count, probePeople: Set(rows.probes).count,
      galleryPeople: searches.people, galleryTemplates: searches.templates,
      origin: options.origin, polarity: rows.polarity, lists: nil)
    return try SearchAudit(searches, facts, file: matrix, options) { threshold in
      guard rows.isWithinGallery, searches.people >= GalleryScaling.leastPeople else { return nil }
      var scaling = GalleryScaling.Options()
      scaling.sizes = options.sizes
      scaling.seed = options.seed
      scaling.threads = options.threads
      return try GalleryScaling.measure(
        rows, threshold: threshold, options: scaling, progress: progress)
    }
  }

  private init(
    _ searches: OpenSetSearches, _ facts: Facts, file: String, _ options: Options,
    scaling: ((Double) throws -> GalleryScaling?)?
  ) throws {
    let (threshold, rule) = try SearchAudit.threshold(searches, options.threshold, file: file)
    let openSet = OpenSetResult(
      searches, threshold: threshold, ranks: options.ranks, listLength: facts.lists?.longest)
    self.init(
      caveats: SearchAudit.caveats(facts, openSet), searches: facts, threshold: threshold,
      thresholdRule: rule, seed: options.seed, openSet: openSet,
      scaling: try scaling?(threshold),
      searchDifferentials: SearchDifferential.all(
        searches, threshold: threshold, alpha: options.alpha),
      limits: options.limits.map { limit in
        switch limit.rate {
        case .fpir: limit.verdict(openSet.fpir)
        case .fnir: limit.verdict(openSet.fnir)
        case .fmr, .fnmr, .eer: limit.verdict(nil as MeasuredRate?)
        }
      })
  }

  /// The threshold given, or that of the smallest target from 1 % on that is measurable.
  private static func threshold(
    _ searches: OpenSetSearches, _ given: Double?, file: String
  ) throws -> (Double, String) {
    if let given { return (given, "as given to this audit") }
    for target in OpenSetResult.targets.sorted() where target >= 0.01 {
      if case .threshold(let threshold, _, _)? = searches.threshold(
        forFalsePositiveIdentificationRate: target)
      {
        return (
          threshold,
          "the least strict score whose observed FPIR is at most \(Numerals.percent(target, 2))"
        )
      }
    }
    throw Failure(
      .notMeasurable,
      "\(Numerals.grouped(searches.nonMated.count)) searches for people who are not enrolled are too few to choose a threshold by",
      file: file, remedy: "Give --threshold, or more such searches")
  }
}
