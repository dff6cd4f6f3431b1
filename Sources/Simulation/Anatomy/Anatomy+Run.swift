public import Essentials
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Anatomy {
  /// Switches the causes of false hits on and off in all combinations.
  ///
  /// - Parameters:
  ///   - scenario: a look-up.
  ///   - captures: how many of its captures are searched.
  ///   - probes: how many people are looked for.
  ///   - seed: the seed.
  ///   - threads: how many threads work; the result does not depend on it.
  ///   - progress: told of combinations drawn.
  /// - Returns: what each cause does, and what pairs of them do.
  /// - Throws: ``Failure`` for what is wrong with the scenario, or where there is no false hit.
  /// - Complexity: O(2^q · captures · (rank² + probes · rank)), q the causes that change pictures.
  public static func run(
    _ scenario: Scenario, captures: Int, probes: Int, seed: UInt64, threads: Int,
    progress: any ProgressObserver = NoProgress()
  ) throws -> Anatomy {
    guard scenario.direction == .lookUp else {
      throw scenario.failure(
        .mismatchedInput, "direction",
        summary: "scenario \(scenario.name) is a watch list, not a look-up",
        remedy: "Name a look-up, such as moscow")
    }
    let captures = min(captures, scenario.captures)
    let probes = min(probes, scenario.people)
    let factorial = try Factorial(
      scenario, captures: captures, probes: probes, seed: seed, threads: threads,
      progress: progress)
    return try factorial.anatomy()
  }
}

/// All combinations of the causes that a scenario has.
struct Factorial {
  private let scenario: Scenario
  private let seed: UInt64
  private let captures: Int
  private let probes: Int
  private let mapping: String
  private let limits: [String]
  /// The causes, in the order of their bits; a set bit is a cause that is on.
  let causes: [Cause]
  /// False hits of each probe under each combination: [combination][probe].
  private(set) var hits: [[Double]] = []
  /// Whether each probe's best hit is somebody else, shown at the percentage or above.
  private(set) var isWrong: [[Bool]] = []

