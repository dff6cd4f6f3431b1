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
    self.init(try Counts(tally, rows: persons.count), persons: persons)
  }

  /// What is counted on all pairs, or on a shard of them: it adds up.
  struct Counts: Sendable, Equatable {
    /// The threshold.
    let threshold: Float
    /// Pairs of one person's templates.
    var matedPairs = 0
    /// Those that are accepted.
    var matedAccepted = 0
    /// Pairs of two people's templates.
    var nonMatedPairs = 0
    /// Those that are accepted.
    var nonMatedAccepted = 0
    /// Whether some stranger is accepted for the row.
    var isFound: [Bool]
  }

  /// Reads the counts of all pairs of a gallery whose rows are of the people `persons`.
  init(_ counts: Counts, persons: [Int]) {
    threshold = Double(counts.threshold)
    falseMatches = Proportion(events: counts.nonMatedAccepted, trials: counts.nonMatedPairs)
    falseNonMatches = Proportion(
      events: counts.matedPairs - counts.matedAccepted, trials: counts.matedPairs)
    let people = (persons.max() ?? -1) + 1
    var (events, trials) = (Array(repeating: 0, count: people), Array(repeating: 0, count: people))
    for (row, person) in persons.enumerated() {
      trials[person] += 1
      if counts.isFound[row] { events[person] += 1 }
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

extension WholeGallery.Counts {
  /// Reads the counts of `tally`, pairs within a gallery of `rows` rows.
  ///
  /// - Throws: ``Failure`` (`mismatchedInput`) where the pairs are of other rows, or of two galleries.
  init(_ tally: AllPairsTally, rows: Int) throws {
    guard tally.isWithinGallery, tally.best.count == rows else {
      throw Failure(
        .mismatchedInput, "these pairs are not those within the gallery",
        remedy: "Compare the gallery with itself: lookalike gallery pairs G")
    }
    let threshold = tally.settings.tailThreshold
    let (counts, polarity) = (tally.counts, tally.metric.polarity)
    self.init(
      threshold: threshold, matedPairs: counts.matedPairs, matedAccepted: counts.matedAtThreshold,
      nonMatedPairs: counts.nonMatedPairs, nonMatedAccepted: counts.nonMatedAtThreshold,
      isFound: tally.best.map { best in
        best.map { polarity.accepts(Double($0.score), at: Double(threshold)) } ?? false
      })
  }

  /// Compares the shard's pairs of `gallery`.
  ///
  /// - Throws: ``Failure`` as ``Matching/Gallery/allPairs(_:against:shard:options:checkpoint:progress:)``
  ///   does.
  init(
    _ gallery: Gallery, threshold: Double, seed: UInt64, shard: Shard, threads: Int,
    progress: any ProgressObserver
  ) throws {
    // Only counts at the threshold are wanted: one bin, no sample, no pair kept.
    let settings = AllPairsSettings(
      tailThreshold: WholeGallery.single(threshold, gallery.metric.polarity), scores: 0...1,
      bins: 1, bodySample: 0, keptPairs: 0, seed: seed)
    let tally = try gallery.allPairs(
      settings, shard: shard, options: SearchOptions(threads: threads), progress: progress)
    try self.init(tally, rows: gallery.count)
  }

  /// Adds another shard of the same comparison.
  mutating func add(_ other: WholeGallery.Counts) {
    precondition(other.threshold == threshold && other.isFound.count == isFound.count)
    matedPairs += other.matedPairs
    matedAccepted += other.matedAccepted
    nonMatedPairs += other.nonMatedPairs
    nonMatedAccepted += other.nonMatedAccepted
    for row in isFound.indices where other.isFound[row] { isFound[row] = true }
  }
}
