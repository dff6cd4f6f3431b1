import Biometrics
public import Essentials
import Foundation
import Synchronization

extension Gallery {
  /// Compares every labelled template with every other, or with every one of `other`.
  ///
  /// Each pair is decided by certified bounds or scored: mated pairs and the tail of non-mated ones
  /// are exact, the body of the non-mated distribution is a seeded sample. Templates whose subject is
  /// not known take no part; between two galleries a subject is known by name. Memory is fixed but
  /// for one best candidate a row.
  ///
  /// - Parameters:
  ///   - settings: what is counted.
  ///   - other: the references, or nil for this gallery's own pairs.
  ///   - shard: the part to do; ``AllPairsTally/merge(_:)`` puts the parts together.
  ///   - options: threads and instruction set; no option changes the tally.
  ///   - checkpoint: from where a stopped run is continued, and where to; nil for none.
  ///   - progress: is told how far it is; it may stop the work by ending the process.
  /// - Returns: the tally, the same for any number of threads.
  /// - Throws: ``Failure`` (`notMeasurable` where no template is labelled, `mismatchedInput` where the
  ///   galleries differ in kind or the checkpoint is of another comparison, `inputOutput`).
  /// - Complexity: O(N² d) byte multiplications.
  public func allPairs(
    _ settings: AllPairsSettings, against other: Gallery? = nil, shard: Shard = .whole,
    options: SearchOptions = SearchOptions(), checkpoint: AllPairsCheckpoint? = nil,
    progress: any ProgressObserver = NoProgress()
  ) throws -> AllPairsTally {
    let run = try AllPairsRun(self, against: other, settings, level: options.level)
    let header = try allPairsHeader(settings, against: other, shard: shard)
    let numbers = run.units.indices.filter { shard.owns($0) }
    var (done, tally) = try checkpoint?.resume(header) ?? (0, run.empty)
    let shared = Mutex(tally)
    var saved = ContinuousClock.now
    while done < numbers.count {
      let wave = numbers[done..<min(numbers.count, done + 2 * options.threads)]
      let start = wave.startIndex
      try Parallel.forEach(count: wave.count, threads: options.threads) {
        let found = try run.unit(numbers[start + $0])
        shared.withLock { $0.add(found) }
      }
      done += wave.count
      progress.report(task: "all pairs", done: done, total: numbers.count, unit: "blocks of rows")
      if let checkpoint, done < numbers.count, ContinuousClock.now - saved >= checkpoint.interval {
        try checkpoint.save(shared.withLock { $0 }, done: done, header)
        saved = .now
      }
    }
    tally = shared.withLock { $0 }
    try checkpoint?.remove()
    return tally
  }

  /// What the parts of an all-pairs comparison have in common, and which this is.
  ///
  /// - Throws: ``Failure`` where a manifest can't be read.
  public func allPairsHeader(
    _ settings: AllPairsSettings, against other: Gallery?, shard: Shard
  ) throws -> PartialResult.Header {
    var job = [
      "gallery": try manifestDigest(),
      "threshold": "\(settings.tailThreshold)",
      "histogram": "\(settings.bins) bins from \(settings.scores.lowerBound) to "
        + "\(settings.scores.upperBound)",
      "sample": "\(settings.bodySample)", "kept pairs": "\(settings.keptPairs)",
      "best of every row": "\(settings.bestOfEveryRow)", "seed": "\(settings.seed)",
    ]
    if let other {
      job["other gallery"] = try other.manifestDigest()
    }
    return PartialResult.Header(kind: AllPairsTally.kind, job: job, shard: shard)
  }

  /// The SHA-256 of the manifest, which holds the digests of all the rest: what parts know it by.
  ///
  /// - Throws: ``Failure`` where the manifest can't be read.
  package func manifestDigest() throws -> String {
    try Digest.sha256(file: path + "/" + GalleryManifest.name)
  }
}
