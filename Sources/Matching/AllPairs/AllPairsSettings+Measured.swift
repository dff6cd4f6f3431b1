import Biometrics
public import Essentials

extension AllPairsSettings {
  /// Settings that suit two galleries, by a look at random non-mated pairs.
  ///
  /// - Parameters:
  ///   - gallery: the probes' gallery.
  ///   - other: the references' gallery, or nil for the first one's own pairs.
  ///   - threshold: the tail's threshold; nil for the score that `tailRate` of the sample's pairs
  ///     reach.
  ///   - tailRate: the share of non-mated pairs that the tail should hold, such as 1e-4.
  ///   - bodySample: pairs in the sample.
  ///   - seed: the seed of the sample, which the body's histogram shows again.
  ///   - threads: threads to work on; they change nothing.
  /// - Returns: settings with the default bins and sample; a histogram of −1 to 1 for cosine, of what
  ///   the sample holds and somewhat more for other metrics.
  /// - Throws: ``Failure`` as ``Gallery/allPairs(_:against:shard:options:checkpoint:progress:)`` does,
  ///   and `notMeasurable` where there is no non-mated pair.
  public static func measured(
    _ gallery: Gallery, against other: Gallery? = nil, threshold: Float? = nil,
    tailRate: Double = 1e-4, bodySample: Int = 1_000_000, seed: UInt64,
    threads: Int = Parallel.defaultThreads
  ) throws -> AllPairsSettings {
    precondition(tailRate > 0 && tailRate < 1 && bodySample > 0)
    var settings = AllPairsSettings(
      tailThreshold: 0, scores: 0...1, bodySample: bodySample, seed: seed)
    let run = try AllPairsRun(gallery, against: other, settings, level: .best)
    guard run.rows.orderedNonMatedPairs > 0 else {
      throw Failure(
        .notMeasurable, "holds no two people to compare", file: gallery.path,
        remedy: "Import templates of at least two subjects")
    }
    let parts = Parallel.blocks(settings.bodySample, of: 4096)
    let polarity = gallery.metric.polarity
    // From the most similar on.
    let scores = try Parallel.map(count: parts.count, threads: threads) { part in
      parts[part].map { run.sample($0) }
    }.joined().sorted { polarity.prefers(Double($0), over: Double($1)) }
    let place = min(scores.count - 1, Int(Double(scores.count) * tailRate))
    settings.tailThreshold = threshold ?? scores[place]
    if gallery.metric == .cosine {
      settings.scores = -1...1
    } else {
      let ends = [Double(scores[0]), Double(scores[scores.count - 1])].sorted()
      let margin = max(0.25 * (ends[1] - ends[0]), 1e-6 * max(abs(ends[0]), abs(ends[1])), 1e-30)
      let low = gallery.metric == .euclidean ? 0 : ends[0] - margin
      settings.scores = low...(ends[1] + margin)
    }
    return settings
  }
}
