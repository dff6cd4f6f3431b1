internal import CMatchKernels

import Biometrics

/// Scores pending pairs exactly, the most promising first.
@safe struct ExactRescore {
  let segment: Segment
  let firstRow: Int
  let probes: ProbeSet
  let block: ProbeBlock
  private var starts: [Int32]
  private var order: [PendingPair] = []

  init(_ segment: Segment, firstRow: Int, probes: ProbeSet, block: ProbeBlock) {
    self.segment = segment
    self.firstRow = firstRow
    self.probes = probes
    self.block = block
    starts = Array(repeating: 0, count: block.count + 1)
  }

  /// Calls `score` for the pairs of `pending`: probe by probe, by descending bound.
  ///
  /// `body` gets the probe's place in the block and the candidate, and returns the probe's new floor;
  /// pairs whose bound is not above it are passed over.
  ///
  /// - Returns: how many pairs were scored.
  mutating func run(
    _ pending: [PendingPair], floors: inout [Double],
    body: (_ place: Int, _ candidate: Candidate) -> Double
  ) -> Int {
    group(pending)
    let scorer = probes.scorer
    let norms = unsafe segment.inverseNorms
    let d = probes.templates.dimension
    var scored = 0
    unsafe probes.templates.values.withUnsafeBufferPointer { values in
      guard let probeStart = values.baseAddress,
        let templates = unsafe segment.templates.baseAddress
      else { return }
      for place in 0..<block.count {
        let range = Int(starts[place])..<Int(starts[place + 1])
        if range.isEmpty { continue }
        if range.count > 1 { order[range].sort { $0.upper > $1.upper } }
        let index = block.indices[place]
        let probe = unsafe probeStart + index * d
        let inverse = probes.inverseNorms[index]
        for index in range {
          let pair = order[index]
          if pair.upper <= floors[place] { break }
          let row = Int(pair.row)
          // Rows lie anywhere in memory: ask for one that comes soon while this one is summed.
          if index + 3 < range.upperBound {
            unsafe lk_prefetch(templates + Int(order[index + 3].row) * d, min(1024, d * 4))
          }
          let score = unsafe scorer.score(
            templates + row * d, probe,
            inverseNorms: (norms.isEmpty ? 1 : norms[row], inverse))
          scored += 1
          floors[place] = body(place, Candidate(row: firstRow + row, score: score))
        }
      }
    }
    return scored
  }

  /// Orders the pairs by probe (a counting sort) into `order`; `starts` says where each begins.
  private mutating func group(_ pending: [PendingPair]) {
    for place in starts.indices { starts[place] = 0 }
    for pair in pending { starts[Int(pair.probe)] += 1 }
    var sum: Int32 = 0
    for place in starts.indices {
      let count = starts[place]
      starts[place] = sum
      sum += count
    }
    if let any = pending.first, order.count < pending.count {
      order = Array(repeating: any, count: max(pending.count, 2 * order.count))
    }
    var next = starts
    for pair in pending {
      order[Int(next[Int(pair.probe)])] = pair
      next[Int(pair.probe)] += 1
    }
  }
}
