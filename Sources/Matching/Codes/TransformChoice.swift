internal import CMatchKernels

import Biometrics
import Essentials

/// Chooses, by measurement on a sample, how a segment's templates are centred, turned and cut into
/// head and tail.
///
/// Whatever is chosen, answers are exact; the choice decides only how much must be scanned.
struct TransformChoice {
  let sample: TemplateSample
  let metric: Metric
  let kernels: Kernels
  let threads: Int

  /// Rows below which turning can't repay itself.
  static let fewest = 4096
  /// Dimensions above which the turn's own cost, d² a template, outweighs the scan it saves.
  static let widest = 1024
  /// What finishing one pair with its tail costs, in scanned dimensions: about 60 cycles, in each of
  /// which a wide instruction set scans 100 or more.
  static let pairCost = 6000.0
  /// The share of the scan that must be saved.
  static let leastGain = 0.15

  /// The transform to use.
  func transform() throws -> Transform {
    let d = sample.dimension
    let centre = self.centre()
    let plain = Transform(centre: centre, rotation: [], orthogonality: 0, headDimensions: d)
    guard sample.total >= TransformChoice.fewest, d >= 16, d <= TransformChoice.widest else {
      return plain
    }
    // A flat spectrum, which has nothing to cut, mostly shows without computing it, by half of the
    // sample.
    var covariance = try covariance(centre, from: 0)
    if TransformChoice.halfAtMost(covariance, d) <= 0.75 { return plain }
    for (index, sum) in try self.covariance(centre, from: 1).enumerated() {
      covariance[index] += sum
    }
    guard let eigen = SymmetricEigen(covariance, size: d) else { return plain }
    let total = eigen.values.reduce(0) { $0 + max(0, $1) }
    let half = eigen.values.prefix(d / 2).reduce(0) { $0 + max(0, $1) }
    // A flat spectrum has nothing to cut; this spares the measurement.
    if !(half > 0.75 * total) { return plain }
    let error = TransformChoice.orthogonalityError(eigen.vectors, d)
    guard error < 1e-9 else { return plain }
    let turned = Transform(
      centre: centre, rotation: eigen.vectors, orthogonality: error, headDimensions: d)
    let head = measure(turned)
    if Double(head.cost) > (1 - TransformChoice.leastGain) * Double(d) { return plain }
    return Transform(
      centre: centre, rotation: eigen.vectors, orthogonality: error, headDimensions: head.dimensions
    )
  }

  /// The sample's mean, where taking it away makes templates shorter by a tenth or more; else zero.
  func centre() -> [Double] {
    let d = sample.dimension
    var mean = [Double](repeating: 0, count: d)
    var values = mean
    var square = 0.0
    for row in 0..<sample.count {
      sample.scaled(row, into: &values)
      for index in 0..<d {
        mean[index] += values[index]
        square += values[index] * values[index]
      }
    }
    let zero = [Double](repeating: 0, count: d)
    if sample.count < 2 || !square.isFinite { return zero }
    var along = 0.0
    for index in 0..<d {
      mean[index] = Double(Float(mean[index] / Double(sample.count)))
      along += mean[index] * mean[index]
    }
    // Σ‖x − μ‖² = Σ‖x‖² − n‖μ‖².
    return along * Double(sample.count) > 0.19 * square ? mean : zero
  }

  /// A bound on the share of all variance that half of the eigenvalues hold, without computing them.
  ///
  /// Of d numbers whose sum is T and the sum of whose squares is Q, half hold at most
  /// T/2 + √(d · (Q − T²/d))/2: what they are above the mean, the others are below it.
  static func halfAtMost(_ covariance: [Double], _ d: Int) -> Double {
    let trace = (0..<d).reduce(0) { $0 + covariance[$1 * d + $1] }
    let squares = covariance.reduce(0) { $0 + $1 * $1 }
    guard trace > 0 else { return 0 }
    let spread = max(0, squares - trace * trace / Double(d))
    return 0.5 + (Double(d) * spread).squareRoot() / 2 / trace
  }

