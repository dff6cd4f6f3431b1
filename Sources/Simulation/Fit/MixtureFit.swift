import Essentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A mixture of Gaussians fitted to captures by expectation maximisation.
///
/// Two components begin at people who have many near strangers, where groups that look alike are;
/// the others begin by k-means. Covariances are drawn toward the pooled shape, with `priorPeople`
/// people's worth of weight, keeping each component's own volume. A component that ends with fewer
/// than `fewestPeople` people behind it is dropped, and its people go to the others.
struct MixtureFit {
  /// How many people's worth of the pooled shape each covariance has.
  static let priorPeople = 15.0
  /// The fewest people behind a component: nobody's template is stored as a mean.
  static let fewestPeople = 50.0

  struct Component: Sendable {
    var weight: Double
    var mean: [Double]
    /// The covariance of captures, a packed lower triangle.
    var covariance: [Double]
  }

  private(set) var components: [Component] = []
  /// [row][component].
  private(set) var chances: [[Double]]
  private let data: FitData
  private let threads: Int

  init(_ data: FitData, seed: UInt64, threads: Int, progress: any ProgressObserver) throws {
    self.data = data
    self.threads = threads
    var random = RandomStream(seed: seed, purpose: "population-fit")
    let count = max(2, min(14, data.people.count / 180))
    chances = MixtureFit.beginning(data, count: count, &random)
    for step in 0..<30 {
      try maximise()
      try expect()
      progress.report(task: "fit", done: step + 1, total: 40, unit: "steps")
    }
    while components.count > 1,
      let weakest = components.indices.min(by: { components[$0].weight < components[$1].weight }),
      components[weakest].weight < MixtureFit.fewestPeople
    {
      chances = chances.map { row in
        var row = row
        row.remove(at: weakest)
        let sum = row.reduce(0, +)
        return sum > 0 ? row.map { $0 / sum } : row.map { _ in 1 / Double(row.count) }
      }
      for _ in 0..<5 {
        try maximise()
        try expect()
      }
    }
    for step in 0..<10 {
      try maximise()
      try expect()
      progress.report(task: "fit", done: 31 + step, total: 40, unit: "steps")
    }
  }

  private mutating func maximise() throws {
    let rank = data.rank
    let kinds = chances[0].count
    let (data, chances) = (data, chances)
    let raw = try Parallel.map(count: kinds, threads: threads) { kind -> Component in
      let weights = chances.indices.map { chances[$0][kind] * data.weights[$0] }
      let sum = max(weights.reduce(0, +), 1e-9)
      var mean = [Double](repeating: 0, count: rank)
      for (row, weight) in zip(data.rows, weights) where weight > 1e-9 {
        for axis in 0..<rank { mean[axis] += weight * row[axis] / sum }
      }
      return Component(
        weight: sum, mean: mean,
        covariance: Moments.scatter(data.rows, weights: weights, centre: mean))
    }
    let total = raw.reduce(0) { $0 + $1.weight }
    var pooled = [Double](repeating: 0, count: rank * (rank + 1) / 2)
    for component in raw {
      for place in pooled.indices { pooled[place] += component.covariance[place] / total }
    }
    let pooledTrace = max(Moments.trace(pooled, rank), 1e-12)
    components = raw.map { component in
      var component = component
      let trace = Moments.trace(component.covariance, rank) / component.weight
      let scale = MixtureFit.priorPeople * trace / pooledTrace
      for place in pooled.indices {
        component.covariance[place] =
          (component.covariance[place] + scale * pooled[place])
          / (component.weight + MixtureFit.priorPeople)
      }
      for axis in 0..<rank {
        component.covariance[axis * (axis + 1) / 2 + axis] += 1e-7 * pooledTrace
      }
      return component
    }
  }

  private mutating func expect() throws {
    let rank = data.rank
    let factors = components.map { Moments.cholesky($0.covariance, rank) }
    let total = components.reduce(0) { $0 + $1.weight }
    let constants = zip(components, factors).map { component, factor in
      log(component.weight / total)
        - (0..<rank).reduce(0) { $0 + log(factor[$1 * ($1 + 1) / 2 + $1]) }
    }
    let (data, components) = (data, components)
    let blocks = Parallel.blocks(data.rows.count, of: 256)
    chances = try Parallel.map(count: blocks.count, threads: threads) { block in
      blocks[block].map { row -> [Double] in
        let logs = components.indices.map { kind -> Double in
          constants[kind]
            - MixtureFit.squared(data.rows[row], components[kind].mean, factors[kind]) / 2
        }
        let highest = logs.max() ?? 0
        let weights = logs.map { exp($0 - highest) }
        let sum = weights.reduce(0, +)
        return weights.map { $0 / sum }
      }
    }.flatMap { $0 }
  }

