import Biometrics
import Essentials
import Evaluation
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A mapping of scores to percentages by the name under which a scenario asks for it.
struct ShownMapping: Sendable {
  let name: String
  let mapping: ScoreMapping
  /// Whether it wants a cosine, which templates compared by distance have too.
  let wantsCosine: Bool

  /// "logistic" is fitted at equal priors, for dlib on real comparisons; anything else is read by
  /// ``ScoreMapping/parse(_:)``.
  ///
  /// - Throws: ``Failure`` (`malformedInput`, `mismatchedInput`).
  init(_ name: String, model: PopulationModel) throws {
    self.name = name
    mapping = name == "logistic" ? try ShownMapping.logistic(model) : try ScoreMapping.parse(name)
    switch mapping {
    case .halfCosine, .cosine: wantsCosine = true
    default:
      wantsCosine = false
      if !mapping.fits(model.metric) {
        throw Failure(
          .mismatchedInput, "mapping \(name) does not go with \(model.metric.rawValue) scores",
          remedy: "Name another in matching.mappings")
      }
    }
  }

  /// The percentage shown for a comparison.
  func percent(score: Double, cosine: @autoclosure () -> Double) -> Double {
    mapping.percent(wantsCosine ? cosine() : score)
  }

  /// The score shown as `percent`; nil where it depends on more than the score.
  func score(shownAs percent: Double, metric: Metric) -> Double? {
    if wantsCosine && metric != .cosine { return nil }
    switch mapping {
    case .halfCosine: return percent / 50 - 1
    case .cosine: return percent / 100
    case .distance(let zero): return zero * (1 - percent / 100)
    case .logistic(let intercept, let slope):
      return (log(percent / (100 - percent)) - intercept) / slope
    case .percentile, .table: return nil
    }
  }

  private static func logistic(_ model: PopulationModel) throws -> ScoreMapping {
    if model.name == "dlib-lfw" { return try Calibration.named("lfw").mapping }
    return fitted(model)
  }

  /// A logistic at equal priors, by Newton's method on simulated comparisons.
  private static func fitted(_ model: PopulationModel) -> ScoreMapping {
    let people = SimulatedPeople(model: model, seed: 0x10_61_57_1C)
    let count = 2000
    let first = people.coordinates(of: Array(0..<count), capture: 0, condition: nil)
    let second = people.coordinates(of: Array(0..<count), capture: 1, condition: nil)
    var data: [(score: Double, isMated: Bool)] = []
    for index in 0..<count {
      data.append((model.score(unlikeness: model.unlikeness(first[index], second[index])), true))
      let other = (index + 1 + index % 97) % count
      data.append((model.score(unlikeness: model.unlikeness(first[index], second[other])), false))
    }
    let mean = data.reduce(0) { $0 + $1.score } / Double(data.count)
    let deviation =
      (data.reduce(0) { $0 + ($1.score - mean) * ($1.score - mean) } / Double(data.count))
      .squareRoot()
    var (a, b) = (0.0, 0.0)
    for _ in 0..<50 {
      // A ridge keeps separable classes finite.
      var (ga, gb, haa, hab, hbb) = (-1e-3 * a, -1e-3 * b, 1e-3, 0.0, 1e-3)
      for item in data {
        let x = (item.score - mean) / deviation
        let p = 1 / (1 + exp(-(a + b * x)))
        let rest = (item.isMated ? 1 : 0) - p
        ga += rest
        gb += rest * x
        haa += p * (1 - p)
        hab += p * (1 - p) * x
        hbb += p * (1 - p) * x * x
      }
      let determinant = haa * hbb - hab * hab
      let (stepA, stepB) = (
        (hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant
      )
      a += stepA
      b += stepB
      if abs(stepA) + abs(stepB) < 1e-9 { break }
    }
    return .logistic(intercept: a - b * mean / deviation, slope: b / deviation)
  }
}

extension Scenario {
  /// The unlikeness of the threshold; nil for none.
  ///
  /// - Throws: ``Failure`` (`mismatchedInput`) for a score that this population can't have.
  func limit(_ model: PopulationModel) throws -> Float? {
    try checkThreshold(model)
    switch threshold {
    case .none: return nil
    case .score(let score): return model.unlikeness(score: score)
    case .falseMatchRate(let rate):
      return model.unlikeness(score: try ScoreAtRate.score(rate, model: model))
    }
  }
}

/// The score that two strangers reach at a given rate.
enum ScoreAtRate {
  /// For the generic encoder by formula; for others from simulated comparisons, and below their
  /// reach by carrying on the line of ln(rate) over the score, which is extrapolation.
  static func score(_ rate: Double, model: PopulationModel) throws -> Double {
    if model.name == "generic-512" { return cosine(rate, rank: model.rank) }
    let table = tail(model)
    if rate >= 0.5 { return table.median }
    let target = log(rate)
    let points = table.points
    guard let last = points.last, let before = points.dropLast(6).last else { return table.median }
    if target < last.logRate {
      let slope = (last.score - before.score) / (last.logRate - before.logRate)
      let carried = last.score + slope * (target - last.logRate)
      return model.metric == .euclidean ? max(0, carried) : carried
    }
    for (left, right) in zip(points, points.dropFirst())
    where target <= left.logRate && target >= right.logRate {
      let share = (target - left.logRate) / (right.logRate - left.logRate)
      return left.score + share * (right.score - left.score)
    }
    return table.median
  }

  /// The cosine that uniform directions in `rank` dimensions exceed at `rate`: ½ I_{1−c²}.
  static func cosine(_ rate: Double, rank: Int) -> Double {
    var (low, high) = (-1.0, 1.0)
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if exceeding(middle, rank: rank) > rate { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  static func exceeding(_ cosine: Double, rank: Int) -> Double {
    let half =
      Beta.cumulative(
        1 - cosine * cosine, Double(rank - 1) / 2, 0.5) / 2
    return cosine >= 0 ? half : 1 - half
  }

  /// Scores of simulated strangers, most alike last, with ln(rate).
  private static func tail(
    _ model: PopulationModel
  ) -> (median: Double, points: [(score: Double, logRate: Double)]) {
    let people = SimulatedPeople(model: model, seed: 0x7A11)
    let count = 2500
    let coordinates = people.coordinates(of: Array(0..<count), capture: 0, condition: nil)
    var unlike: [Float] = []
    unlike.reserveCapacity(count * (count - 1) / 2)
    for left in 0..<count {
      for right in left + 1..<count {
        unlike.append(model.unlikeness(coordinates[left], coordinates[right]))
      }
    }
    unlike.sort()
    var points: [(score: Double, logRate: Double)] = []
    var rank = Double(unlike.count) / 2
    while rank >= 10 {
      points.append(
        (
          model.score(unlikeness: unlike[Int(rank) - 1]),
          log(rank.rounded(.down) / Double(unlike.count))
        ))
      rank /= 1.25
    }
    return (model.score(unlikeness: unlike[unlike.count / 2]), points)
  }
}
