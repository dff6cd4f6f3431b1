import Biometrics
import Essentials
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension ReviewScenario {
  static let brief = "news reports, as given in the project's brief"

  /// Somebody is looked up in a city's captures: usually somebody who was never captured.
  static let moscow = ReviewScenario(
    name: "moscow", title: "a city look-up service sells the best hits for a face",
    figures: [
      SourcedValue("cameras", 175_000, source: brief, mark: .secondary),
      SourcedValue("USD a look-up", 470, source: brief, mark: .secondary),
      SourcedValue("best hits, percent shown", 67, source: brief, mark: .secondary),
      SourcedValue("pictures that showed the person", 0, source: brief, mark: .secondary),
    ],
    assumptions: [
      "200 faces pass a camera in a day, each another person: an upper bound",
      "9 of 10 people looked up were never captured; candidates come from 5,249 captured people",
      "reviewers' evidence correlates .3 with the score, and a shown percentage moves them",
    ],
    candidates: CandidatePlan(
      lists: 2000, length: 5, gallerySize: 5249, enrolledShare: 0.1, threshold: 0.603),
    workforce: Workforce(
      workers: 40,
      model: ReviewerModel(
        observer: SignalDetection(sensitivity: 1.78), scoreCorrelation: 0.3,
        influence: .criterionShift(0.5))),
    overlap: 3, condition: ReviewCondition(display: .score),
    pay: PayPlan(rule: .hourly(Money(units: 5, .usd))),
    tell: tellMoscow)

  /// The percentage that a mapping shows for a distance.
  private struct Mapping: Sendable {
    let name: String
    let percent: @Sendable (Double) -> Double
  }

  private static let mappings: [Mapping] = {
    let lfw = MeasuredDistances.lfw
    func posterior(_ odds: Double) -> @Sendable (Double) -> Double {
      { 100 / (1 + odds * exp(-lfw.logLikelihoodRatio($0))) }
    }
    return [
      Mapping(name: "half-cosine") { ScoreMapping.halfCosine.percent(lfw.cosine($0)) },
      Mapping(name: "cosine") { ScoreMapping.cosine.percent(lfw.cosine($0)) },
      Mapping(name: "distance, zero at 1") { ScoreMapping.distance(zero: 1).percent($0) },
      Mapping(name: "distance, zero at 1.6") { ScoreMapping.distance(zero: 1.6).percent($0) },
      Mapping(name: "percentile of strangers") {
        100 * (1 - Normal.cumulative(lfw.nonMatedDeviate($0)))
      },
      Mapping(name: "logistic, equal priors", percent: posterior(1)),
      Mapping(name: "logistic, 1 in 101", percent: posterior(100)),
      Mapping(name: "logistic, 1 in 1,001", percent: posterior(1000)),
      Mapping(name: "logistic, 1 in 10,001", percent: posterior(10_000)),
    ]
  }()

  /// The smallest gallery whose median best stranger shows at least 67 %.
  private static func crossing(_ mapping: Mapping) -> String {
    let lfw = MeasuredDistances.lfw
    func reaches(_ size: Double) -> Bool {
      mapping.percent(lfw.bestStranger(gallerySize: size, share: 0.5)) >= 67
    }
    if reaches(1) { return "1: any stranger" }
    var low = 0.0
    var high = log(1e9)
    if !reaches(1e9) { return "none up to 1,000,000,000" }
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if reaches(exp(middle)) { high = middle } else { low = middle }
    }
    let size = exp(high)
    let people = Numerals.grouped(Int(size.rounded(.up)))
    if size > Double(lfw.largestGallery) { return people + " (extrapolated)" }
    return size < 100 ? people + " (between 1 and the smallest measured, 100)" : people
  }

  /// The share of absent probes whose best stranger reaches `distance`.
  static func shareReaching(_ distance: Double, gallerySize: Double) -> Double {
    var low = 1e-9
    var high = 1 - 1e-9
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if MeasuredDistances.lfw.bestStranger(gallerySize: gallerySize, share: middle) <= distance {
        low = middle
      } else {
        high = middle
      }
    }
    return low
  }

  /// What the first search for somebody never captured returned, as a buyer gets it.
  private static func example(_ run: ScenarioRun) -> ScenarioOutcome.Table {
    let mated = Set(run.candidates.filter(\.isMated).map(\.list))
    let list = run.candidates.first { !mated.contains($0.list) }?.list
    let rows = run.candidates.indices.filter { run.candidates[$0].list == list }.map { index in
      var random = RandomStream(seed: run.seed, purpose: "moscow-captures", item: index)
      let camera = 1 + random.index(below: 175_000)
      let (hour, minute) = (random.index(below: 24), random.index(below: 60))
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      let verdict =
        switch run.verdicts[index] {
        case .same: "same person"
        case .different: "another person"
        case .undecided: "undecided"
        }
      return [
        "camera \(camera)", "street \(1 + camera / 250), house \(1 + camera % 250)",
        "day \(1 + random.index(below: 30)), \(two(hour)):\(two(minute))",
        Numerals.percent(run.candidates[index].shownShare ?? .nan), verdict,
      ]
    }
    return ScenarioOutcome.Table(
      title: "A look-up of somebody who was never captured returns (places invented)",
      columns: ["camera", "address", "time", "shown", "reviewers say"], rows: rows)
  }

  private static func tellMoscow(_ run: ScenarioRun) throws -> ScenarioStory {
    let lfw = MeasuredDistances.lfw
    var story = ScenarioStory()
    story.tables.append(
      ScenarioOutcome.Table(
        title: "Gallery sizes at which the median best stranger shows 67 %",
        columns: ["mapping", "percent for a random stranger", "people in the gallery"],
        rows: mappings.map {
          [
            $0.name, Numerals.fixed($0.percent(lfw.nonMatedDistance(share: 0.5)), 1), crossing($0),
          ]
        }, isDetail: true))
    let sizes: [(String, Double)] = [
      ("1,000 people", 1000), ("5,249 people", 5249), ("300 cameras, one day", 60_000),
      ("3,000 cameras, one day", 600_000), ("175,000 cameras, one day", 35_000_000),
    ]
    story.tables.append(
      ScenarioOutcome.Table(
        title: "Best stranger of somebody never captured: more cameras find better strangers",
        columns: [
          "searched", "median distance", "shown, equal priors", "share at 67 % or more", "",
        ],
        rows: sizes.map { name, size in
          let distance = lfw.bestStranger(gallerySize: size, share: 0.5)
          return [
            name, Numerals.fixed(distance, 3),
            Numerals.percent(lfw.equalPriorShare(distance)),
            Numerals.percent(shareReaching(0.603, gallerySize: size)),
            size > Double(lfw.largestGallery) ? "extrapolated" : "measured",
          ]
        }))
    story.tables.append(example(run))
    let absent = Set(run.candidates.map(\.list)).subtracting(
      run.candidates.filter(\.isMated).map(\.list))
    let hit = Set(run.candidates.filter { absent.contains($0.list) && $0.isProposed }.map(\.list))
    let wrong = Set(
      run.candidates.indices.filter {
        absent.contains(run.candidates[$0].list) && run.verdicts[$0] == .same
      }.map { run.candidates[$0].list })
    let price = Money(units: 470, .usd)
    let shown = Proportion(events: hit.count, trials: absent.count)
    let after = Proportion(events: wrong.count, trials: absent.count)
    story.findings = [
      "Of searches without the person on the list, \(shown.text(shown.wilson())) still show a hit of "
        + "67 % or more; after review \(after.text(after.wilson())) have one that people confirmed, "
        + "all wrong",
      "\"Too few cameras\" is the wrong excuse: each camera more brings the best stranger closer",
      "A look-up sells for \(price) and costs "
        + "\(run.ledger.requesterCost.per(run.scenario.candidates.lists)?.roundedToCents.description ?? "nothing") "
        + "of review; for people who were never captured "
        + "\(Numerals.grouped(470 * absent.count)) USD buy \(Numerals.grouped(absent.count)) lists of "
        + "strangers",
      "What a mapping calls 67 % a stranger reaches among "
        + mappings.suffix(4).map(crossing).joined(separator: "; ")
        + " people, by what odds the mapping takes for given",
    ]
    return story
  }
}
