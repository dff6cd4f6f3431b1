import Biometrics
import CSampling
import Essentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Draws people of one component and their captures, sixteen at a time.
///
/// Value i of the batch's template l stands at [16 i + l]. Reuses its buffers: one sampler a thread.
struct BatchSampler {
  /// People of a batch.
  static let lanes = Int(LK_LANES)

  private let population: SimulatedPeople
  private let model: PopulationModel
  private let level: Int32
  private let rows: Int
  private let factors: [[Float]]
  private let means: [[Float]]
  /// The place to which a condition takes each component's mean: [condition][component].
  private let shifted: [[[Float]]]
  private let ones = [Float](repeating: 1, count: BatchSampler.lanes)
  private let zeros = [Float](repeating: 0, count: BatchSampler.lanes)
  private var normals: [Float]
  private var noise: [Float]
  private var lane = [Float](repeating: 0, count: BatchSampler.lanes)
  private var weight = [Float](repeating: 0, count: BatchSampler.lanes)
  private var streams = [UInt64](repeating: 0, count: BatchSampler.lanes)
  private var starts = [UInt64](repeating: 0, count: BatchSampler.lanes)
  /// Where the people of the batch lie from their component's mean.
  private(set) var people: [Float]
  /// The coordinates of the captures last drawn.
  private(set) var captures: [Float]
  private let identityBase = Streams.base("simulated-identity")
  private let familyBase = Streams.base("simulated-family-face")
  private let captureBases: [UInt64]

  init(_ population: SimulatedPeople, level: Int32 = lk_sampling_best_level()) {
    self.population = population
    self.level = level
    let model = population.model
    self.model = model
    rows = model.rank
    factors = model.components.map(\.factor.values)
    means = model.components.map(\.mean.values)
    shifted = model.conditions.map { condition in
      model.components.map { component in
        (0..<model.rank).map {
          condition.offset.values[$0] + condition.gain.values[$0] * component.mean.values[$0]
        }
      }
    }
    // Whole Philox blocks, and one more for the scales of a capture.
    let padded = (rows + 3) / 4 * 4 + 4
    normals = [Float](repeating: 0, count: padded * BatchSampler.lanes)
    noise = [Float](repeating: 0, count: rows * BatchSampler.lanes)
    people = noise
    captures = noise
    captureBases = model.conditionNames.map { Streams.base("simulated-capture-" + $0) }
  }

  /// Draws the people of these numbers, all of `component`; sixteen numbers.
  mutating func drawPeople(_ numbers: [Int], families: [UInt64?], component: Int) {
    for place in 0..<BatchSampler.lanes {
      streams[place] = identityBase | UInt64(numbers[place])
      starts[place] = 0
    }
    drawNormals(extra: 0)
    if families.contains(where: { $0 != nil }) { mixFamilies(families) }
    product(factors[component], into: .people)
    unsafe lk_sampling_squares(level, rows, people, &lane)
    let trace = model.components[component].trace
    for place in lane.indices { lane[place] = (trace / max(lane[place], 1e-20)).squareRoot() }
    unsafe lk_sampling_blend(level, rows, lane, noise, zeros, &people)
  }

  /// Replaces part of what is drawn by what the family has in common.
  private mutating func mixFamilies(_ families: [UInt64?]) {
    let common = Float(population.kinship.resemblance.squareRoot())
    let own = Float((1 - population.kinship.resemblance).squareRoot())
    for place in 0..<BatchSampler.lanes {
      streams[place] = familyBase | (families[place] ?? 0)
      lane[place] = families[place] == nil ? 1 : own
      weight[place] = families[place] == nil ? 0 : common
    }
    let mine = normals
    drawNormals(extra: 0)
    unsafe lk_sampling_blend(level, rows, weight, mine, lane, &normals)
  }

