public import Biometrics
import Essentials
public import Statistics

/// What a candidate's score means in a gallery of a given size.
///
/// A percentage on a screen is a mapping of the score. What one wants to know is how often strangers
/// score as high, and how likely it is that the candidate is the person; that depends on the
/// gallery, on the other candidates, and on the chance that the person is enrolled at all, which no
/// score can tell.
public struct Meaning: Sendable, Equatable, Codable {
  /// The candidate's score.
  public let score: Double
  /// How many people are enrolled, one template each.
  public let galleryPeople: Int
  /// The calibration's name.
  public let calibration: String
  /// What kind of pictures the calibration holds for.
  public let origin: Origin
  /// The mapping's name.
  public let mapping: String
  /// What that mapping shows, 0 to 100.
  public let percent: Double
  /// How often two people's templates are at least as similar.
  public let falseMatchRate: ShareTable.Share
  /// How many strangers in this gallery are expected to be at least as similar.
  public let expectedStrangers: Double
  /// The interval of ``expectedStrangers`` at 95 %.
  public let expectedStrangersInterval: Interval
  /// The score among best strangers; nil where the gallery is larger than the calibration reaches.
  public let bestStranger: BestStranger?
  /// How much likelier the score is for one person than for two.
  public let likelihoodRatio: LikelihoodRatioCurve.Ratio
  /// What may be concluded at each prior.
  public let posteriors: [Posterior]
  /// How much more similar this candidate is than the next; nil where no other score is known.
  public let margin: Double?
  /// How many candidates' scores are known; the rest of the gallery is taken as less similar.
  public let knownCandidates: Int
  /// All of this in one plain sentence.
  public let sentence: String

  /// What may be concluded at one prior chance that the person is enrolled.
  public struct Posterior: Sendable, Equatable, Codable {
    /// The chance, before looking, that the person is in the gallery at all.
    public let priorEnrolled: Double
    /// The chance that this candidate is the person, given all scores of the search.
    public let candidate: Double
    /// The lowest and highest of ``candidate`` that the likelihood ratio's interval allows.
    public let candidateRange: [Double]
    /// The chance that the person is not in the gallery, given all scores of the search.
    public let absent: Double
    /// What a one-to-one comparison would conclude from this score alone, at this prior: right only
    /// where nobody was searched for among many.
    public let oneToOne: Double
  }

  /// The priors at which posteriors are shown.
  public static let priors = [0.01, 0.1, 0.5]

  /// The meaning of the candidate `index` of a search.
  ///
  /// - Parameters:
  ///   - index: the candidate.
  ///   - scores: the scores known of the search, best first; one is enough.
  ///   - galleryPeople: how many people were searched, at least as many as there are scores.
  ///   - calibration: fitted on such pictures with that encoder.
  ///   - origin: what kind of pictures the search was on; must be the calibration's.
  ///   - mapping: the percentage shown; the calibration's logistic unless given.
  ///   - priors: the chances that the person is enrolled at all, each within 0…1.
  /// - Returns: its meaning.
  /// - Throws: ``Failure``: `forbidden` for another origin, `malformedInput` for scores that are not
  ///   finite or not best first, or more of them than people.
  public static func of(
    candidate index: Int = 0, scores: [Double], galleryPeople: Int, calibration: Calibration,
    origin: Origin, mapping: ScoreMapping? = nil, priors: [Double] = Meaning.priors
  ) throws -> Meaning {
    precondition(scores.indices.contains(index), "the candidate is one of the scores")
    try calibration.require(origin: origin)
    try check(scores, galleryPeople, calibration.polarity)
    if let mapping, !mapping.fits(calibration.metric) {
      throw Failure(
        .mismatchedInput,
        "the mapping \(mapping.name) can't show \(calibration.metric.rawValue) scores",
        remedy: "Leave the mapping out for that of the calibration")
    }
    let score = scores[index]
    let falseMatch = calibration.falseMatchRate(at: score)
    let people = Double(galleryPeople)
    let next = scores.indices.contains(index + 1) ? scores[index + 1] : nil
    let best = calibration.bestStranger(score, people: galleryPeople)
    let shown = mapping ?? calibration.mapping
    let percent = shown.percent(score)
    let posteriors = priors.map {
      posterior(prior: $0, index: index, scores: scores, people: people, calibration)
    }
    return Meaning(
      score: score, galleryPeople: galleryPeople, calibration: calibration.name, origin: origin,
      mapping: shown.name, percent: percent, falseMatchRate: falseMatch,
      expectedStrangers: people * falseMatch.value,
      expectedStrangersInterval: Interval(
        lower: people * falseMatch.interval.lower, upper: people * falseMatch.interval.upper,
        level: falseMatch.interval.level, method: falseMatch.interval.method),
      bestStranger: best,
      likelihoodRatio: calibration.likelihoodRatio.ratio(at: score, polarity: calibration.polarity),
      posteriors: posteriors, margin: next.map { abs(score - $0) }, knownCandidates: scores.count,
      sentence: sentence(percent, galleryPeople, best, people * falseMatch.value, posteriors))
  }

  private static func check(_ scores: [Double], _ people: Int, _ polarity: Polarity) throws {
    if let bad = scores.first(where: { !$0.isFinite }) {
      throw Failure(.malformedInput, "the score \(bad) is not a finite number")
    }
    if people < scores.count {
      throw Failure(
        .malformedInput, "a gallery of \(people) people can't give \(scores.count) candidates",
        remedy: "Give the number of people enrolled, at least 1")
    }
    for (left, right) in zip(scores, scores.dropFirst()) where polarity.prefers(right, over: left) {
      throw Failure(
        .malformedInput, "the scores \(left), \(right) are not best first",
        remedy:
          polarity == .distance
          ? "These are distances: give the smallest first" : "Give the highest first")
    }
  }

  /// π·LR_j / (π·ΣLR_i + (1−π)·N), over the whole gallery.
  ///
  /// Of those whose score is not known, each counts as the mean ratio of strangers less similar than
  /// the last known score, FNMR / (1 − FMR) there: over strangers a likelihood ratio averages to 1.
  private static func posterior(
    prior: Double, index: Int, scores: [Double], people: Double, _ calibration: Calibration
  ) -> Posterior {
    let polarity = calibration.polarity
    let ratios = scores.map { calibration.likelihoodRatio.ratio(at: $0, polarity: polarity) }
    let last = scores[scores.count - 1]
    let missed = 1 - calibration.trueMatchRate(at: last).value
    let others = missed / max(1e-12, 1 - calibration.falseMatchRate(at: last).value)
    let rest = (people - Double(scores.count)) * others
    let known = ratios.reduce(0) { $0 + $1.value }
    func chance(_ ratio: Double) -> Double {
      let sum = known - ratios[index].value + ratio + rest
      return prior * ratio / (prior * sum + (1 - prior) * people)
    }
    let ratio = ratios[index]
    return Posterior(
      priorEnrolled: prior, candidate: chance(ratio.value),
      candidateRange: [chance(ratio.lower), chance(ratio.upper)],
      absent: (1 - prior) * people / (prior * (known + rest) + (1 - prior) * people),
      oneToOne: prior * ratio.value / (prior * ratio.value + 1 - prior))
  }
}
