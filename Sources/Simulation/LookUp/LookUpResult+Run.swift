import Biometrics
import Evaluation
public import Essentials
import Review
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension LookUpResult {
  /// Runs a look-up scenario.
  ///
  /// - Throws: ``Failure`` for what is wrong with the scenario.
  /// - Complexity: O(captures · (rank² + probes · rank)); memory does not grow with the captures.
  public static func run(
    _ scenario: Scenario, seed: UInt64, threads: Int, progress: any ProgressObserver = NoProgress()
  ) throws -> LookUpResult {
    guard scenario.direction == .lookUp else {
      throw scenario.failure(
        .mismatchedInput, "direction",
        summary: "scenario \(scenario.name) is a watch list, not a look-up",
        remedy: "Set direction: look-up")
    }
    let city = try SimulatedCity(scenario, seed: seed)
    let run = try LookUpRun(city, threads: threads, progress: progress)
    let part = try run.run(shard: .whole, threads: threads, progress: progress)
    return try LookUpResult(city, run.probes, part, seed: seed, threads: threads)
  }

  /// What all captures gave for `probes`, as people are shown it.
  init(
    _ city: SimulatedCity, _ probes: [LookUpRun.Probe], _ part: LookUpRun.Part, seed: UInt64,
    threads: Int
  ) throws {
    let scenario = city.scenario
    let answers = probes.indices.map { LookUpResult.answer(city, probes[$0], part, $0) }
    let sides = [false, true].map { isPresent -> Side? in
      let chosen = answers.indices.filter { probes[$0].isPresent == isPresent }
      return chosen.isEmpty ? nil : LookUpResult.side(city, chosen.map { answers[$0] })
    }
    let people = Double(scenario.people)
    self.init(
      scenario: scenario, seed: seed, limits: LookUpResult.limits(city),
      captures: scenario.captures, stored: part.stored, notDetected: part.notDetected,
      lost: part.lost, expectedPeople: -people * expm1(Double(part.stored) * log1p(-1 / people)),
      strangersToPercentage: try LookUpResult.strangers(city), absent: sides[0],
      present: sides[1],
      review: try LookUpResult.review(city, answers, seed: seed, threads: threads))
  }

  private static func limits(_ city: SimulatedCity) -> [String] {
    let model = city.model
    var limits = [
      "Simulated people and cameras: nobody was searched, and no product is described",
      "Faces are drawn from \(model.name): \(model.source)",
    ]
    if model.people > 0, city.scenario.people > 2 * model.people {
      limits.append(
        "The model was fitted on \(Numerals.grouped(model.people)) people and checked up to 2,300; a city of \(Numerals.grouped(city.scenario.people)) is extrapolation, and how alike the nearest strangers get rests on the model's tail"
      )
    }
    limits += city.conditionLimits
    limits.append(
      "Everyone passes equally often, at any camera; the percentages are displays of a score, not chances"
    )
    return limits
  }

  private static func strangers(_ city: SimulatedCity) throws -> [String: Int] {
    guard city.model.name == "dlib-lfw" else { return [:] }
    let calibration = try Calibration.named("lfw")
    var counts: [String: Int] = [:]
    for mapping in city.mappings {
      let score = mapping.score(shownAs: city.scenario.percentage, metric: city.model.metric)
      if let score {
        counts[mapping.name] = calibration.people(whereMedianBestStrangerReaches: score)
      }
    }
    return counts
  }

  private static func answer(
    _ city: SimulatedCity, _ probe: LookUpRun.Probe, _ part: LookUpRun.Part, _ index: Int
  ) -> ProbeAnswer {
    let model = city.model
    let reference = city.coordinates(
      person: probe.person, capture: 1 << 40,
      condition: (try? model.condition(city.scenario.referenceCondition)) ?? nil)
    let hits = (part.best[index] + probe.mates).sorted(by: LookUpRun.Hit.precedes)
    var candidates: [Candidate] = []
    for hit in hits {
      let record = city.record(hit.capture)
      let condition = city.condition(hit.capture)
      let coordinates = city.coordinates(
        person: hit.person, capture: hit.capture, condition: condition)
      let score = model.score(unlikeness: hit.unlikeness)
      let cosine = model.cosine(reference, coordinates)
      var percentages: [String: Double] = [:]
      for mapping in city.mappings {
        percentages[mapping.name] = mapping.percent(score: score, cosine: cosine)
      }
      // A record that is stored twice is shown twice.
      for _ in 0..<(record.error == .duplicated ? 2 : 1)
      where candidates.count < city.scenario.candidates {
        candidates.append(
          Candidate(
            rank: candidates.count + 1, isMate: hit.person == probe.person, score: score,
            percentages: percentages, capture: hit.capture, person: hit.person,
            camera: record.camera, place: record.place, time: record.time,
            condition: condition.map { model.conditions[$0].name } ?? PopulationModel.clean,
            recordError: record.error?.rawValue))
      }
      if candidates.count == city.scenario.candidates { break }
    }
    var counts: [String: Int] = [:]
    var place = 0
    for mapping in city.mappings
    where mapping.score(shownAs: city.scenario.percentage, metric: model.metric) != nil {
      counts[mapping.name] = part.below[index][place]
      place += 1
    }
    return ProbeAnswer(
      person: probe.person, mates: probe.mates.count,
      rankOfBestMate: probe.mates.isEmpty ? nil : part.ahead[index] + 1, candidates: candidates,
      observedBestStranger: part.best[index].first.map {
        model.score(unlikeness: $0.unlikeness)
      },
      expectedBestStranger: expected(part, index, city), strangersAtPercentage: counts,
      strangersAtThreshold: city.limit == nil ? nil : part.below[index][place])
  }

  /// The best stranger among all that one capture in ten leads to expect: ln(count) over the score
  /// through the sample's lower tail, carried to where the whole has ln 2 strangers, the median of the
  /// best of independent captures.
  private static func expected(
    _ part: LookUpRun.Part, _ index: Int, _ city: SimulatedCity
  ) -> Double? {
    // A tail carried tenfold from fewer captures would be a guess.
    guard part.sampled >= 1000 else { return nil }
    var points: [TailCurve.Point] = []
    var sum = 0
    for bin in 0..<LookUpRun.binCount {
      sum += part.sample[index][bin]
      // From five strangers to one in fifty: below it is chance, above it the bulk.
      if sum >= 5 && (Double(sum) <= Double(part.sampled) / 50 || points.count < 4) {
        points.append(.init(score: Double(bin + 1) * LookUpRun.binWidth, count: sum))
      }
    }
    let isDistance = city.model.metric == .euclidean
    guard
      let curve = TailCurve(
        points, bend: isDistance ? TailCurve.distanceBend : TailCurve.cosineBend)
    else { return nil }
    let count = log(2) * Double(part.sampled) / Double(max(1, part.stored))
    guard let edge = curve.score(count: count) else { return nil }
    return isDistance ? edge : 1 - edge
  }

  private static func side(_ city: SimulatedCity, _ answers: [ProbeAnswer]) -> Side {
    func median(_ values: [Double]) -> Double? {
      if values.isEmpty { return nil }
      let sorted = values.sorted()
      return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
    var best: [String: Double] = [:]
    var shown: [String: Proportion] = [:]
    var intervals: [String: Interval] = [:]
    for mapping in city.mappings.map(\.name) {
      best[mapping] = median(answers.compactMap { $0.candidates.first?.percentages[mapping] })
      var tally = ClusteredTally()
      for (list, answer) in answers.enumerated() {
        for candidate in answer.candidates
        where (candidate.percentages[mapping] ?? 0) >= city.scenario.percentage {
          tally.add(cluster: list, isEvent: !candidate.isMate)
        }
      }
      shown[mapping] = tally.proportion
      intervals[mapping] = tally.interval()
    }
    let expected = answers.compactMap(\.expectedBestStranger)
    let wrong = Proportion(
      events: answers.count { $0.candidates.first?.isMate != true }, trials: answers.count)
    return Side(
      probes: answers, medianBestStranger: median(answers.compactMap(\.observedBestStranger)),
      medianExpectedBestStranger: median(expected),
      medianBestPercentage: best, wrongAtFirst: wrong, wrongAtFirstInterval: wrong.wilson(),
      falseAtPercentage: shown, falseAtPercentageInterval: intervals)
  }

  private static func review(
    _ city: SimulatedCity, _ answers: [ProbeAnswer], seed: UInt64, threads: Int
  ) throws -> ReviewOutcome? {
    let scenario = city.scenario
    guard scenario.reviewers > 0, let preset = ReviewerPreset.named(scenario.reviewerPreset) else {
      return nil
    }
    let shown = city.mappings[0].name
    var candidates: [ReviewCandidate] = []
    for (list, answer) in answers.enumerated() {
      for candidate in answer.candidates {
        candidates.append(
          ReviewCandidate(
            list: list, isMated: candidate.isMate,
            score: city.model.metric == .euclidean ? -candidate.score : candidate.score,
            isProposed: true, shownShare: (candidate.percentages[shown] ?? 0) / 100))
      }
    }
    let panel = ReviewPanel(scenario.reviewers, of: preset.model)
    let funnel = Funnel(
      candidates: candidates, review: try panel.review(candidates, seed: seed, threads: threads))
    return ReviewOutcome(
      reviewers: scenario.reviewers, falseMatchesKept: funnel.falseMatchesKept.proportion,
      falseMatchesKeptInterval: funnel.falseMatchesKept.interval,
      trueMatchesLost: funnel.trueMatchesLost.proportion,
      trueMatchesLostInterval: funnel.trueMatchesLost.interval,
      decisionCost: scenario.decisionPrice * Double(candidates.count * scenario.reviewers),
      lookUpCost: scenario.lookUpPrice * Double(answers.count), currency: scenario.currency)
  }
}
