import Biometrics
public import Essentials
public import Matching

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A population model fitted to a gallery, with how well it does.
public struct PopulationFit: Sendable {
  /// The model.
  public let model: PopulationModel
  /// Measured and simulated figures side by side.
  public let checks: [Check]
  /// Whether the figures were measured on people who were not used for the fit.
  public let isHeldOut: Bool

  /// What the model can't tell.
  public var limits: [String] {
    var limits = ["A model of these people and this encoder: it says nothing of others"]
    if model.people < 1000 {
      limits.append(
        "Fitted on fewer than 1,000 people: how alike the nearest strangers get, and how unlike pictures of one person, is hardly known from so few"
      )
    }
    limits.append(
      isHeldOut
        ? "Checked on people not used for the fit"
        : "Checked on the same people, which flatters the fit: see --hold-out")
    return limits
  }

  /// A figure, measured and simulated.
  public struct Check: Sendable, Codable, Equatable {
    /// What it is.
    public let name: String
    /// On real templates.
    public let measured: Double
    /// On simulated ones.
    public let simulated: Double
  }

  /// Fits a model to the people of a gallery.
  ///
  /// - Parameters:
  ///   - gallery: templates whose subjects are known.
  ///   - conditions: templates of the same people under conditions, by the condition's name.
  ///   - name: what the model is to be called.
  ///   - holdingOut: whether every other person is kept for the check, and not fitted on.
  ///   - seed: the seed of starting points and checks.
  ///   - threads: how many threads work; the result does not depend on it.
  ///   - progress: told of steps.
  /// - Returns: the model with its check.
  /// - Throws: ``Failure`` (`notMeasurable`) where there are too few people, `mismatchedInput`.
  /// - Complexity: O(steps · templates · components · rank²).
  public static func fit(
    _ gallery: Gallery, conditions: [(name: String, gallery: Gallery)] = [], name: String,
    holdingOut: Bool, seed: UInt64, threads: Int, progress: any ProgressObserver
  ) throws -> PopulationFit {
    guard gallery.metric != .innerProduct else {
      throw Failure(
        .mismatchedInput, "a gallery compared by inner product can't be fitted",
        remedy: "Give one compared by distance or cosine")
    }
    let known = try LabelledTemplates(gallery)
    let degraded = try conditions.map {
      try DegradedTemplates($0.name, $0.gallery, of: gallery, known)
    }
    guard Set(conditions.map(\.name)).count == conditions.count else {
      throw Failure(
        .mismatchedInput, "a condition is given twice", remedy: "Give each a name of its own")
    }
    let fitted = known.people.indices.filter { !holdingOut || $0.isMultiple(of: 2) }
    let checked =
      holdingOut ? known.people.indices.filter { !$0.isMultiple(of: 2) } : fitted
    let data: FitData
    do {
      data = try FitData(
        known.templates, people: fitted.map { known.people[$0] },
        isNormalised: gallery.metric == .cosine)
    } catch let failure as Failure {
      let half = holdingOut ? "; every other person is kept for the check" : ""
      throw Failure(
        failure.code, failure.summary, file: gallery.path,
        remedy: failure.remedy.map { $0 + half })
    }
    let mixture = try MixtureFit(data, seed: seed, threads: threads, progress: progress)
    let clean = PopulationFit.model(data, mixture, gallery: gallery, name: name, seed: seed)
    let places = Dictionary(uniqueKeysWithValues: zip(fitted, fitted.indices))
    let fit = ConditionFit(data, clean, seed: seed)
    let model = clean.with(
      conditions: try Parallel.map(count: degraded.count, threads: threads) {
        try fit.fit(degraded[$0], people: places)
      })
    return PopulationFit(
      model: model,
      checks: PopulationFit.checks(
        model, known.templates, checked.map { known.people[$0] }, seed: seed)
        + degraded.flatMap { PopulationFit.checks(model, $0, known, checked, seed: seed) },
      isHeldOut: holdingOut)
  }

