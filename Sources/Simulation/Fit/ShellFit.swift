#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The parameters that only a trial shows: how noise varies, and how far captures keep to their shell.
struct ShellFit {
  /// The spread of ln(distance from the component's mean) of real captures, by component.
  private let spreads: [Double]
  /// Mated distances, each person once for each pair weighted equally: 5 %, 50 % and 95 % points.
  private let mated: [Double]

  init(_ data: FitData, _ mixture: MixtureFit) {
    spreads = mixture.components.indices.map { kind in
      let mean = mixture.components[kind].mean
      var (sum, first, second) = (0.0, 0.0, 0.0)
      for (row, values) in data.rows.enumerated() {
        let weight = mixture.chances[row][kind] * data.weights[row]
        if weight < 1e-6 { continue }
        let radius = log(ShellFit.distance(values, mean))
        sum += weight
        first += weight * radius
        second += weight * radius * radius
      }
      return max(0, second / sum - first * first / (sum * sum)).squareRoot()
    }
    let pairs = WeightedValues(
      ShellFit.pairs(data.people).map {
        (ShellFit.distance(data.rows[$0.0], data.rows[$0.1]), $0.2)
      })
    mated = [0.05, 0.5, 0.95].map(pairs.quantile)
  }

  /// Pairs of rows of one person, of at most thirty, with weights that sum to 1 for each person.
  static func pairs(_ people: [[Int]]) -> [(Int, Int, Double)] {
    people.flatMap { person in
      let several = person.prefix(30)
      let weight = 2 / Double(several.count * (several.count - 1))
      return several.indices.flatMap { left in
        several[left...].dropFirst().map { (several[left], $0, weight) }
      }
    }
  }

  static func distance(_ left: [Double], _ right: [Double]) -> Double {
    var sum = 0.0
    for axis in left.indices { sum += (left[axis] - right[axis]) * (left[axis] - right[axis]) }
    return sum.squareRoot()
  }

  /// The model with the spreads and shells whose trial comes nearest to the data.
  func tuned(_ start: PopulationModel, seed: UInt64) -> PopulationModel {
    var best = start
    var bestError = Double.infinity
    // Captures vary more than people do, and may keep nearer to their shell than the spread of radii
    // asks, as in the model fitted on LFW.
    for pull in [1, 1.5] {
      for step in 0..<7 {
        let capture = Double(step) * 0.05
        var model = start.with(personSpread: 0.3 * capture, captureSpread: capture)
        for _ in 0..<2 {
          let (radii, quantiles) = trial(model, seed: seed)
          model = model.with(
            shells: zip(radii, spreads).map { min(0.8, max(0, pull * (1 - $1 / max($0, 1e-9)))) },
            gain: model.withinGain * mated[1] / max(quantiles[1], 1e-9))
        }
        let (_, quantiles) = trial(model, seed: seed)
        // Squares: two points a little off are better than one far off.
        let error = zip(quantiles, mated).reduce(0) { sum, pair in
          let ratio = log(pair.0 / max(pair.1, 1e-9))
          return sum + ratio * ratio
        }
        if error < bestError { (best, bestError) = (model, error) }
      }
    }
    return best
  }

  /// The spread of ln(radius) before the pull to the shell, by component, and mated quantiles.
  private func trial(
    _ model: PopulationModel, seed: UInt64
  ) -> (radii: [Double], mated: [Double]) {
    let numbers = Array(0..<4000)
    let loose = SimulatedPeople(
      model: model.with(shells: model.components.map { _ in 0 }, gain: model.withinGain).unscaled,
      seed: seed)
    var sums = [[Double]](repeating: [], count: model.components.count)
    for (number, face) in zip(numbers, loose.coordinates(of: numbers, capture: 0, condition: nil)) {
      let kind = loose.group(number)
      let mean = model.components[kind].mean.values.map(Double.init)
      sums[kind].append(log(ShellFit.distance(face.map(Double.init), mean)))
    }
    let radii = sums.map { values -> Double in
      if values.count < 2 { return 0 }
      let mean = values.reduce(0, +) / Double(values.count)
      return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
        .squareRoot()
    }
    let people = SimulatedPeople(model: model, seed: seed)
    let left = people.coordinates(of: numbers, capture: 0, condition: nil)
    let right = people.coordinates(of: numbers, capture: 1, condition: nil)
    let distances = zip(left, right).map {
      ShellFit.distance($0.map(Double.init), $1.map(Double.init))
    }.sorted()
    return (radii, [0.05, 0.5, 0.95].map { distances[Int($0 * 3999)] })
  }
}

extension PopulationModel {
  fileprivate func with(personSpread: Double, captureSpread: Double) -> PopulationModel {
    changed(
      components: components, gain: withinGain, personSpread: personSpread,
      captureSpread: captureSpread, isNormalised: isNormalised)
  }

  fileprivate func with(shells: [Double], gain: Double) -> PopulationModel {
    changed(
      components: zip(components, shells).map {
        Component(
          share: $0.share, people: $0.people, mean: $0.mean, factor: $0.factor,
          withinScale: $0.withinScale, captureTrace: $0.captureTrace, shell: $1)
      }, gain: gain, personSpread: personSpread, captureSpread: captureSpread,
      isNormalised: isNormalised)
  }

  /// The model before templates are brought to length 1.
  fileprivate var unscaled: PopulationModel {
    changed(
      components: components, gain: withinGain, personSpread: personSpread,
      captureSpread: captureSpread, isNormalised: false)
  }

  private func changed(
    components: [Component], gain: Double, personSpread: Double, captureSpread: Double,
    isNormalised: Bool
  ) -> PopulationModel {
    PopulationModel(
      format: format, name: name, encoder: encoder, metric: metric, dimension: dimension,
      rank: rank, people: people, source: source, isNormalised: isNormalised, centre: centre,
      basis: basis, components: components, within: within, withinGain: gain,
      personSpread: personSpread, captureSpread: captureSpread, conditions: conditions)
  }
}
