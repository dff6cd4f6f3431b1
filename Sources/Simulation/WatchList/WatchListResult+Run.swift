import Biometrics
public import Essentials
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension WatchListResult {
  /// Runs a watch-list scenario: each face against all on the list.
  ///
  /// - Throws: ``Failure`` for what is wrong with the scenario.
  /// - Complexity: O(faces · list · rank).
  public static func run(
    _ scenario: Scenario, seed: UInt64, threads: Int, progress: any ProgressObserver = NoProgress()
  ) throws -> WatchListResult {
    guard scenario.direction == .watchList else {
      throw scenario.failure(
        .mismatchedInput, "direction",
        summary: "scenario \(scenario.name) is a look-up, not a watch list",
        remedy: "Set direction: watch-list")
    }
    let city = try SimulatedCity(scenario, seed: seed)
    let list = try WatchList(city)
    return try WatchListResult(
      city, list, list.run(shard: .whole, threads: threads, progress: progress), seed: seed)
  }

  /// What all faces gave.
  ///
  /// - Throws: ``Failure`` (`mismatchedInput`) without a threshold.
  init(
    _ city: SimulatedCity, _ list: WatchList, _ tally: WatchList.Tally, seed: UInt64
  ) throws {
    let limit = try list.limit()
    let scenario = city.scenario
    let model = city.model
    self.scenario = scenario
    self.seed = seed
    threshold = model.score(unlikeness: limit)
    var rate: Double?
    if case .falseMatchRate(let given) = scenario.threshold { rate = given }
    isThresholdExtrapolated = model.people > 0 && (rate.map { $0 < 1e-6 } ?? false)
    limits =
      [
        "Simulated people, cameras and lists: nobody was searched, and no product is described",
        "Faces are drawn from \(model.name): \(model.source)",
        "What was chosen for want of a figure decides the counts: see the assumptions",
        "Intervals take faces as independent; those of one person are not",
      ] + city.conditionLimits
    faces = scenario.captures
    notDetected = tally.notDetected
    enrolled = list.count
    falseAlerts = Proportion(events: tally.falseAlerts, trials: tally.strangers)
    falseAlertsInterval = falseAlerts.wilson()
    independentFalseAlertRate = rate.map { -expm1(Double(list.count) * log1p(-$0)) }
    trueAlerts = Proportion(events: tally.trueAlerts, trials: tally.listed)
    trueAlertsInterval = trueAlerts.wilson()
    mistakenAlerts = tally.mistaken
    misnamedAlerts = tally.misnamed
    correctAmongAlerts = Proportion(
      events: tally.trueAlerts - tally.misnamed,
      trials: tally.trueAlerts + tally.falseAlerts + tally.mistaken)
    correctAmongAlertsInterval = correctAmongAlerts.wilson()
    alerts = tally.alerts.map { alert in
      let record = city.record(alert.capture)
      let score = model.score(unlikeness: alert.unlikeness)
      var percentages: [String: Double] = [:]
      for mapping in city.mappings where !mapping.wantsCosine || model.metric == .cosine {
        percentages[mapping.name] = mapping.percent(score: score, cosine: score)
      }
      return Alert(
        capture: alert.capture, person: alert.person, listed: alert.listed,
        isTrue: alert.person == alert.listed, score: score, percentages: percentages,
        place: record.place, time: record.time)
    }
  }
}