  /// Draws a capture of each of the people last drawn, under `condition`.
  ///
  /// - Parameters:
  ///   - numbers: the people's numbers.
  ///   - noises: their factors on within-person noise.
  ///   - indices: which of their captures.
  ///   - component: their component.
  ///   - condition: an index into the model's conditions; nil for clean.
  mutating func drawCaptures(
    _ numbers: [Int], noises: [Float], indices: [Int], component: Int, condition: Int?
  ) {
    let base = captureBases[condition.map { $0 + 1 } ?? 0]
    for place in 0..<BatchSampler.lanes {
      streams[place] = base | UInt64(numbers[place])
      // A capture has 2¹⁶ blocks; the condition's own noise takes the upper half.
      starts[place] = UInt64(indices[place]) << 16
    }
    drawNormals(extra: 4)
    let scaleRow = (rows + 3) / 4 * 4 * BatchSampler.lanes
    var scales = [Float](repeating: 0, count: BatchSampler.lanes)
    var conditionScales = scales
    let spread = Float(model.captureSpread)
    let conditionSpread = Float(condition.map { model.conditions[$0].spread } ?? 0)
    for place in scales.indices {
      scales[place] = noises[place] * exp(spread * normals[scaleRow + place] - spread * spread)
      conditionScales[place] = exp(
        conditionSpread * normals[scaleRow + BatchSampler.lanes + place]
          - conditionSpread * conditionSpread)
    }
    product(model.within.values, into: .noise)
    captures = people
    unsafe lk_sampling_blend(level, rows, ones, noise, scales, &captures)
    unsafe lk_sampling_squares(level, rows, captures, &lane)
    let kind = model.components[component]
    pull(kind.shell, trace: kind.captureTrace)
    guard let condition else {
      unsafe lk_sampling_blend(level, rows, lane, noise, zeros, &captures)
      unsafe lk_sampling_affine(level, rows, means[component], nil, &captures)
      if model.isNormalised { normalise() }
      return
    }
    let change = model.conditions[condition]
    // Within-person noise fades more than what makes the person.
    captures = people
    for place in weight.indices {
      weight[place] = lane[place] * scales[place] * Float(change.withinGain)
    }
    unsafe lk_sampling_blend(level, rows, lane, noise, weight, &captures)
    unsafe lk_sampling_affine(
      level, rows, [Float](repeating: 0, count: rows), change.gain.values, &captures)
    for place in starts.indices { starts[place] |= 1 << 15 }
    drawNormals(extra: 0)
    product(change.factor.values, into: .noise)
    unsafe lk_sampling_blend(level, rows, ones, noise, conditionScales, &captures)
    unsafe lk_sampling_squares(level, rows, captures, &lane)
    pull(change.shell, trace: change.traces[component])
    unsafe lk_sampling_blend(level, rows, lane, noise, zeros, &captures)
    unsafe lk_sampling_affine(level, rows, shifted[condition][component], nil, &captures)
    if model.isNormalised { normalise() }
  }

  /// How unlike the captures and each of `count` probes are: [16 p + l].
  ///
  /// The squared distance, or 1 − cosine: see ``PopulationModel/score(unlikeness:)``.
  func compare(_ probes: [Float], count: Int, into scores: inout [Float]) {
    if model.metric == .euclidean {
      unsafe lk_sampling_distances(level, rows, captures, probes, count, &scores)
    } else {
      unsafe lk_sampling_products(level, rows, captures, probes, count, &scores)
      for place in 0..<count * BatchSampler.lanes { scores[place] = 1 - scores[place] }
    }
  }

  /// The coordinates of one of the captures.
  func capture(_ place: Int) -> [Float] {
    (0..<rows).map { captures[$0 * BatchSampler.lanes + place] }
  }

  private mutating func drawNormals(extra: Int) {
    unsafe lk_sampling_normals(
      level, population.seed, streams, starts, (rows + 3) / 4 * 4 + extra, &normals)
  }

  private enum Target { case people, noise }

  private mutating func product(_ factor: [Float], into target: Target) {
    switch (factor.count == rows, target) {
    case (true, .people): unsafe lk_sampling_diagonal(level, factor, rows, normals, &people)
    case (true, .noise): unsafe lk_sampling_diagonal(level, factor, rows, normals, &noise)
    case (false, .people): unsafe lk_sampling_lower(level, factor, rows, normals, &people)
    case (false, .noise): unsafe lk_sampling_lower(level, factor, rows, normals, &noise)
    }
  }

  /// Turns the squared lengths in ``lane`` into the factors that draw them to the shell.
  private mutating func pull(_ shell: Double, trace: Double) {
    for place in lane.indices {
      lane[place] =
        shell == 0 ? 1 : exp(Float(-shell / 2) * log(max(lane[place], 1e-20) / Float(trace)))
    }
  }

  private mutating func normalise() {
    unsafe lk_sampling_squares(level, rows, captures, &lane)
    for place in lane.indices { lane[place] = 1 / max(lane[place], 1e-30).squareRoot() }
    unsafe lk_sampling_blend(level, rows, lane, noise, zeros, &captures)
  }
}

extension PopulationModel.Component {
  /// The variance between people of this component: the squared radius of their shell.
  var trace: Float { factor.values.reduce(0) { $0 + $1 * $1 } }
}
