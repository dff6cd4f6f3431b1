import Essentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a condition does to templates, fitted to degraded templates of people whose clean ones are
/// known.
///
/// A degraded capture is o + g·x + e of a clean one x, by coordinate. The gains g are the covariance of
/// degraded templates with the mean of the person's clean ones over the variance between people, drawn
/// toward one gain for all; e takes the rest of the degraded covariance, within-person noise included,
/// so that no two templates need be of the same shot. Its scale and spread are then tried until mated
/// distances are the measured ones.
struct ConditionFit {
  /// The fewest people from whom a condition is fitted.
  static let fewestPeople = 50
  /// How many people's worth of the within-person shape the noise has.
  private static let priorPeople = 50.0
  /// How much gains differ between coordinates beyond chance.
  private static let gainSpread = 0.1

  private let data: FitData
  private let model: PopulationModel
  private let seed: UInt64

  init(_ data: FitData, _ model: PopulationModel, seed: UInt64) {
    self.data = data
    self.model = model
    self.seed = seed
  }

  /// Fits a condition.
  ///
  /// - Parameters:
  ///   - degraded: the templates.
  ///   - people: for each person of the gallery who is fitted on, the index in the data.
  /// - Returns: the condition.
  /// - Throws: ``Failure`` (`notMeasurable`) for too few people.
  func fit(
    _ degraded: DegradedTemplates, people: [Int: Int]
  ) throws -> PopulationModel.Condition {
    let rank = model.rank
    // By person: the mean of the degraded, the mean of the clean, each person weighing one.
    var shots: [Int: [[Double]]] = [:]
    for shot in degraded.shots {
      if let person = people[shot.person] {
        shots[person, default: []].append(data.coordinates(shot.template))
      }
    }
    guard shots.count >= ConditionFit.fewestPeople else {
      throw Failure(
        .notMeasurable,
        "condition \(degraded.name): \(shots.count) people of the clean gallery have templates under it",
        remedy: "Give \(ConditionFit.fewestPeople) people at least")
    }
    let order = shots.keys.sorted()
    let count = Double(order.count)
    var degradedMean = [Double](repeating: 0, count: rank)
    var cleanMean = degradedMean
    var cleanMeans: [[Double]] = []
    for person in order {
      let clean = ConditionFit.mean(data.people[person].map { data.rows[$0] })
      let own = ConditionFit.mean(shots[person] ?? [])
      for axis in 0..<rank {
        degradedMean[axis] += own[axis] / count
        cleanMean[axis] += clean[axis] / count
      }
      cleanMeans.append(clean)
    }
    // Σ over people of the degraded templates' covariance, and of their covariance with the clean.
    var covariance = [Double](repeating: 0, count: rank * (rank + 1) / 2)
    var shared = [Double](repeating: 0, count: rank)
    for (place, person) in order.enumerated() {
      let own = shots[person] ?? []
      let scatter = Moments.scatter(
        own, weights: own.map { _ in 1 / Double(own.count) / count }, centre: degradedMean)
      for index in covariance.indices { covariance[index] += scatter[index] }
      let mean = ConditionFit.mean(own)
      for axis in 0..<rank {
        shared[axis] +=
          (mean[axis] - degradedMean[axis]) * (cleanMeans[place][axis] - cleanMean[axis]) / count
      }
    }
    let average = model.withoutGroups().components[0]
    let lower = average.lower(rank)
    var between = [Double](repeating: 0, count: covariance.count)
    var index = 0
    for i in 0..<rank {
      for j in 0...i {
        for k in 0...j { between[index] += lower[i * rank + k] * lower[j * rank + k] }
        index += 1
      }
    }
    func diagonal(_ packed: [Double], _ axis: Int) -> Double {
      packed[axis * (axis + 1) / 2 + axis]
    }
    let pooled = min(
      1.2, max(0.05, shared.reduce(0, +) / max(Moments.trace(between, rank), 1e-12)))
    let gain = (0..<rank).map { axis -> Double in
      let variance = max(diagonal(between, axis), 1e-12)
      let chance = diagonal(covariance, axis) / (variance * count)
      let prior = ConditionFit.gainSpread * ConditionFit.gainSpread
      return min(
        1.5, max(0, pooled + prior / (prior + chance) * (shared[axis] / variance - pooled)))
    }
    var rest = covariance
    index = 0
    for i in 0..<rank {
      for j in 0...i {
        rest[index] -= gain[i] * gain[j] * between[index]
        index += 1
      }
    }
    rest = steadied(rest, count: count)
    let start = PopulationModel.Condition(
      name: degraded.name, kind: nil, gain: PackedNumbers(gain.map { Float($0) }, .single),
      withinGain: 0,
      offset: PackedNumbers(
        (0..<rank).map { Float(degradedMean[$0] - gain[$0] * cleanMean[$0]) }, .single),
      factor: PackedNumbers(Moments.cholesky(rest, rank).map { Float($0) }, .half), spread: 0,
      shell: 0, traces: model.components.map { traceAfter($0, gain) + Moments.trace(rest, rank) },
      basis:
        "fitted to \(Numerals.grouped(shots.values.reduce(0) { $0 + $1.count })) templates of \(Numerals.grouped(order.count)) people; pictures without a face found were not among them",
      detected: degraded.shots.count, attempts: degraded.shots.count)
    let mated = degraded.mated(people.mapValues { data.people[$0].count }) { shot, place in
      ShellFit.distance(
        data.coordinates(shot.template), data.rows[data.people[people[shot.person] ?? 0][place]])
    }
    guard !mated.isEmpty else {
      throw Failure(
        .notMeasurable, "condition \(degraded.name): nobody has another clean shot",
        remedy: "Add clean templates of the same people, of other shots")
    }
    return tuned(start, [0.05, 0.5, 0.95].map(mated.quantile))
  }

