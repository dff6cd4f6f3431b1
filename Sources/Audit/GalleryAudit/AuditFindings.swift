import Biometrics
import Essentials
import Evaluation
import Matching

/// What comparing templates found, for a whole audit or for one shard of it: everything that the
/// audit's figures are computed from.
///
/// Shards share the searches by probe, the 1:1 comparisons by row and the comparison of all pairs by
/// blocks of rows. The scaling is one shard's alone, the first: its thresholds hang on all of its
/// comparisons, of which there is a bounded number.
struct AuditFindings: Sendable {
  /// Who the templates are of.
  struct People: Sendable, Equatable {
    /// The person of each template.
    var persons: [Int]
    /// The groups of people, one set an attribute.
    var groups: [PeopleGroups]
    /// How many people of each group are enrolled.
    var enrolledByGroup: [Int]
  }

  /// What was asked for.
  let plan: AuditPlan
  /// The threshold, where the work needed it.
  var threshold: Double?
  /// Who the templates are of; the first shard's alone.
  var people: People?
  /// The scores of the shard's rows of the 1:1 sample.
  var scores: [Float] = []
  /// The searches with mates enrolled.
  var mated: [OpenSetSearches.Mated] = []
  /// The searches without.
  var nonMated: [OpenSetSearches.NonMated] = []
  /// The counts of all pairs, where they are wanted.
  var pairs: WholeGallery.Counts?
  /// False positives by gallery size; the first shard's alone.
  var scaling: GalleryScaling?
  /// The 1:1 evaluation, where the threshold needed all of it.
  var evaluation: (comparisons: LabelledComparisons, result: OneToOneEvaluation)?

  /// Compares what `shard` has to compare.
  static func find(
    _ gallery: Gallery, _ shard: Shard, _ options: GalleryAudit.Options,
    _ progress: any ProgressObserver
  ) throws -> AuditFindings {
    let rows = try GalleryRows(gallery)
    let names = try gallery.subjectNumbers().subjects
    for groups in options.groups { try groups.requireAny(of: names) }
    let facts = GalleryAudit.Facts(gallery, rows)
    try facts.requireAuditable(file: gallery.path)
    let groups = options.groups.map { PeopleGroups($0, people: names) }
    let fewer = SubsetRows.fewerProbes(
      rows, most: options.mostSearchComparisons, seed: options.seed)
    let plan = try AuditPlan(facts, options, drawsSearches: fewer != nil)
    var found = AuditFindings(plan: plan, threshold: plan.threshold)
    let countsPairs = plan.drawsSearches && options.pairs == nil
    try found.compare(
      rows, shard, needsThreshold: shard.index == 0 || countsPairs, options, progress)
    if shard.index == 0 || countsPairs, found.threshold == nil {
      throw AuditFindings.noThreshold(file: gallery.path)
    }
    let searches = try search(rows, fewer, groups, shard, options, progress)
    (found.mated, found.nonMated) = (searches.mated, searches.nonMated)
    if let tally = options.pairs {
      found.pairs = try WholeGallery.Counts(tally, rows: rows.probes.count)
    } else if countsPairs, let threshold = found.threshold {
      found.pairs = try WholeGallery.Counts(
        gallery, threshold: threshold, seed: options.seed, shard: shard, threads: options.threads,
        progress: progress)
    }
    if shard.index == 0, let threshold = found.threshold {
      found.people = People(
        persons: rows.probes, groups: groups, enrolledByGroup: searches.enrolledByGroup)
      var scaling = GalleryScaling.Options()
      scaling.sizes = options.sizes
      scaling.mostComparisons = options.mostSearchComparisons
      scaling.seed = options.seed
      scaling.threads = options.threads
      found.scaling = try GalleryScaling.measure(
        rows, threshold: threshold, options: scaling, progress: progress)
    }
    return found
  }

