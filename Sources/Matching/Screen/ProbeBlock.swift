internal import CMatchKernels

import Biometrics
import Essentials

/// Probes coded together for one segment: they share one step, so that a template's sum means the
/// same for each.
@safe struct ProbeBlock: Sendable {
  /// The probes, as indices of the probe set.
  let indices: [Int]
  /// The coordinate that code 1 stands for.
  let step: Double
  /// At least the largest ‖q′‖.
  let norm: Double
  /// Packed codes of the heads.
  let packed: [Int8]
  /// Codes of the tails, probe after probe.
  let tails: [Int8]
  /// What a step of the fine codes stands for.
  let fineStep: Double
  /// Codes of what the codes above leave of head and tail, probe after probe: for pairs that pass.
  let fine: [Int8]
  /// Per probe what bounds need.
  let bounds: [Bounds]

  /// What the bounds of one probe need.
  struct Bounds: Sendable {
    /// b(q).
    var offset: Double
    /// At least ‖q′‖.
    var norm: Double
    /// At least the error of the coded head.
    var headError: Double
    /// At least the error of the coded head and tail.
    var fullError: Double
    /// At least the error of head and tail with their fine codes.
    var fineError: Double
    /// At least ‖q‖ + ‖μ‖, to which roundings are relative.
    var scale: Double
    /// 128 · Σ head codes, which the templates' bias of 128 adds to each sum.
    var headBias: Int32
    /// 128 · Σ tail codes.
    var tailBias: Int32
    /// 128 · Σ fine codes.
    var fineBias: Int32
    /// The code of the tail's norm.
    var tailNorm: Int32
  }

  /// Probes in a block at most.
  static let limit = 1020

  /// Codes `probes` for a segment with `transform`: blocks of probes whose sizes are alike.
  static func blocks(_ probes: ProbeSet, transform: Transform, threads: Int) throws -> [ProbeBlock]
  {
    let d = probes.templates.dimension
    let layout = transform.layout
    // Turned probes and their sizes, in parallel.
    let turned = try Parallel.map(count: probes.count, threads: threads) { index in
      unsafe probes.templates.values.withUnsafeBufferPointer { values -> TurnedProbe in
        guard let start = values.baseAddress else { preconditionFailure("no numbers") }
        return unsafe TurnedProbe(
          start + index * d, inverseNorm: probes.inverseNorms[index], metric: probes.metric,
          transform: transform, kernels: probes.kernels)
      }
    }
    let order = turned.indices.sorted {
      (turned[$0].size, $0) < (turned[$1].size, $1)
    }
    var blocks: [ProbeBlock] = []
    var start = 0
    while start < order.count {
      // Within a factor of two, so that no probe loses more than a bit to its neighbours.
      var end = start + 1
      while end < order.count, turned[order[end]].size <= 2 * turned[order[start]].size {
        end += 1
      }
      // Equal shares in whole groups: a block of a few left over would cost a scan of its own.
      let parts = (end - start + limit - 1) / limit
      let group = Int(LK_GROUP)
      let share = ((end - start + parts - 1) / parts + group - 1) / group * group
      for part in Parallel.blocks(end - start, of: share) {
        let members = Array(order[start + part.lowerBound..<start + part.upperBound])
        blocks.append(ProbeBlock(members, turned, layout: layout, kernels: probes.kernels))
      }
      start = end
    }
    return blocks
  }