  /// The condition with the scale and the spread of noise whose trial comes nearest to the mated
  /// distances: their 5 %, 50 % and 95 % points.
  private func tuned(
    _ start: PopulationModel.Condition, _ mated: [Double]
  ) -> PopulationModel.Condition {
    let numbers = Array(0..<3000)
    let clean = SimulatedPeople(model: model, seed: seed)
      .coordinates(of: numbers, capture: 0, condition: nil)
    func trial(_ condition: PopulationModel.Condition) -> [Double] {
      let faces = SimulatedPeople(model: model.with(conditions: [condition]), seed: seed)
        .coordinates(of: numbers, capture: 1, condition: 0)
      let distances = zip(clean, faces).map {
        ShellFit.distance($0.map(Double.init), $1.map(Double.init))
      }.sorted()
      return [0.05, 0.5, 0.95].map { distances[Int($0 * Double(distances.count - 1))] }
    }
    var best = start
    var bestError = Double.infinity
    for spread in [0, 0.1, 0.2, 0.3] {
      var (low, high) = (0.2, 3.0)
      for _ in 0..<8 {
        let middle = (low + high) / 2
        if trial(start.with(scale: middle, spread: spread))[1] > mated[1] {
          high = middle
        } else {
          low = middle
        }
      }
      let condition = start.with(scale: (low + high) / 2, spread: spread)
      let error = zip(trial(condition), mated).reduce(0) { $0 + abs(log($1.0 / max($1.1, 1e-9))) }
      if error < bestError { (best, bestError) = (condition, error) }
    }
    return best
  }

  /// A covariance with some of the within-person shape, and no direction without variance.
  private func steadied(_ covariance: [Double], count: Double) -> [Double] {
    let rank = model.rank
    let positive = Moments.positive(covariance, rank, floor: 1e-9)
    let within = model.withinLower
    var shape = [Double](repeating: 0, count: covariance.count)
    var index = 0
    for i in 0..<rank {
      for j in 0...i {
        for k in 0...j { shape[index] += within[i * rank + k] * within[j * rank + k] }
        index += 1
      }
    }
    let scale = Moments.trace(positive, rank) / max(Moments.trace(shape, rank), 1e-12)
    let prior = ConditionFit.priorPeople
    return zip(positive, shape).map { ($0 * count + $1 * scale * prior) / (count + prior) }
  }

  /// The variance of a component's people under gains.
  private func traceAfter(_ component: PopulationModel.Component, _ gain: [Double]) -> Double {
    let lower = component.lower(model.rank)
    var sum = 0.0
    for row in 0..<model.rank {
      for column in 0...row {
        let value = gain[row] * lower[row * model.rank + column]
        sum += value * value
      }
    }
    return max(sum, 1e-9)
  }

  private static func mean(_ rows: [[Double]]) -> [Double] {
    var mean = [Double](repeating: 0, count: rows.first?.count ?? 0)
    for row in rows {
      for axis in mean.indices { mean[axis] += row[axis] / Double(rows.count) }
    }
    return mean
  }
}

extension PopulationModel.Condition {
  fileprivate func with(scale: Double, spread: Double) -> PopulationModel.Condition {
    PopulationModel.Condition(
      name: name, kind: kind, gain: gain, withinGain: withinGain, offset: offset,
      factor: PackedNumbers(factor.values.map { $0 * Float(scale) }, factor.width),
      spread: spread, shell: shell, traces: traces, basis: basis, detected: detected,
      attempts: attempts)
  }
}

extension PopulationModel {
  /// The same people under other conditions.
  func with(conditions: [Condition]) -> PopulationModel {
    PopulationModel(
      format: format, name: name, encoder: encoder, metric: metric, dimension: dimension,
      rank: rank, people: people, source: source, isNormalised: isNormalised, centre: centre,
      basis: basis, components: components, within: within, withinGain: withinGain,
      personSpread: personSpread, captureSpread: captureSpread, conditions: conditions)
  }

  /// The factor of within-person noise as a full lower matrix, row by row.
  fileprivate var withinLower: [Double] {
    Component(
      share: 1, people: 0, mean: within, factor: within, withinScale: 1, captureTrace: 1, shell: 0
    ).lower(rank)
  }
}