  init(
    _ scenario: Scenario, captures: Int, probes: Int, seed: UInt64, threads: Int,
    progress: any ProgressObserver
  ) throws {
    self.scenario = scenario
    self.seed = seed
    self.captures = captures
    self.probes = probes
    let whole = try SimulatedCity(scenario, seed: seed)
    let model = whole.model
    guard
      let shown = whole.mappings.first(where: {
        $0.score(shownAs: scenario.percentage, metric: model.metric) != nil
      }), let score = shown.score(shownAs: scenario.percentage, metric: model.metric)
    else {
      throw scenario.failure(
        .mismatchedInput, "matching.mappings",
        summary: "no mapping of the scenario shows a percentage for a score alone",
        remedy: "Add logistic to matching.mappings")
    }
    mapping = shown.name
    let used = Set(scenario.conditions.filter { $0.value > 0 }.keys)
    causes = Cause.allCases.filter { cause in
      switch cause {
      case .cameraQuality: !used.isDisjoint(with: model.conditionNames(.picture))
      case .view: !used.isDisjoint(with: model.conditionNames(.view))
      case .probeQuality: scenario.referenceCondition != PopulationModel.clean
      case .groups: model.components.count > 1
      case .relatives: scenario.relatives > 0
      case .recordErrors: scenario.mislabelled + scenario.duplicated + scenario.missing > 0
      case .gallerySize, .absence, .mapping, .threshold: true
      }
    }
    self.limits = [
      "Simulated people and cameras, drawn from \(model.name): nobody was searched, and no product is described",
      "A sample of \(Numerals.grouped(captures)) of \(Numerals.grouped(scenario.captures)) captures: hits of the whole are in proportion, the best hit is not",
      "What a cause does depends on which others are on: single numbers don't add up, shares do",
      "Intervals are over \(probes) probes, not over cities or models",
    ]
    // What is shown at the percentage: by the mapping as it is, and by one that knows the gallery.
    let naive = model.unlikeness(score: score)
    var aware: [Float] = []
    for size in [1.0, 0.01] {
      let count = max(1, size * Double(captures))
      let odds = scenario.percentage / (100 - scenario.percentage) * count
      let shownAs = 100 * odds / (1 + odds)
      aware.append(
        shown.score(shownAs: shownAs, metric: model.metric).map { model.unlikeness(score: $0) }
          ?? naive)
    }
    let strict = model.unlikeness(score: try ScoreAtRate.score(1e-6, model: model))
    let pictures = causes.filter { $0.changesPictures }
    var materials: [AnatomyMaterial] = []
    for combination in 0..<1 << pictures.count {
      materials.append(
        try AnatomyMaterial(
          Factorial.city(whole, pictures, combination), captures: captures, probes: probes,
          limit: naive, threads: threads))
      progress.report(
        task: "anatomy", done: combination + 1, total: 1 << pictures.count, unit: "combinations")
    }
    for combination in 0..<1 << causes.count {
      func isOn(_ cause: Cause) -> Bool {
        causes.firstIndex(of: cause).map { combination >> $0 & 1 == 1 } ?? false
      }
      var material = 0
      for (place, cause) in pictures.enumerated() where isOn(cause) { material |= 1 << place }
      let size = isOn(.gallerySize) ? 0 : 1
      var limit = isOn(.mapping) ? naive : aware[size]
      if !isOn(.threshold) { limit = min(limit, strict) }
      var counts: [Double] = []
      var wrong: [Bool] = []
      for meeting in materials[material].meetings {
        var count = 0.0
        var best = Float.infinity
        for hit in meeting.hits where hit.unlikeness <= limit && (size == 0 || hit.isSampled) {
          let error = isOn(.recordErrors) ? hit.error : nil
          if error == .missing { continue }
          count += error == .duplicated ? 2 : 1
          best = min(best, hit.unlikeness)
        }
        if !isOn(.absence) && meeting.mate < best { best = .infinity }
        counts.append(count)
        wrong.append(best <= limit)
      }
      hits.append(counts)
      isWrong.append(wrong)
    }
  }

  /// The scenario with those of `pictures` off whose bits in `combination` are not set.
  private static func city(
    _ whole: SimulatedCity, _ pictures: [Cause], _ combination: Int
  ) throws -> SimulatedCity {
    var scenario = whole.scenario
    var withoutGroups = false
    var off: Set<PopulationModel.Condition.Kind> = []
    for (place, cause) in pictures.enumerated() where combination >> place & 1 == 0 {
      switch cause {
      case .cameraQuality: off.insert(.picture)
      case .view: off.insert(.view)
      case .probeQuality: scenario.referenceCondition = PopulationModel.clean
      case .relatives: scenario.relatives = 0
      case .groups: withoutGroups = true
      default: break
      }
    }
    let city = try SimulatedCity(scenario, seed: whole.people.seed).withoutConditions(off)
    return withoutGroups ? city.withoutGroups() : city
  }

  /// The mean of false hits over probes under a combination, each probe with a weight.
  private func mean(_ combination: Int, _ weights: [Double]? = nil) -> Double {
    guard let weights else {
      return hits[combination].reduce(0, +) / Double(probes)
    }
    return zip(hits[combination], weights).reduce(0) { $0 + $1.0 * $1.1 } / Double(probes)
  }