  /// (x − m)ᵀ C⁻¹ (x − m) by forward substitution.
  private static func squared(_ row: [Double], _ mean: [Double], _ factor: [Double]) -> Double {
    let rank = row.count
    var solved = [Double](repeating: 0, count: rank)
    let lower = factor.span
    var values = solved.mutableSpan
    var sum = 0.0
    var place = 0
    for i in 0..<rank {
      var value = row[i] - mean[i]
      for j in 0..<i {
        value -= lower[place] * values[j]
        place += 1
      }
      value /= lower[place]
      place += 1
      values[i] = value
      sum += value * value
    }
    return sum
  }

  /// Where it begins: chances of 0.98 for the nearest of the first centres.
  private static func beginning(
    _ data: FitData, count: Int, _ random: inout RandomStream
  ) -> [[Double]] {
    let first = data.people.map { data.rows[$0[0]] }
    func squared(_ left: [Double], _ right: [Double], _ axes: Int) -> Double {
      var sum = 0.0
      for axis in 0..<axes {
        let difference = left[axis] - right[axis]
        sum += difference * difference
      }
      return sum
    }
    // The distance below which one pair of strangers in 4,000 lies, from a sample of people.
    let sample = Array(first.prefix(1500))
    var distances: [Double] = []
    for left in sample.indices {
      for right in left + 1..<max(left + 1, sample.count) {
        distances.append(squared(sample[left], sample[right], data.rank))
      }
    }
    distances.sort()
    let near = distances[distances.count / 4000]
    let needed = max(3, Int((8 * Double(first.count) / 2859).rounded()))
    let hubs = first.filter { one in first.count { squared(one, $0, data.rank) < near } > needed }
    var centres: [[Double]] = []
    if hubs.count >= 20 { centres += means(hubs, 2, data.rank, &random, squared) }
    let dense = centres.count
    let axes = min(30, data.rank)
    centres += means(data.rows, count, axes, &random, squared)
    return data.rows.map { row in
      var best = dense
      for centre in dense..<centres.count
      where squared(row, centres[centre], axes) < squared(row, centres[best], axes) {
        best = centre
      }
      let densest = (0..<dense).min {
        squared(row, centres[$0], data.rank) < squared(row, centres[$1], data.rank)
      }
      if let densest, squared(row, centres[densest], data.rank) < 0.88 * near { best = densest }
      return centres.indices.map { $0 == best ? 0.98 : 0.02 / Double(centres.count - 1) }
    }
  }

  /// k-means with centres first drawn far apart (k-means++), fifteen rounds.
  private static func means(
    _ rows: [[Double]], _ count: Int, _ axes: Int, _ random: inout RandomStream,
    _ squared: ([Double], [Double], Int) -> Double
  ) -> [[Double]] {
    var centres = [rows[random.index(below: rows.count)]]
    var nearest = rows.map { squared($0, centres[0], axes) }
    while centres.count < count {
      var place = random.uniform() * nearest.reduce(0, +)
      var chosen = 0
      for (index, distance) in nearest.enumerated() {
        chosen = index
        place -= distance
        if place < 0 { break }
      }
      centres.append(rows[chosen])
      for index in rows.indices {
        nearest[index] = min(nearest[index], squared(rows[index], rows[chosen], axes))
      }
    }
    for _ in 0..<15 {
      var sums = [[Double]](
        repeating: [Double](repeating: 0, count: rows[0].count), count: centres.count)
      var counts = [Double](repeating: 0, count: centres.count)
      for row in rows {
        var best = 0
        for centre in centres.indices
        where squared(row, centres[centre], axes) < squared(row, centres[best], axes) {
          best = centre
        }
        counts[best] += 1
        for axis in row.indices { sums[best][axis] += row[axis] }
      }
      for centre in centres.indices where counts[centre] > 0 {
        centres[centre] = sums[centre].map { $0 / counts[centre] }
      }
    }
    return centres
  }
}
