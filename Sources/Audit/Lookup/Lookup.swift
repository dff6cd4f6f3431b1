public import Biometrics
import Essentials
public import Evaluation
public import Matching

/// A search of one probe, and what its best score means.
public struct Lookup: Sendable {
  /// How many candidates to return at most.
  public var top = 10
  /// The least similar score that is returned; nil for all.
  public var threshold: Double?
  /// What the percentage and the meaning come from; nil where nothing fits the gallery.
  public var calibration: Calibration?
  /// The percentage shown; the calibration's own mapping where nil.
  public var mapping: ScoreMapping?
  /// The chances, before looking, that the person is enrolled, at which posteriors are shown.
  public var priors = Meaning.priors
  /// How many threads search.
  public var threads: Int?

  /// Makes it.
  public init() {}

  /// The name of the calibration for faces of `origin`, or nil where none comes with Lookalike.
  public static func calibrationName(for origin: Origin) -> String? {
    switch origin {
    case .photograph: "lfw"
    case .rendered: "rendered"
    case .simulated, .unknown: nil
    }
  }

  /// Searches `gallery` for `template`.
  ///
  /// - Parameters:
  ///   - template: the probe, as many numbers as the gallery's templates have.
  ///   - probe: what is known of it.
  ///   - gallery: where to look.
  /// - Returns: the candidates, best first, and the meaning of the best one.
  /// - Throws: ``Failure``: `mismatchedInput` for templates or a mapping that don't fit,
  ///   `forbidden` for a calibration of another origin.
  public func run(_ template: [Float], probe: LookupAnswer.Probe, in gallery: Gallery) throws
    -> LookupAnswer
  {
    let information = gallery.information
    try calibration?.require(
      origin: information.origin, encoder: information.encoder, metric: information.metric)
    let shown = mapping ?? calibration?.mapping
    try shown.map { try Lookup.require($0, for: information.metric) }
    let probes = try Templates([template])
    let options = SearchOptions(threads: threads)
    let found = try gallery.search(probes, top: top, options: options).candidates[0]
    let kept = found.filter { candidate in
      threshold.map { information.metric.polarity.accepts(Double(candidate.score), at: $0) } ?? true
    }
    let records = try kept.map { try gallery.record($0.row) }
    let candidates = zip(kept, records).enumerated().map { index, pair in
      LookupAnswer.Candidate(
        rank: index + 1, pair.0, pair.1, metric: information.metric,
        percent: shown?.percent(Double(pair.0.score)))
    }
    return LookupAnswer(
      probe: probe, gallery: try LookupAnswer.GallerySummary(gallery), candidates: candidates,
      meaning: try meaning(kept, in: gallery), mapping: shown?.name, threshold: threshold)
  }

  /// What the best of `candidates` means; nil without a calibration or a candidate.
  private func meaning(_ candidates: [Matching.Candidate], in gallery: Gallery) throws -> Meaning? {
    guard let calibration, !candidates.isEmpty else { return nil }
    let numbers = try gallery.subjectNumbers().rows
    var scores: [Double] = []
    var seen: Set<Int32> = []
    // A person's score is that of the best template; rows of nobody's count as people of their own.
    for candidate in candidates {
      let number = numbers[candidate.row]
      if number < 0 || seen.insert(number).inserted { scores.append(Double(candidate.score)) }
    }
    return try Meaning.of(
      scores: scores, galleryPeople: try Lookup.people(gallery), calibration: calibration,
      origin: gallery.information.origin, mapping: mapping, priors: priors)
  }

  /// How many people a gallery is taken to hold: each template without a name counts as one.
  static func people(_ gallery: Gallery) throws -> Int {
    let numbers = try gallery.subjectNumbers()
    return numbers.subjects.count + numbers.rows.count { $0 < 0 }
  }

  private static func require(_ mapping: ScoreMapping, for metric: Metric) throws {
    let fits =
      switch mapping {
      case .halfCosine, .cosine: metric == .cosine
      case .distance: metric == .euclidean
      case .logistic, .percentile, .table: true
      }
    if !fits {
      throw Failure(
        .mismatchedInput,
        "the mapping \(mapping.name) does not apply to \(metric.rawValue) scores",
        remedy: "Choose another --mapping, such as logistic")
    }
  }
}
