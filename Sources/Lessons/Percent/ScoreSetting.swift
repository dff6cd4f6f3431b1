import Biometrics
import Essentials
import Evaluation
import Reports
import Statistics

/// One way to look at a percentage: which pictures, which mapping, what is shown, among how many.
struct ScoreSetting {
  /// The calibration with the mapping chosen.
  let calibration: Calibration
  /// The percentage shown.
  let percent: Double
  /// The score that is shown so.
  let score: Double

  /// The kinds of pictures, and the calibrations that know them.
  static let pictures: [(label: String, calibration: String)] = [
    ("press photographs", "lfw"), ("camera, 24 pixels between the eyes", "lfw-camera"),
    ("distant camera, 16 pixels", "lfw-far"), ("dark camera, a quarter of the light", "lfw-dark"),
    ("rendered people (a world of its own)", "rendered"),
  ]

  /// The mappings, with the words for them.
  static let mappings = [
    "one-to-one calibration (logistic)", "100 (1 − distance)", "100 (1 − distance / 2)",
    "percent of strangers less similar",
  ]

  /// The embedded calibrations of ``pictures``, read once.
  static func library() throws -> [Calibration] {
    try pictures.map { try Calibration.named($0.calibration) }
  }

  init(_ known: Calibration, mapping: Int, percent: Double) {
    self.init(known, mapping: ScoreSetting.mapping(mapping, known), percent: percent)
  }

  init(_ known: Calibration, mapping: ScoreMapping, percent: Double) {
    calibration = Calibration(
      name: known.name, origin: known.origin, encoder: known.encoder, metric: known.metric,
      source: known.source, mated: known.mated, nonMated: known.nonMated, mapping: mapping,
      likelihoodRatio: known.likelihoodRatio, bestStrangers: known.bestStrangers)
    self.percent = percent
    score = calibration.score(shownAs: percent)
  }

  /// The mapping at `place` of ``mappings``, for scores like those of `calibration`.
  static func mapping(_ place: Int, _ calibration: Calibration) -> ScoreMapping {
    switch place {
    case 1: .distance(zero: 1)
    case 2: .distance(zero: 2)
    case 3: .table(strangerPercents(calibration))
    default: calibration.mapping
    }
  }

  /// 100 (1 − FMR) over the table of strangers: scores ascending.
  private static func strangerPercents(_ calibration: Calibration) -> [ScoreMapping.Point] {
    calibration.nonMated.points.map {
      ScoreMapping.Point(score: $0.score, percent: 100 * (1 - $0.share))
    }.sorted { $0.score < $1.score }
  }

  /// The share of two people's comparisons that are shown so or higher.
  var falseMatch: ShareTable.Share { calibration.falseMatchRate(at: score) }
  /// The share of one person's comparisons that are shown so or higher.
  var trueMatch: ShareTable.Share { calibration.trueMatchRate(at: score) }

  /// The share of searches among `people` whose best stranger is shown so or higher.
  func bestStranger(_ people: Int) -> BestStranger? {
    calibration.bestStranger(score, people: people)
  }

  /// A score's percentage, to whole percent.
  func shown(_ score: Double) -> String {
    let percent = calibration.mapping.percent(score)
    return percent > 99.5 && percent < 100
      ? "over 99 %" : "\(Numerals.fixed(percent, 0)) %"
  }
}

extension ScoreSetting {
  /// The share of comparisons in each of `bins` ranges of score, from the tables, by differences.
  ///
  /// What lies beyond a table's ends is known only as a sum and is in none of them.
  func densities(_ table: ShareTable, over range: ClosedRange<Double>, bins: Int) -> [Double] {
    let width = (range.upperBound - range.lowerBound) / Double(bins)
    func below(_ edge: Int) -> Double {
      let score = range.lowerBound + Double(edge) * width
      return table.share(atLeastAsSimilarAs: score, polarity: calibration.polarity).value
    }
    return (0..<bins).map { abs(below($0 + 1) - below($0)) }
  }

  /// The range of scores over which any of the tables knows more than a bound.
  func range(_ tables: [ShareTable]) -> ClosedRange<Double> {
    let scores = tables.flatMap { table in [table.points[0], table.points[table.points.count - 1]] }
      .map(\.score)
    return (scores.min() ?? 0)...(scores.max() ?? 1)
  }
}

extension ShareTable.Share {
  /// "0.62 % (0.5 % to 0.8 %)", or "at most 0.1 %" where the data end before.
  var words: String {
    if isBound { return (value < 0.5 ? "at most " : "at least ") + Numerals.percent(value, 2) }
    return "\(Numerals.percent(value, 2)) (\(interval.rangeText(digits: 2)))"
  }
}

extension BestStranger {
  /// The share with its interval and how it is known.
  var words: String {
    let number =
      isBound
      ? (share < 0.5 ? "at most " : "at least ") + Numerals.percent(share, 2)
      : "\(Numerals.percent(share, 2)) (\(interval.rangeText(digits: 2)))"
    return number + (basis == .extrapolated ? ", extrapolated" : "")
  }
}
