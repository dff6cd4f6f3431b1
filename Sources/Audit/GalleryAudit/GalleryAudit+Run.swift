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
    let found = try AuditFindings.find(gallery, .whole, options, progress)
    guard let people = found.people, let scaling = found.scaling, let threshold = found.threshold,
      let evaluation = found.evaluation
    else { preconditionFailure("a whole audit finds everything") }
    return GalleryAudit(found, people, scaling, threshold: threshold, evaluation)
  }

  /// Computes the figures of what was found on the whole.
  init(
    _ found: AuditFindings, _ people: AuditFindings.People, _ scaling: GalleryScaling,
    threshold: Double,
    _ evaluation: (comparisons: LabelledComparisons, result: OneToOneEvaluation)
  ) {
    let plan = found.plan
    let oneToOne = evaluation.result
    let sampled = AuditFindings.sample(plan, persons: people.persons).people
    let clustered = ClusteredComparisons(evaluation.comparisons)
    let searches = OpenSetSearches(
      polarity: plan.gallery.metric.polarity, people: plan.gallery.people,
      templates: plan.gallery.templates, mated: found.mated, nonMated: found.nonMated,
      groups: people.groups, enrolledByGroup: people.enrolledByGroup)
    let openSet = OpenSetResult(searches, threshold: threshold, ranks: plan.ranks)
    let whole = found.pairs.map { WholeGallery($0, persons: people.persons) }
    let falseMatch = clustered.falseMatchRate(at: threshold)
    let falseNonMatch = clustered.falseNonMatchRate(at: threshold)
    self.init(
      caveats: GalleryAudit.caveats(plan.gallery, sampled, searches.nonMated.count)
        + oneToOne.warnings,
      gallery: plan.gallery,
      threshold: threshold,
      thresholdRule: plan.threshold == nil
        ? "the least strict score whose observed false match rate is at most 0.1 %, or the nearest target above it that is measurable"
        : "as given to this audit", seed: plan.seed, oneToOne: oneToOne,
      oneToOnePeople: sampled,
      falseMatch: falseMatch, falseNonMatch: falseNonMatch,
      falseNonMatchByPerson: clustered.falseNonMatchRateByPerson(at: threshold),
      openSet: openSet, wholeGallery: whole, scaling: scaling.points,
      independenceFailsAtPeople: scaling.independenceFailsAtPeople, scalingCheck: scaling.check,
      differentials: people.groups.map {
        Differential(
          evaluation.comparisons, groups: SubjectGroups(numbered: $0), threshold: threshold,
          alpha: plan.alpha)
      },
      searchDifferentials: SearchDifferential.all(
        searches, threshold: threshold, alpha: plan.alpha),
      limits: plan.limits.map { limit in
        switch limit.rate {
        case .fmr: limit.verdict(falseMatch)
        case .fnmr: limit.verdict(falseNonMatch)
        case .fpir: limit.verdict(whole?.fpir ?? openSet.fpir)
        case .fnir: limit.verdict(openSet.fnir)
        case .eer:
          limit.verdict(
            measured: oneToOne.equalErrorRate.rate(by: oneToOne.options.convention),
            upper: oneToOne.equalErrorRateInterval.upper)
        }
      })
  }

  private static func caveats(
    _ facts: Facts, _ oneToOnePeople: Int, _ searches: Int
  ) -> [String] {
    var lines = AuditCaveat.origin(facts.origin).map { [$0] } ?? []
    lines.append(AuditCaveat.labels)
    lines.append(
      "The rates hold for pictures like these, compared with one another; probes from other cameras do worse."
    )
    if facts.people < 40 {
      lines.append(
        "Only \(facts.people) people are in this gallery: every rate is hardly more than an anecdote, and what is said of larger galleries could not be put to the test."
      )
    }
    if facts.peopleWithMates < 30 {
      let people =
        facts.peopleWithMates == 1 ? "1 person has" : "\(facts.peopleWithMates) people have"
      lines.append(
        "Only \(people) two templates: rates of misses are hardly more than anecdotes.")
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

extension SubjectGroups {
  /// The same groups of people whose names are their numbers.
  fileprivate init(numbered groups: PeopleGroups) {
    self.init(
      attribute: groups.attribute,
      groups: Dictionary(
        uniqueKeysWithValues: groups.membership.enumerated().map {
          (SubjectID("\($0)"), groups.names[$1])
        }))
  }
}
