internal import CMatchKernels

import Essentials

/// A pair that bounds can't rule out.
struct PendingPair {
  /// The probe's place in its block.
  var probe: UInt32
  /// The row in the segment.
  var row: UInt32
  /// At least the pair's S (see ``Transform``), roundings of an exact score included.
  var upper: Double
}

/// Scans the codes of a segment for pairs whose S may exceed their probe's floor.
///
/// With steps s_q and s_x, codes c and errors e, Cauchy–Schwarz gives
/// `⟨q′, x′⟩ ≤ s_q s_x ⟨c_q, c_x⟩ + ‖q′‖ e_x + e_q ‖s_x c_x‖`.
/// What depends on the template alone (a(x), and e_x with the block's largest ‖q′‖) is turned into
/// code units, rounded up, and added to its sum at the start; what depends on the probe goes into the
/// threshold, rounded down. A pair passes when sum ≥ threshold, which every pair with S > floor does.
@safe final class SegmentScreen {
  /// Pairs kept before they must be looked at: room for one more tile is always left.
  private static let capacity = 1 << 17

  let segment: Segment
  let probes: ProbeBlock
  let layout: CodeLayout
  /// Per probe the S that a pair must exceed to matter; the caller raises it.
  var floors: [Double]
  /// Pairs whose head could not be ruled out.
  private(set) var screened = 0
  private let kernels: Kernels
  private let thresholds: UnsafeMutablePointer<Int32>
  private var slacks: [Double]
  private let hits: UnsafeMutablePointer<lk_hit>
  private let base: UnsafeMutablePointer<Int32>
  private var pending: [PendingPair] = []

  /// Prepares a scan of `segment` for `probes`, whose floors start at minus infinity.
  init(_ segment: Segment, _ probes: ProbeBlock, kernels: Kernels) {
    self.segment = segment
    self.probes = probes
    self.kernels = kernels
    layout = segment.transform.layout
    floors = Array(repeating: -.infinity, count: probes.count)
    unsafe thresholds = .allocate(capacity: probes.count)
    unsafe base = .allocate(capacity: 64)
    slacks = Array(repeating: 0, count: probes.count)
    unsafe hits = .allocate(capacity: 64 * probes.count)
    pending.reserveCapacity(SegmentScreen.capacity)
  }

  deinit {
    unsafe hits.deallocate()
    unsafe thresholds.deallocate()
    unsafe base.deallocate()
  }

  /// Scans `tiles`, which must lie in one block, and hands what passes to `look`, which may raise
  /// ``floors``.
  func scan(_ tiles: Range<Int>, look: (inout [PendingPair]) -> Void) {
    let header = segment.blockHeader(tiles.lowerBound * CodeLayout.tile / CodeLayout.block)
    let bytes = unsafe segment[.codes].bytes
    guard let codes = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    let raw = kernels.raw
    let lastTile = CodeLayout.tiles(segment.rows) - 1
    let unit = probes.step * header.step
    setThresholds(header)
    for tile in tiles {
      let start = unsafe codes + tile * layout.tileBytes
      let floats = unsafe UnsafeRawPointer(start).assumingMemoryBound(to: Float.self)
      unsafe raw.base(floats, floats + 64, probes.norm, 1 / unit, base)
      let next = unsafe tile < lastTile ? start + layout.tileBytes + layout.headStart : nil
      let found = unsafe raw.scan(
        start + layout.headStart, layout.headGroups, base, probes.packed, thresholds, probes.count,
        UInt32(tile * 64), next, hits)
      if found > 0 {
        unsafe keep(found, tile: start, floats, header)
        if pending.count > SegmentScreen.capacity - 64 * probes.count {
          look(&pending)
          pending.removeAll(keepingCapacity: true)
          setThresholds(header)
        }
      }
    }
    if !pending.isEmpty {
      look(&pending)
      pending.removeAll(keepingCapacity: true)
    }
  }

  /// The floors in code units, for a block.
  private func setThresholds(_ header: BlockHeader) {
    let unit = probes.step * header.step
    // Sums stay within ±2²⁶ of their start, and a start held at 2³⁰ must pass.
    let ceiling = Double((1 << 30) - (1 << 27))
    for probe in 0..<probes.count {
      let bounds = probes.bounds[probe]
      // All roundings in double, those of the exact score included, are below 2⁻⁴⁰ of the largest
      // quantity that occurs in them.
      let size = bounds.scale + header.templateNorm
      slacks[probe] = bounds.offset + size * size * 0x1p-40
      let needed = floors[probe] - slacks[probe] - bounds.headError * header.headNorm
      let threshold = (needed / unit).rounded(.down) + Double(bounds.headBias) - 1
      unsafe thresholds[probe] =
        threshold > ceiling
        ? Int32(ceiling) : threshold > -0x1p31 ? Int32(threshold) : Int32.min
    }
  }

  /// Bounds the hits with all that is known of them and keeps those that still pass.
  private func keep(
    _ found: Int, tile: UnsafePointer<UInt8>, _ floats: UnsafePointer<Float>, _ header: BlockHeader
  ) {
    let unit = probes.step * header.step
    let raw = kernels.raw
    let (rows, layout, allBounds, tails) = (segment.rows, layout, probes.bounds, probes.tails)
    let normPlace =
      layout.headStart + layout.headDimensions / 4 * 256 + layout.headDimensions % 4
    let (tailStart, tailBytes) = (layout.tailStart, layout.tailBytes)
    for index in 0..<found {
      let hit = unsafe hits[index]
      if Int(hit.row) >= rows { continue }
      screened += 1
      let probe = Int(hit.probe)
      let bounds = allBounds[probe]
      var upper: Double
      if tailBytes > 0 {
        let place = Int(hit.row) % 64
        let normCode = unsafe Int(tile[normPlace + place * 4])
        let tail = unsafe tails.withUnsafeBufferPointer { tails -> Int32 in
          guard let tails = tails.baseAddress else { return 0 }
          return unsafe raw.dot_codes(
            tile + tailStart + place * tailBytes, tails + probe * tailBytes, tailBytes)
        }
        let sum =
          unsafe Int(hit.sum) - Int(base[place]) - Int(bounds.headBias) - (normCode - 128)
          * Int(bounds.tailNorm) + Int(tail) - Int(bounds.tailBias)
        upper = unsafe Double(sum) * unit + Double(floats[place])
        upper += unsafe bounds.norm * Double(floats[128 + place])
        upper += bounds.fullError * header.fullNorm + slacks[probe]
      } else {
        upper = Double(hit.sum - bounds.headBias) * unit
        upper += bounds.headError * header.headNorm + slacks[probe]
        // A start held at ±2³⁰ says nothing of the template.
        if unsafe abs(base[Int(hit.row) % 64]) >= 1 << 30 { upper = .infinity }
      }
      if upper > floors[probe] {
        pending.append(PendingPair(probe: hit.probe, row: hit.row, upper: upper))
      }
    }
  }
}
