public import Biometrics
import Essentials
public import Matching
public import Statistics

/// The counts of an all-pairs comparison, as a report: what was compared, rates, histograms, pairs.
public struct AllPairsReport: Sendable, Encodable {
  /// What was counted.
  public let settings: AllPairsSettings
  /// How templates were compared.
  public let metric: Metric
  /// Whether one gallery was compared with itself.
  public let isWithinGallery: Bool
  /// Where the faces of the probes and of the references come from.
  public let origins: [Origin]
  /// The counts.
  public let counts: AllPairsCounts
  /// Probe templates for which a stranger at or above the threshold was found.
  public let probesWithTail: Int
  /// Probe templates whose best stranger is known.
  public let probesWithBest: Int

  /// Reports `tally`.
  public init(_ tally: AllPairsTally) {
    settings = tally.settings
    metric = tally.metric
    isWithinGallery = tally.isWithinGallery
    origins = tally.origins
    counts = tally.counts
    let threshold = Double(tally.settings.tailThreshold)
    let polarity = tally.metric.polarity
    probesWithBest = tally.best.count { $0 != nil }
    probesWithTail = tally.best.count { best in
      best.map { polarity.accepts(Double($0.score), at: threshold) } ?? false
    }
  }

  /// The false match rate at the threshold: exact counts of all non-mated pairs.
  public var falseMatches: Proportion {
    Proportion(events: counts.nonMatedAtThreshold, trials: counts.nonMatedPairs)
  }

  /// The false non-match rate at the threshold: exact counts of all mated pairs.
  public var falseNonMatches: Proportion {
    Proportion(events: counts.matedPairs - counts.matedAtThreshold, trials: counts.matedPairs)
  }
}