  /// The model of a mixture of captures: within-person noise apart from what lies between people.
  private static func model(
    _ data: FitData, _ mixture: MixtureFit, gallery: Gallery, name: String, seed: UInt64
  ) -> PopulationModel {
    let rank = data.rank
    let size = rank * (rank + 1) / 2
    var within = [Double](repeating: 0, count: size)
    var several = 0.0
    var traces = [Double](repeating: 0, count: mixture.components.count)
    var counts = traces
    for person in data.people where person.count > 1 {
      var mean = [Double](repeating: 0, count: rank)
      for row in person {
        for axis in 0..<rank { mean[axis] += data.rows[row][axis] / Double(person.count) }
      }
      let weight = 1 / Double(person.count - 1)
      let own = Moments.scatter(
        person.map { data.rows[$0] }, weights: person.map { _ in weight }, centre: mean)
      for place in within.indices { within[place] += own[place] }
      several += 1
      let trace = Moments.trace(own, rank)
      for kind in traces.indices {
        let chance =
          person.reduce(0) { $0 + mixture.chances[$1][kind] } / Double(person.count)
        traces[kind] += chance * trace
        counts[kind] += chance
      }
    }
    within = Moments.positive(within.map { $0 / several }, rank, floor: 1e-9)
    let pooled = Moments.trace(within, rank)
    let total = mixture.components.reduce(0) { $0 + $1.weight }
    let components = mixture.components.enumerated().map { kind, component in
      // Twenty people's worth of the pooled noise steadies small groups.
      let scale = (traces[kind] + 20 * pooled) / (counts[kind] + 20) / pooled
      let trace = Moments.trace(component.covariance, rank)
      var between = component.covariance
      for place in between.indices { between[place] -= scale * within[place] }
      between = Moments.positive(between, rank, floor: 1e-9)
      let wanted = max(trace - scale * pooled, 0.05 * trace)
      let factor = (wanted / Moments.trace(between, rank)).squareRoot()
      return PopulationModel.Component(
        share: component.weight / total, people: component.weight,
        mean: PackedNumbers(component.mean.map { Float($0) }, .single),
        factor: PackedNumbers(
          Moments.cholesky(between, rank).map { Float($0 * factor) }, .half),
        withinScale: scale, captureTrace: trace, shell: 0)
    }
    let start = PopulationModel(
      format: PopulationModel.currentFormat, name: name, encoder: "custom",
      metric: gallery.metric, dimension: data.dimension, rank: rank, people: data.people.count,
      source:
        "\(Numerals.grouped(data.rows.count)) templates of \(Numerals.grouped(data.people.count)) people of a gallery",
      isNormalised: gallery.metric == .cosine,
      centre: PackedNumbers(data.centre.map { Float($0) }, .single),
      basis: PackedNumbers(data.basis.map { Float($0) }, .single), components: components,
      within: PackedNumbers(Moments.cholesky(within, rank).map { Float($0) }, .half), withinGain: 1,
      personSpread: 0, captureSpread: 0, conditions: [])
    return ShellFit(data, mixture).tuned(start, seed: seed)
  }

  /// Rates and quantiles on real people and on as many simulated ones.
  private static func checks(
    _ model: PopulationModel, _ templates: [[Float]], _ people: [[Int]], seed: UInt64
  ) -> [Check] {
    func unlikeness(_ left: [Float], _ right: [Float]) -> Double {
      Double(model.score(unlikeness: model.unlikeness(left, right)))
    }
    let sign = model.metric == .euclidean ? 1.0 : -1.0
    let limited = Array(people.prefix(2000))
    let real = limited.map { templates[$0[0]] }
    let simulated = SimulatedPeople(model: model, seed: seed &+ 1)
    let numbers = Array(0..<limited.count)
    let faces = simulated.coordinates(of: numbers, capture: 0, condition: nil)
    func strangers(_ faces: [[Float]]) -> [Double] {
      var scores: [Double] = []
      for left in faces.indices {
        for right in left + 1..<max(left + 1, faces.count) {
          scores.append(sign * unlikeness(faces[left], faces[right]))
        }
      }
      return scores.sorted()
    }
    let (realScores, drawnScores) = (strangers(real), strangers(faces))
    var checks: [Check] = []
    for rate in [0.5, 1e-2, 1e-3, 1e-4] where rate * Double(realScores.count) >= 10 {
      let score = realScores[Int(rate * Double(realScores.count))]
      checks.append(
        Check(
          name: "share of strangers at score \(Numerals.fixed(sign * score, 3)) or beyond",
          measured: Double(realScores.count { $0 <= score }) / Double(realScores.count),
          simulated: Double(drawnScores.count { $0 <= score }) / Double(drawnScores.count)))
    }
    let mated = WeightedValues(
      ShellFit.pairs(people).map { (sign * unlikeness(templates[$0.0], templates[$0.1]), $0.2) })
    let second = simulated.coordinates(of: numbers, capture: 1, condition: nil)
    let drawn = zip(faces, second).map { sign * unlikeness($0, $1) }.sorted()
    for share in [0.05, 0.5, 0.95] where !mated.isEmpty {
      checks.append(
        Check(
          name: "mated score, \(Numerals.percent(share)) point",
          measured: sign * mated.quantile(share),
          simulated: sign * drawn[Int(share * Double(drawn.count - 1))]))
    }
    return checks
  }

  /// Mated scores under a condition, on real people and on simulated ones.
  private static func checks(
    _ model: PopulationModel, _ degraded: DegradedTemplates, _ known: LabelledTemplates,
    _ people: [Int], seed: UInt64
  ) -> [Check] {
    let sign = model.metric == .euclidean ? 1.0 : -1.0
    var counts: [Int: Int] = [:]
    for person in people { counts[person] = known.people[person].count }
    let measured = degraded.mated(counts) { shot, place in
      sign
        * model.score(
          unlikeness: model.unlikeness(
            shot.template, known.templates[known.people[shot.person][place]]))
    }
    if measured.isEmpty { return [] }
    let simulated = SimulatedPeople(model: model, seed: seed &+ 1)
    let numbers = Array(0..<2000)
    let condition = (try? model.condition(degraded.name)) ?? nil
    let drawn = WeightedValues(
      zip(
        simulated.coordinates(of: numbers, capture: 0, condition: nil),
        simulated.coordinates(of: numbers, capture: 1, condition: condition)
      ).map { (sign * model.score(unlikeness: model.unlikeness($0, $1)), 1) })
    return [0.05, 0.5, 0.95].map { share in
      Check(
        name: "\(degraded.name): mated score, \(Numerals.percent(share)) point",
        measured: sign * measured.quantile(share), simulated: sign * drawn.quantile(share))
    }
  }
}
