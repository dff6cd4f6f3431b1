public import Essentials
import Evaluation
public import Matching

extension GalleryAudit {
  /// The kind of its parts.
  public static let partKind = "audit"

  /// Does the part `shard` of an audit of `gallery` and writes it to `path`.
  ///
  /// Every part must be done with the same options; threads don't count.
  ///
  /// - Throws: ``Failure`` as ``run(_:options:progress:)`` does, and `refusedOutput` or `inputOutput`
  ///   where the part can't be written.
  public static func run(
    _ gallery: Gallery, shard: Shard, part path: String, replacing: Bool, options: Options,
    progress: any ProgressObserver = NoProgress()
  ) throws {
    precondition(options.pairs == nil, "shards count all pairs themselves")
    let header = PartialResult.Header(
      kind: partKind, job: try job(gallery, options), shard: shard)
    let writer = try PartialResultWriter(path: path, header: header, replacing: replacing)
    try AuditFindings.find(gallery, shard, options, progress).write(to: writer)
    try writer.commit()
  }

  /// All that the figures depend on.
  private static func job(_ gallery: Gallery, _ options: Options) throws -> [String: String] {
    var job = [
      "gallery": try gallery.manifestDigest(),
      "ranks": "\(options.ranks)", "alpha": "\(options.alpha)", "seed": "\(options.seed)",
      "search comparisons": "\(options.mostSearchComparisons)",
    ]
    job["threshold"] = options.threshold.map { "\($0)" }
    job["sizes"] = options.sizes.map { $0.map { "\($0)" }.joined(separator: ",") }
    if !options.limits.isEmpty {
      job["limits"] = options.limits.map { "\($0.rate.rawValue)=\($0.limit)" }
        .joined(separator: " ")
    }
    if !options.groups.isEmpty {
      job["attributes"] = options.groups.map(\.attribute).joined(separator: ",")
      for (number, file) in try groupFiles(options).enumerated() {
        job[number == 0 ? "groups" : "groups \(number + 1)"] = file.sha256
      }
    }
    return job
  }

  /// The audit whose parts these are: the same, to the last bit, as in one run.
  ///
  /// - Returns: the audit, and the files beside the gallery that it was made from.
  /// - Throws: ``Failure`` naming a part that is missing, doubled, of another audit or unreadable;
  ///   `notMeasurable` as ``run(_:options:progress:)`` does.
  public static func merge(
    _ parts: [PartialResult], threads: Int = Parallel.defaultThreads,
    progress: any ProgressObserver = NoProgress()
  ) throws -> (audit: GalleryAudit, inputs: [SourceDigest]) {
    let parts = try PartialResult.complete(parts)
    var found = try AuditFindings(parts[0])
    guard let people = found.people, let scaling = found.scaling else { throw parts[0].unreadable }
    var scores = [found.scores]
    for part in parts.dropFirst() {
      let other = try AuditFindings(part)
      guard found.add(other) else { throw part.unreadable }
      scores.append(other.scores)
    }
    let plan = found.plan
    let sample = AuditFindings.sample(plan, persons: people.persons)
    guard let joined = sample.joined(scores), found.isComplete else { throw parts[0].unreadable }
    let evaluation = try AuditFindings.evaluate(
      plan, sample, joined, persons: people.persons, threads, progress)
    guard let threshold = plan.threshold ?? evaluation.result.thresholdForGroups,
      threshold == found.threshold
    else { throw parts[0].unreadable }
    return (
      GalleryAudit(found, people, scaling, threshold: threshold, evaluation), plan.inputs
    )
  }
}

extension AuditFindings {
  /// Adds the next shard's searches and counts; false where they are not of the same audit.
  fileprivate mutating func add(_ other: AuditFindings) -> Bool {
    guard other.plan == plan, other.people == nil, other.scaling == nil,
      other.threshold.map({ $0 == threshold }) ?? true,
      other.pairs?.threshold == pairs?.threshold
    else { return false }
    mated += other.mated
    nonMated += other.nonMated
    if let more = other.pairs { pairs?.add(more) }
    return true
  }

  /// Whether all searches and all pairs are there that were planned.
  fileprivate var isComplete: Bool {
    let templates = plan.gallery.templates
    let searched =
      plan.drawsSearches
      ? nonMated.count < templates && !nonMated.isEmpty : nonMated.count == templates
    return searched && (pairs != nil) == plan.drawsSearches
      && Set(nonMated.map(\.bestByGroup.count)) == [people?.enrolledByGroup.count ?? 0]
  }
}
