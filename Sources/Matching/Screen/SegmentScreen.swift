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
///
/// A pair that passes is bounded once more, with fine codes f of what the probe's codes leave:
/// `⟨q′, x′⟩ ≤ s_x (s_q ⟨c_q, c_x⟩ + s_f ⟨f_q, c_x⟩) + ‖q′‖ e_x + e_f ‖s_x c_x‖`, where e_f is two
/// hundred times smaller than e_q.
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
  private let head: UnsafeMutablePointer<UInt8>
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
    unsafe head = .allocate(capacity: layout.headGroups * 4)
    slacks = Array(repeating: 0, count: probes.count)
    unsafe hits = .allocate(capacity: 64 * probes.count)
    pending.reserveCapacity(SegmentScreen.capacity)
  }

  deinit {
    unsafe hits.deallocate()
    unsafe thresholds.deallocate()
    unsafe base.deallocate()
    unsafe head.deallocate()
  }

  /// Scans `tiles`, which must lie in one block, and hands what passes to `look`, which may raise
  /// ``floors``.
  ///
  /// Fewer pairs than `patience` are kept for the next scan or ``finish(look:)``: looked at together,
  /// the most promising raise the floors over many of the others.
  func scan(_ tiles: Range<Int>, patience: Int = 1, look: (inout [PendingPair]) -> Void) {
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
    if pending.count >= patience { finish(look: look) }
  }

  /// Hands what was kept to `look`.
  func finish(look: (inout [PendingPair]) -> Void) {
    if pending.isEmpty { return }
    look(&pending)
    pending.removeAll(keepingCapacity: true)
  }

  /// The floors in code units, for a block.
  private func setThresholds(_ header: BlockHeader) {
    let unit = probes.step * header.step
    // A start held at 2³⁰ must pass, whatever its codes add: magnitudes of at most 127 a coordinate,
    // and the bias.
    let least = Double((1 << 30) - 127 * 127 * 4 * layout.headGroups)
    for probe in 0..<probes.count {
      let bounds = probes.bounds[probe]
      // All roundings in double, those of the exact score included, are below 2⁻⁴⁰ of the largest
      // quantity that occurs in them.
      let size = bounds.scale + header.templateNorm
      slacks[probe] = bounds.offset + size * size * 0x1p-40
      let needed = floors[probe] - slacks[probe] - bounds.headError * header.headNorm
      let threshold = (needed / unit).rounded(.down) + Double(bounds.headBias) - 1
      let ceiling = least + Double(bounds.headBias)
      unsafe thresholds[probe] =
        threshold > ceiling
        ? Int32(ceiling) : threshold > -0x1p31 ? Int32(threshold) : Int32.min
    }
  }

  /// Bounds the hits with all that is known of them and keeps those that still pass.
  private func keep(
    _ found: Int, tile: UnsafePointer<UInt8>, _ floats: UnsafePointer<Float>, _ header: BlockHeader
  ) {
    unsafe probes.tails.withUnsafeBufferPointer { tails in
      unsafe probes.fine.withUnsafeBufferPointer { fine in
        unsafe probes.bounds.withUnsafeBufferPointer { bounds in
          unsafe keep(found, tile, floats, header, tails, fine, bounds)
        }
      }
    }
  }

  private func keep(
    _ found: Int, _ tile: UnsafePointer<UInt8>, _ floats: UnsafePointer<Float>,
    _ header: BlockHeader, _ tails: UnsafeBufferPointer<Int8>, _ fine: UnsafeBufferPointer<Int8>,
    _ allBounds: UnsafeBufferPointer<ProbeBlock.Bounds>
  ) {
    guard let fine = fine.baseAddress else { return }
    let unit = probes.step * header.step
    let fineUnit = probes.fineStep * header.step
    let (raw, rows, layout) = (kernels.raw, segment.rows, layout)
    let (groups, tailBytes, fineBytes) = (layout.headGroups, layout.tailBytes, layout.fineBytes)
    // The error of the templates' codes, head and tail.
    let errors = unsafe floats + (layout.hasTail ? 128 : 64)
    let norm = layout.hasTail ? header.fullNorm : header.headNorm
    let norms =
      unsafe tile + layout.headStart + layout.headDimensions / 4 * 256 + layout.headDimensions % 4
    for index in 0..<found {
      let hit = unsafe hits[index]
      if Int(hit.row) >= rows { continue }
      screened += 1
      let (probe, place) = (Int(hit.probe), Int(hit.row) % 64)
      let bounds = unsafe allBounds[probe]
      let tail = unsafe tile + layout.tailStart + place * tailBytes
      var sum = unsafe Int(hit.sum) - Int(base[place]) - Int(bounds.headBias)
      if tailBytes > 0, let tails = tails.baseAddress {
        // The tails' own sum in place of their norms' product.
        sum += unsafe Int(raw.dot_codes(tail, tails + probe * tailBytes, tailBytes))
        sum -= unsafe Int(bounds.tailBias) + (Int(norms[place * 4]) - 128) * Int(bounds.tailNorm)
      }
      var upper = unsafe Double(sum) * unit + Double(floats[place])
      upper += unsafe bounds.norm * Double(errors[place]) + slacks[probe]
      let coarse = layout.hasTail ? bounds.fullError : bounds.headError
      if upper + coarse * norm <= floors[probe] { continue }
      // With the probe's fine codes hardly more than the error of the template's is left. The head of
      // one template lies in the tile four bytes here, four bytes there.
      let from = unsafe UnsafeRawPointer(tile + layout.headStart + place * 4)
      let to = unsafe UnsafeMutableRawPointer(head)
      for group in 0..<groups {
        let word = unsafe from.load(fromByteOffset: group * 256, as: UInt32.self)
        unsafe to.storeBytes(of: word, toByteOffset: group * 4, as: UInt32.self)
      }
      let codes = unsafe fine + probe * fineBytes
      var fineSum = unsafe Int(raw.dot_codes(head, codes, groups * 4)) - Int(bounds.fineBias)
      if tailBytes > 0 {
        fineSum += unsafe Int(raw.dot_codes(tail, codes + groups * 4, tailBytes))
      }
      upper += Double(fineSum) * fineUnit + bounds.fineError * norm
      if upper > floors[probe] {
        pending.append(PendingPair(probe: hit.probe, row: hit.row, upper: upper))
      }
    }
  }
}
