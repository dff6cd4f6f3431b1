import Biometrics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension PopulationModel {
  /// The same people without groups: everyone around one average face, with the same variance in all.
  ///
  /// What is left is what a single Gaussian has; lookalikes arise by chance alone.
  func withoutGroups() -> PopulationModel {
    let total = components.reduce(0) { $0 + $1.share }
    var mean = [Double](repeating: 0, count: rank)
    for component in components {
      for place in 0..<rank {
        mean[place] += component.share / total * Double(component.mean.values[place])
      }
    }
    // Second moments about the mean, of people and of captures.
    var covariance = [Double](repeating: 0, count: rank * rank)
    var captureTrace = 0.0
    var withinScale = 0.0
    for component in components {
      let share = component.share / total
      withinScale += share * component.withinScale
      captureTrace += share * component.captureTrace
      let lower = component.lower(rank)
      let offset = (0..<rank).map { Double(component.mean.values[$0]) - mean[$0] }
      captureTrace += share * offset.reduce(0) { $0 + $1 * $1 }
      for row in 0..<rank {
        for column in 0...row {
          var sum = offset[row] * offset[column]
          for place in 0...column {
            sum += lower[row * rank + place] * lower[column * rank + place]
          }
          covariance[row * rank + column] += share * sum
        }
      }
    }
    var packed: [Float] = []
    let factor = PopulationModel.cholesky(covariance, rank)
    for row in 0..<rank {
      for column in 0...row { packed.append(Float(factor[row * rank + column])) }
    }
    let component = Component(
      share: 1, people: Double(people), mean: PackedNumbers(mean.map { Float($0) }, .single),
      factor: PackedNumbers(packed, .single), withinScale: withinScale, captureTrace: captureTrace,
      shell: 0)
    let conditions = conditions.map { condition in
      let trace = zip(components, condition.traces).reduce(0) {
        $0 + $1.0.share / total * $1.1
      }
      return Condition(
        name: condition.name, kind: condition.kind, gain: condition.gain,
        withinGain: condition.withinGain,
        offset: condition.offset, factor: condition.factor, spread: condition.spread, shell: 0,
        traces: [trace], basis: condition.basis, detected: condition.detected,
        attempts: condition.attempts)
    }
    return PopulationModel(
      format: format, name: "\(name) without groups", encoder: encoder, metric: metric,
      dimension: dimension, rank: rank, people: people, source: source, isNormalised: isNormalised,
      centre: centre, basis: basis, components: [component], within: within,
      withinGain: withinGain, personSpread: personSpread, captureSpread: captureSpread,
      conditions: conditions)
  }

  /// The lower Cholesky factor of a symmetric matrix given by its lower half; a pivot that is not
  /// positive gives a column of zeros.
  static func cholesky(_ matrix: [Double], _ size: Int) -> [Double] {
    var factor = [Double](repeating: 0, count: size * size)
    for column in 0..<size {
      for row in column..<size {
        var sum = matrix[row * size + column]
        for place in 0..<column {
          sum -= factor[row * size + place] * factor[column * size + place]
        }
        if row == column {
          factor[row * size + column] = sum > 1e-14 ? sum.squareRoot() : 0
        } else {
          let pivot = factor[column * size + column]
          factor[row * size + column] = pivot > 0 ? sum / pivot : 0
        }
      }
    }
    return factor
  }
}

extension PopulationModel.Component {
  /// The factor as a full lower matrix, row by row.
  func lower(_ rank: Int) -> [Double] {
    var full = [Double](repeating: 0, count: rank * rank)
    if factor.values.count == rank {
      for row in 0..<rank { full[row * rank + row] = Double(factor.values[row]) }
      return full
    }
    var place = 0
    for row in 0..<rank {
      for column in 0...row {
        full[row * rank + column] = Double(factor.values[place])
        place += 1
      }
    }
    return full
  }
}