  /// Σ (x − μ)(x − μ)ᵀ over every second row of the sample from row `first` on, added in order.
  private func covariance(_ centre: [Double], from first: Int) throws -> [Double] {
    let d = sample.dimension
    // Few enough rows at a time to stay in a processor's cache.
    let runs = Parallel.blocks((sample.count - first + 1) / 2, of: max(1, (1 << 15) / d))
    // Apart by an odd number of cache lines: at a power of two all rows would fight for the same few.
    let stride = (d + 7) / 8 * 8 | 8
    let centred = try Parallel.map(count: runs.count, threads: threads) { run in
      var rows: [Double] = []
      rows.reserveCapacity(runs[run].count * stride)
      var values = [Double](repeating: 0, count: d)
      for row in runs[run] {
        sample.scaled(first + 2 * row, into: &values)
        for index in 0..<d { rows.append(values[index] - centre[index]) }
        for _ in d..<stride { rows.append(0) }
      }
      return rows
    }
    // The upper half, in slices of rows: each thread sums its own.
    let slices = Parallel.blocks(d, of: max(1, (d + 15) / 16))
    let parts = try Parallel.map(count: slices.count, threads: threads) { slice in
      var sums = [Double](repeating: 0, count: slices[slice].count * d)
      let raw = kernels.raw
      unsafe sums.withUnsafeMutableBufferPointer { sums in
        guard let sums = sums.baseAddress else { return }
        for rows in centred {
          unsafe rows.withUnsafeBufferPointer { rows in
            guard let start = rows.baseAddress else { return }
            for (place, i) in slices[slice].enumerated() {
              unsafe raw.accumulate(
                sums + place * d + i, start + i, rows.count / stride, stride, d - i)
            }
          }
        }
      }
      return sums
    }
    var covariance = Array(parts.joined())
    for i in 0..<d {
      for j in 0..<i { covariance[i * d + j] = covariance[j * d + i] }
    }
    return covariance
  }

  /// The head that costs least for the sample's rows as probes and as templates.
  ///
  /// For 48 probes and each head length, the share of the other rows whose upper bound reaches the
  /// score of the tenth best of a large gallery: taken as the sample's best, which is about what the
  /// tenth of ten times as many rows is.
  private func measure(_ turned: Transform) -> (dimensions: Int, cost: Double) {
    let d = sample.dimension
    let vectors = (0..<sample.count).map { turnedRow($0, turned) }
    let lengths = stride(from: 15, to: d * 7 / 8, by: max(4, d / 32 / 4 * 4)).map { $0 }
    let probes = (0..<48).map { $0 * vectors.count / 48 }
    var best = (dimensions: d, cost: Double(d))
    // S by prefix: heads' products, and norms of what is left.
    var passes = [Int](repeating: 0, count: lengths.count)
    var decided = 0
    for probe in probes {
      let q = vectors[probe]
      var bounds = [[Double]](repeating: [], count: lengths.count)
      var scores: [Double] = []
      for (index, x) in vectors.enumerated() where index != probe {
        var sum = 0.0
        var next = 0
        for i in 0..<d {
          if next < lengths.count, i == lengths[next] {
            bounds[next].append(sum + (q.rest[i] * x.rest[i]).squareRoot() + x.offset)
            next += 1
          }
          sum += q.values[i] * x.values[i]
        }
        scores.append(sum + x.offset)
      }
      let floor = scores.sorted(by: >).dropFirst(1).first ?? 0
      for place in lengths.indices { passes[place] += bounds[place].count { $0 > floor } }
      decided += scores.count
    }
    for (place, length) in lengths.enumerated() {
      let share = Double(passes[place]) / Double(max(1, decided))
      let cost = Double(length + 1) + share * TransformChoice.pairCost
      if cost < best.cost { best = (length, cost) }
    }
    return best
  }

  /// A row turned, with the squared norm of what each prefix leaves.
  private func turnedRow(_ row: Int, _ turned: Transform) -> (
    values: [Double], rest: [Double], offset: Double
  ) {
    let d = sample.dimension
    var values = [Double](repeating: 0, count: d)
    sample.scaled(row, into: &values)
    var along = 0.0
    for index in 0..<d {
      along += values[index] * turned.centre[index]
      values[index] -= turned.centre[index]
    }
    var result = [Double](repeating: 0, count: d)
    unsafe kernels.raw.turn(turned.rotation, values, d, &result)
    var rest = [Double](repeating: 0, count: d + 1)
    for index in stride(from: d - 1, through: 0, by: -1) {
      rest[index] = rest[index + 1] + result[index] * result[index]
    }
    let offset = turned.templateOffset(metric, (rest[0].squareRoot(), along))
    return (result, rest, offset)
  }

  /// A bound on ‖RRᵀ − I‖ by its Frobenius norm, widened for the rounding of this computation.
  static func orthogonalityError(_ rotation: [Double], _ d: Int) -> Double {
    var square = 0.0
    for i in 0..<d {
      for j in 0...i {
        var dot = 0.0
        for k in 0..<d { dot += rotation[i * d + k] * rotation[j * d + k] }
        let error = dot - (i == j ? 1 : 0)
        square += (i == j ? 1 : 2) * error * error
      }
    }
    // Each of the d² entries is off by less than γ(d) < d·2⁻⁵².
    return square.squareRoot() + Double(d) * Double(d) * 0x1p-52
  }
}