  func anatomy() throws -> Anatomy {
    let all = (1 << causes.count) - 1
    let total = mean(all)
    guard total > 0 else {
      throw scenario.failure(
        .notMeasurable, "matching.percentage",
        summary: "no false hit at \(scenario.percentageText) % or above among \(captures) captures",
        remedy: "Raise --captures, or lower matching.percentage")
    }
    let weights = replicates(400)
    func estimate(_ statistic: ([Double]?) -> Double) -> Anatomy.Estimate {
      let values = weights.map { statistic($0) }.filter(\.isFinite).sorted()
      let value = statistic(nil)
      guard let first = values.first, let last = values.last else {
        return .init(value: value, lower: value, upper: value)
      }
      let lower = values.count >= 40 ? values[values.count / 40] : first
      let upper = values.count >= 40 ? values[values.count - 1 - values.count / 40] : last
      return .init(value: value, lower: lower, upper: upper)
    }
    let shares = shapley()
    let effects = causes.enumerated().map { place, cause -> Anatomy.Effect in
      let without = all & ~(1 << place)
      let removed = estimate { weights in
        let whole = mean(all, weights)
        return whole > 0 ? 100 * (1 - mean(without, weights) / whole) : .nan
      }
      let wrong = Proportion(events: isWrong[without].count { $0 }, trials: probes)
      return Anatomy.Effect(
        cause: cause, removed: removed, share: 100 * shares[place] / total,
        wrongAtFirstWithout: wrong,
        sentence: sentence(cause, removed, wrong))
    }
    var interactions: [Anatomy.Interaction] = []
    for first in causes.indices {
      for second in causes.indices where second > first {
        let (one, two) = (1 << first, 1 << second)
        let beyond =
          100 * (mean(all & ~one) + mean(all & ~two) - mean(all & ~one & ~two) - total) / total
        interactions.append(
          .init(first: causes[first], second: causes[second], beyond: beyond))
      }
    }
    interactions.sort { abs($0.beyond) > abs($1.beyond) }
    return Anatomy(
      scenario: scenario.name, seed: seed, limits: limits, percentage: scenario.percentage,
      mapping: mapping, captures: captures, scenarioCaptures: scenario.captures, probes: probes,
      falseHits: estimate { mean(all, $0) },
      falseHitsInScenario: total * Double(scenario.captures) / Double(captures),
      falseHitsWithoutCauses: mean(0),
      wrongAtFirst: Proportion(events: isWrong[all].count { $0 }, trials: probes),
      effects: effects.sorted { $0.removed.value > $1.removed.value },
      interactions: Array(interactions.prefix(10)))
  }

  /// Each cause's mean part over all orders in which they could be switched on.
  private func shapley() -> [Double] {
    let count = causes.count
    let means = hits.indices.map { mean($0) }
    return causes.indices.map { cause in
      var sum = 0.0
      for combination in means.indices where combination >> cause & 1 == 0 {
        let others = combination.nonzeroBitCount
        // |S|! (n − |S| − 1)! / n!
        var weight = 1.0 / Double(count)
        for place in 0..<others {
          weight *= Double(place + 1) / Double(count - 1 - place)
        }
        sum += weight * (means[combination | 1 << cause] - means[combination])
      }
      return sum
    }
  }

  /// Weights of a bootstrap over probes.
  private func replicates(_ count: Int) -> [[Double]] {
    (0..<count).map { replicate in
      var random = RandomStream(seed: seed, purpose: "anatomy-bootstrap", item: replicate)
      var weights = [Double](repeating: 0, count: probes)
      for _ in 0..<probes { weights[random.index(below: probes)] += 1 }
      return weights
    }
  }

  private func sentence(
    _ cause: Cause, _ removed: Anatomy.Estimate, _ wrong: Proportion
  ) -> String {
    let percentage = scenario.percentageText
    let first = "\(wrong.events) of \(wrong.trials) look-ups would still begin with a false one"
    let value = Int(removed.value.rounded())
    let range = "\(Anatomy.ofHundred(removed.lower)) to \(Anatomy.ofHundred(removed.upper))"
    if value < 0 {
      return
        "Of 100 false hits at \(percentage) % or above there would be \(-value) more (95 % interval of the change \(range)) if \(cause.remedy)\(cause == .view ? ", since more of them would be found" : ""); \(first)."
    }
    return
      "Of 100 false hits at \(percentage) % or above, \(Anatomy.ofHundred(removed.value)) would not be there (95 % interval \(range)) if \(cause.remedy); \(first)."
  }
}

extension Cause {
  /// Whether other pictures are drawn where it is off; the others only change what is made of them.
  var changesPictures: Bool {
    switch self {
    case .cameraQuality, .view, .probeQuality, .groups, .relatives: true
    default: false
    }
  }
}