  private init(_ indices: [Int], _ turned: [TurnedProbe], layout: CodeLayout, kernels: Kernels) {
    self.indices = indices
    let largest = indices.map { turned[$0].size }.max() ?? 0
    let limit = kernels.probeLimit
    // A hair wider, so that the tail's norm, rounded up, is still within the limit.
    let step = largest > 0 ? largest / Double(limit) * (1 + 0x1p-40) : 1
    self.step = step
    // What is left of a number is half a step at most.
    let fineStep = step / Double(2 * limit) * (1 + 0x1p-40)
    self.fineStep = fineStep
    norm = indices.map { turned[$0].norm }.max() ?? 0
    let raw = kernels.raw
    let groups = layout.headGroups
    let head = layout.headDimensions
    let rest = layout.dimension - head
    var packed = [Int8](repeating: 0, count: indices.count * groups * 4)
    var tails = [Int8](repeating: 0, count: indices.count * layout.tailBytes)
    let fineBytes = layout.fineBytes
    var fine = [Int8](repeating: 0, count: indices.count * fineBytes)
    var bounds: [Bounds] = []
    var left = [Double](repeating: 0, count: max(head, rest))
    var codes = [Int8](repeating: 0, count: max(groups * 4, rest) + 8)
    for (place, index) in indices.enumerated() {
      let probe = turned[index]
      var headSums = [0.0, 0.0]
      var tailSums = [0.0, 0.0]
      var tailBias: Int32 = 0
      var fineBias: Int32 = 0
      var fineSquare = 0.0
      /// Codes what the codes of the dimensions `range` leave; the first goes to byte `start`.
      func codeRest(_ range: Range<Int>, at start: Int) {
        var sums = [0.0, 0.0]
        for (index, dimension) in range.enumerated() {
          left[index] = probe.values[dimension] - step * Double(codes[index])
        }
        unsafe raw.encode(left, range.count, fineStep, Int32(limit), &codes, &sums)
        fineSquare += sums[0]
        for index in 0..<range.count {
          fine[place * fineBytes + start + index] = codes[index]
          fineBias += 128 * Int32(codes[index])
        }
      }
      if rest > 0 {
        unsafe raw.encode(Array(probe.values[head...]), rest, step, Int32(limit), &codes, &tailSums)
        for index in 0..<rest {
          tails[place * layout.tailBytes + index] = codes[index]
          tailBias += 128 * Int32(codes[index])
        }
        codeRest(head..<head + rest, at: groups * 4)
      }
      for index in codes.indices { codes[index] = 0 }
      unsafe raw.encode(probe.values, head, step, Int32(limit), &codes, &headSums)
      var tailNorm: Int32 = 0
      if rest > 0 {
        tailNorm = Int32((probe.tailNorm / step).rounded(.up))
        codes[head] = Int8(tailNorm)
      }
      let headBias = 128 * codes[0..<groups * 4].reduce(Int32(0)) { $0 + Int32($1) }
      unsafe lk_pack_probe(codes, groups, place, indices.count, &packed)
      codeRest(0..<head, at: 0)
      bounds.append(
        Bounds(
          offset: probe.offset, norm: probe.norm,
          headError: headSums[0].squareRoot() * (1 + 0x1p-40) + probe.rounding,
          fullError: (headSums[0] + tailSums[0]).squareRoot() * (1 + 0x1p-40) + probe.rounding,
          fineError: fineSquare.squareRoot() * (1 + 0x1p-40) + probe.rounding,
          scale: probe.scale, headBias: headBias, tailBias: tailBias, fineBias: fineBias,
          tailNorm: tailNorm))
    }
    self.fine = fine
    self.packed = packed
    self.tails = tails
    self.bounds = bounds
  }

  var count: Int { indices.count }
}

/// A probe after the transform.
private struct TurnedProbe: Sendable {
  var values: [Double]
  var norm: Double
  var tailNorm: Double
  var size: Double
  var offset: Double
  var scale: Double
  var rounding: Double

  init(
    _ probe: UnsafePointer<Float>, inverseNorm: Double, metric: Metric, transform: Transform,
    kernels: Kernels
  ) {
    let d = transform.dimension
    var values = [Double](repeating: 0, count: d)
    var scratch = [Double](repeating: 0, count: d)
    let parts = unsafe values.withUnsafeMutableBufferPointer { values in
      unsafe scratch.withUnsafeMutableBufferPointer { scratch in
        guard let values = values.baseAddress, let scratch = scratch.baseAddress
        else { preconditionFailure("no numbers") }
        return unsafe transform.apply(
          probe, scale: metric == .cosine ? inverseNorm : 1, kernels: kernels, scratch: scratch,
          turned: values)
      }
    }
    let centreNorm = transform.centreSquare.squareRoot()
    scale = (parts.norm + 2 * centreNorm) * (1 + 0x1p-40)
    rounding = transform.roundingError * scale
    norm = parts.norm * (1 + 0x1p-40) + rounding
    offset = transform.probeOffset(metric, parts)
    var square = 0.0
    for index in transform.headDimensions..<d { square += values[index] * values[index] }
    tailNorm = transform.headDimensions < d ? square.squareRoot() * (1 + 0x1p-40) + rounding : 0
    let largest = unsafe kernels.raw.largest(values, d)
    size = max(largest, tailNorm)
    self.values = values
  }
}
