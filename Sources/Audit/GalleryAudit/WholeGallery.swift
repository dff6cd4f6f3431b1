import Biometrics
public import Essentials
public import Evaluation
public import Matching
public import Statistics

/// What comparing every template of a gallery with every other says, at one threshold, with nobody
/// left out: exact counts, however large the gallery.
public struct WholeGallery: Sendable, Equatable, Codable {
  /// The threshold.
  public let threshold: Double
  /// Pairs of two people's templates that are accepted, of all of them.
  public let falseMatches: Proportion
  /// Pairs of one person's templates that are rejected, of all of them.
  public let falseNonMatches: Proportion
  /// FPIR(N, T): templates for which some stranger is at least as similar as the threshold, clustered
  /// by person.
  public let fpir: MeasuredRate?

  /// Reads the counts of `tally`, all pairs within the gallery whose rows are of the people `persons`.
  ///
  /// - Throws: ``Failure`` (`mismatchedInput`) where the pairs are of other rows, or of two galleries.
  public init(_ tally: AllPairsTally, persons: [Int]) throws {
    guard tally.isWithinGallery, tally.best.count == persons.count else {
      throw Failure(
        .mismatchedInput, "these pairs are not those within the gallery",
        remedy: "Compare the gallery with itself: lookalike gallery pairs G")
    }
    threshold = Double(tally.settings.tailThreshold)
    let counts = tally.counts
    falseMatches = Proportion(events: counts.nonMatedAtThreshold, trials: counts.nonMatedPairs)
    falseNonMatches = Proportion(
      events: counts.matedPairs - counts.matedAtThreshold, trials: counts.matedPairs)
    let people = (persons.max() ?? -1) + 1
    var (events, trials) = (Array(repeating: 0, count: people), Array(repeating: 0, count: people))
    for (row, person) in persons.enumerated() {
      trials[person] += 1
      let isFound =
        tally.best[row].map {
          tally.metric.polarity.accepts(Double($0.score), at: Double(tally.settings.tailThreshold))
        } ?? false
      if isFound { events[person] += 1 }
    }
    fpir = MeasuredRate(identityEvents: events, trials: trials)
  }

  /// The float32 threshold that accepts the same float32 scores as `threshold` does.
  static func single(_ threshold: Double, _ polarity: Polarity) -> Float {
    let rounded = Float(threshold)
    switch polarity {
    case .similarity: return Double(rounded) < threshold ? rounded.nextUp : rounded
    case .distance: return Double(rounded) > threshold ? rounded.nextDown : rounded
    }
  }

  /// Compares all pairs of `gallery`.
  ///
  /// - Throws: ``Failure`` as ``Matching/Gallery/allPairs(_:against:shard:options:checkpoint:progress:)``
  ///   does.
  static func run(
    _ gallery: Gallery, persons: [Int], threshold: Double, seed: UInt64, threads: Int,
    progress: any ProgressObserver
  ) throws -> WholeGallery {
    // Only counts at the threshold are wanted: one bin, no sample, no pair kept.
    let settings = AllPairsSettings(
      tailThreshold: single(threshold, gallery.metric.polarity), scores: 0...1, bins: 1,
      bodySample: 0, keptPairs: 0, seed: seed)
    let tally = try gallery.allPairs(
      settings, options: SearchOptions(threads: threads), progress: progress)
    return try WholeGallery(tally, persons: persons)
  }

  /// The parts of one comparison of `gallery` with itself, merged.
  ///
  /// - Throws: ``Failure`` naming a part that is missing, doubled, damaged, or of another gallery.
  public static func merge(_ parts: [PartialResult], of gallery: Gallery) throws -> AllPairsTally {
    let tally = try AllPairsTally.merge(parts)
    let expected = try gallery.allPairsHeader(tally.settings, against: nil, shard: .whole)
    if let part = parts.first, part.header.job != expected.job {
      throw Failure(
        .mismatchedInput, "is of another gallery, or of two", file: part.path,
        remedy: "Name parts of: lookalike gallery pairs \(gallery.path) --shard")
    }
    return tally
  }
}