  /// Makes the shard's 1:1 comparisons, and finds the threshold where it is needed and not given.
  private mutating func compare(
    _ rows: GalleryRows, _ shard: Shard, needsThreshold: Bool, _ options: GalleryAudit.Options,
    _ progress: any ProgressObserver
  ) throws {
    let sample = AuditFindings.sample(plan, persons: rows.probes)
    if shard.count > 1 && needsThreshold && plan.threshold == nil {
      // The threshold hangs on the scores of all rows.
      let all = try sample.scores(rows, .whole, threads: options.threads, progress: progress)
      threshold = try sample.threshold(all, persons: rows.probes, polarity: rows.polarity)
      scores = sample.scores(all, of: shard)
      return
    }
    scores = try sample.scores(rows, shard, threads: options.threads, progress: progress)
    if shard.count == 1 {
      let evaluation = try AuditFindings.evaluate(
        plan, sample, scores, persons: rows.probes, options.threads, progress)
      threshold = plan.threshold ?? evaluation.result.thresholdForGroups
      self.evaluation = evaluation
    }
  }

  /// The rows of the 1:1 comparisons.
  static func sample(_ plan: AuditPlan, persons: [Int]) -> OneToOneSample {
    OneToOneSample(
      persons: persons, people: plan.gallery.people, most: GalleryAudit.oneToOneComparisons,
      seed: plan.seed)
  }

  /// Evaluates the scores of all rows of `sample`.
  static func evaluate(
    _ plan: AuditPlan, _ sample: OneToOneSample, _ scores: [Float], persons: [Int],
    _ threads: Int, _ progress: any ProgressObserver
  ) throws -> (comparisons: LabelledComparisons, result: OneToOneEvaluation) {
    var options = OneToOneEvaluation.Options()
    options.threads = threads
    let comparisons = try sample.comparisons(
      scores, persons: persons, people: plan.gallery.people,
      polarity: plan.gallery.metric.polarity)
    return (
      comparisons, try OneToOneEvaluation(comparisons, options: options, progress: progress)
    )
  }

  /// Searches for the shard's run of all templates, or of those in `fewer`.
  private static func search(
    _ rows: GalleryRows, _ fewer: SubsetRows<GalleryRows>?, _ groups: [PeopleGroups],
    _ shard: Shard, _ options: GalleryAudit.Options, _ progress: any ProgressObserver
  ) throws -> OpenSetSearches {
    let range = shard.range(of: fewer?.probes.count ?? rows.probes.count)
    if let fewer {
      return try OpenSetSearches(
        fewer, groups: groups, probes: range, threads: options.threads, progress: progress)
    }
    // The engine shows the best strangers, not those of each group.
    if groups.isEmpty {
      return try OpenSetSearches(
        gallery: rows, probes: range, threads: options.threads, progress: progress)
    }
    return try OpenSetSearches(
      rows, groups: groups, probes: range, threads: options.threads, progress: progress)
  }

  /// That nothing gives a threshold.
  static func noThreshold(file: String?) -> Failure {
    Failure(
      .notMeasurable, "no false match rate is measurable, so there is no threshold to audit at",
      file: file, remedy: "Give --threshold")
  }
}

extension GalleryAudit.Facts {
  init(_ gallery: Gallery, _ rows: GalleryRows) {
    var counts = Array(repeating: 0, count: rows.subjects)
    for person in rows.probes { counts[person] += 1 }
    let known = gallery.information
    self.init(
      templates: gallery.count, people: rows.subjects,
      peopleWithMates: counts.count { $0 > 1 }, origin: known.origin, encoder: known.encoder,
      metric: known.metric, purpose: known.purpose, inputs: known.sources)
  }

  /// Throws where there is no stranger, or nobody to be missed.
  fileprivate func requireAuditable(file: String) throws {
    guard people > 1 else {
      throw Failure(
        .notMeasurable,
        "all \(templates) templates are of one person, so no stranger can be mistaken",
        file: file, remedy: "Audit a gallery of several people")
    }
    guard peopleWithMates > 0 else {
      throw Failure(
        .notMeasurable, "nobody has two templates, so nothing can be missed",
        file: file, remedy: "Import at least one person with two pictures")
    }
  }
}
