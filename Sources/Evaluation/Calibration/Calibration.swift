public import Biometrics

/// What is known of one encoder's scores on one kind of pictures, and how it was found.
///
/// Aggregates only: no template and nobody's identity can be got back from it. It holds for its own
/// ``origin``, ``encoder`` and ``metric``, and is refused elsewhere (``require(origin:encoder:metric:)``):
/// the same number means something else there.
public struct Calibration: Sendable, Equatable, Codable {
  /// The version of the JSON form.
  public static let currentFormat = 1

  /// The version of the JSON form; see ``currentFormat``.
  public let format: Int
  /// The name by which the command line knows it.
  public let name: String
  /// What kind of pictures it was fitted on.
  public let origin: Origin
  /// The encoder whose templates were compared.
  public let encoder: String
  /// How templates were compared.
  public let metric: Metric
  /// The data and protocol, in a sentence or two.
  public let source: String
  /// Scores of comparisons of two templates of one person, each person weighted equally.
  public let mated: ShareTable
  /// Scores of comparisons of two people's templates, each comparison weighted equally.
  public let nonMated: ShareTable
  /// The percentage that a one-to-one calibration would show: a logistic fitted at equal priors.
  public let mapping: ScoreMapping
  /// The likelihood ratio of a score.
  public let likelihoodRatio: LikelihoodRatioCurve
  /// The best stranger's score by the number of people enrolled, in ascending order.
  public let bestStrangers: [BestStrangerCurve]

  /// Makes it; see ``validate(file:)`` for what a sound one is.
  public init(
    name: String, origin: Origin, encoder: String, metric: Metric, source: String,
    mated: ShareTable, nonMated: ShareTable, mapping: ScoreMapping,
    likelihoodRatio: LikelihoodRatioCurve, bestStrangers: [BestStrangerCurve]
  ) {
    format = Calibration.currentFormat
    self.name = name
    self.origin = origin
    self.encoder = encoder
    self.metric = metric
    self.source = source
    self.mated = mated
    self.nonMated = nonMated
    self.mapping = mapping
    self.likelihoodRatio = likelihoodRatio
    self.bestStrangers = bestStrangers
  }

  /// Which end of the score's scale is the similar one.
  public var polarity: Polarity { metric.polarity }

  /// The false match rate at threshold `score`: how often two people's templates are as similar.
  public func falseMatchRate(at score: Double) -> ShareTable.Share {
    nonMated.share(atLeastAsSimilarAs: score, polarity: polarity)
  }

  /// The true match rate at threshold `score`: how often one person's two templates are as similar.
  public func trueMatchRate(at score: Double) -> ShareTable.Share {
    mated.share(atLeastAsSimilarAs: score, polarity: polarity)
  }
}

/// How similar the most similar stranger is, in a gallery of a given number of people.
///
/// The share of searches for people who are not enrolled whose best candidate is at least as
/// similar as a score, with one template a person.
public struct BestStrangerCurve: Sendable, Equatable, Codable {
  /// How many people are enrolled.
  public let people: Int
  /// Whether more people than were measured, so that the figures come from a model.
  public let isExtrapolated: Bool
  /// The share of searches by score.
  public let distribution: ShareTable

  /// Makes it.
  public init(people: Int, isExtrapolated: Bool, distribution: ShareTable) {
    self.people = people
    self.isExtrapolated = isExtrapolated
    self.distribution = distribution
  }
}
