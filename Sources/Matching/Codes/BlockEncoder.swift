internal import CMatchKernels

import Biometrics

/// Codes the templates of one block.
///
/// All bounds are upper bounds: sums of squares are taken in double, widened by far more than their
/// rounding, and rounded upward where they are stored as float32.
@safe struct BlockEncoder {
  let transform: Transform
  let metric: Metric
  let kernels: Kernels

  /// A block's codes and header, and the room in which they are worked out.
  ///
  /// Made once and used for block after block, by one thread at a time: memory that is given back to
  /// the system comes again page by page, cleared, which takes as long as the coding.
  final class Block: @unchecked Sendable {
    fileprivate(set) var tiles: [UInt8] = []
    fileprivate(set) var header = BlockHeader()
    fileprivate var turned: [Double] = []
  }

  /// Rows in 4,096 whose largest coordinate may be cut off, so that one huge number does not blur all
  /// others; what is cut off is part of the row's certified error.
  static let cutRowsPerThousand = 5

  /// Codes `rows` templates from `templates` on into `block`; inverse norms are given for cosine only.
  func encode(
    _ templates: UnsafePointer<Float>, rows: Int, inverseNorms: UnsafePointer<Double>?,
    into block: Block
  ) {
    let d = transform.dimension
    // What is turned is kept; what is not costs less to work out again than to fetch from memory.
    let numbers = (transform.rotation.isEmpty ? 1 : rows) * d
    if block.turned.count < numbers { block.turned = [Double](repeating: 0, count: numbers) }
    let bytes = CodeLayout.tiles(rows) * transform.layout.tileBytes
    if block.tiles.count != bytes { block.tiles = [UInt8](repeating: 0, count: bytes) }
    unsafe block.turned.withUnsafeMutableBufferPointer { turned in
      unsafe block.tiles.withUnsafeMutableBytes { tiles in
        guard let turned = turned.baseAddress else { return }
        unsafe tiles.initializeMemory(as: UInt8.self, repeating: 128)
        block.header = unsafe encode(
          templates, rows: rows, inverseNorms: inverseNorms, turned: turned, bytes: tiles)
      }
    }
  }

  private func encode(
    _ templates: UnsafePointer<Float>, rows: Int, inverseNorms: UnsafePointer<Double>?,
    turned: UnsafeMutablePointer<Double>, bytes: UnsafeMutableRawBufferPointer
  ) -> BlockHeader {
    let d = transform.dimension
    let layout = transform.layout
    let head = layout.headDimensions
    let raw = kernels.raw
    let tiles = CodeLayout.tiles(rows)
    var header = BlockHeader()
    var offsets = [Float](repeating: -Float.greatestFiniteMagnitude, count: tiles * 64)
    var norms = [Double](repeating: 0, count: rows)
    var tailNorms = [Double](repeating: 0, count: rows)
    var sizes = [Double](repeating: 0, count: rows)
    let isTurned = !transform.rotation.isEmpty
    let scratch = UnsafeMutablePointer<Double>.allocate(capacity: d)
    let codes = UnsafeMutablePointer<Int8>.allocate(capacity: d + 8)
    defer {
      unsafe scratch.deallocate()
      unsafe codes.deallocate()
    }
    let centreNorm = transform.centreSquare.squareRoot()
    for row in 0..<rows {
      let to = unsafe turned + (isTurned ? row * d : 0)
      let scale = unsafe inverseNorms.map { unsafe $0[row] } ?? 1
      let from = unsafe templates + row * d
      let parts = unsafe transform.apply(
        from, scale: scale, kernels: kernels, scratch: scratch, turned: to)
      offsets[row] = Float.upper(transform.templateOffset(metric, parts))
      norms[row] = (parts.norm + centreNorm) * (1 + 0x1p-40)
      sizes[row] = unsafe raw.largest(to, d)
      if layout.hasTail {
        var square = 0.0
        for index in head..<d { unsafe square += to[index] * to[index] }
        tailNorms[row] =
          square.squareRoot() * (1 + 0x1p-40) + transform.roundingError
          * (norms[row] + centreNorm)
        sizes[row] = max(sizes[row], tailNorms[row])
      }
    }
    let step = BlockEncoder.step(sizes)
    header.step = step
    for row in 0..<rows {
      let tile = row / 64 * layout.tileBytes
      let place = row % 64
      let from = unsafe turned + (isTurned ? row * d : 0)
      if !isTurned {
        let scale = unsafe inverseNorms.map { unsafe $0[row] } ?? 1
        _ = unsafe transform.centred(
          templates + row * d, scale: scale, kernels: kernels, into: from)
      }
      let rounding = transform.roundingError * (norms[row] + centreNorm)
      var sums = (0.0, 0.0)
      unsafe withUnsafeMutablePointer(to: &sums) { pointer in
        unsafe pointer.withMemoryRebound(to: Double.self, capacity: 2) {
          unsafe raw.encode(from, head, step, 127, codes, $0)
        }
      }
      let (headError, headSquare) = sums
      // Four dimensions at a time, as they lie in the tile.
      let groups = head / 4
      let words = UnsafeRawPointer(codes)
      let to = tile + layout.headStart + place * 4
      for group in 0..<groups {
        let word = unsafe words.loadUnaligned(fromByteOffset: 4 * group, as: UInt32.self)
        unsafe bytes.storeBytes(
          of: word ^ 0x8080_8080, toByteOffset: to + group * 256, as: UInt32.self)
      }
      for index in 4 * groups..<head {
        unsafe bytes[to + groups * 256 + index % 4] = UInt8(bitPattern: codes[index]) ^ 0x80
      }
      var error = headError.squareRoot() * (1 + 0x1p-40) + rounding
      header.headNorm = max(
        header.headNorm, headSquare.squareRoot() * (1 + 0x1p-40))
      header.templateNorm = max(header.templateNorm, norms[row])
      if layout.hasTail {
        sums = (0, 0)
        let rest = d - head
        unsafe withUnsafeMutablePointer(to: &sums) { pointer in
          unsafe pointer.withMemoryRebound(to: Double.self, capacity: 2) {
            unsafe raw.encode(from + head, rest, step, 127, codes, $0)
          }
        }
        let tail = tile + layout.tailStart + place * layout.tailBytes
        for index in 0..<rest {
          unsafe bytes[tail + index] = UInt8(bitPattern: codes[index]) ^ 0x80
        }
        let full = (headError + sums.0).squareRoot() * (1 + 0x1p-40) + rounding
        unsafe bytes.storeBytes(
          of: Float.upper(full), toByteOffset: tile + 512 + place * 4, as: Float.self)
        header.fullNorm = max(
          header.fullNorm, (headSquare + sums.1).squareRoot() * (1 + 0x1p-40))
        // The tail's norm as a coordinate of the head, rounded up; what is beyond the largest code
        // goes into the error, whose factor ‖q′‖ is at least the probe's tail.
        let code = min(127, (tailNorms[row] / step * (1 + 0x1p-40)).rounded(.up))
        unsafe bytes[tile + layout.headStart + head / 4 * 256 + place * 4 + head % 4] =
          UInt8(128 + Int(code))
        error += max(0, tailNorms[row] - code * step) * (1 + 0x1p-40)
      }
      unsafe bytes.storeBytes(
        of: Float.upper(error), toByteOffset: tile + 256 + place * 4, as: Float.self)
    }
    for row in 0..<tiles * 64 {
      unsafe bytes.storeBytes(
        of: offsets[row], toByteOffset: row / 64 * layout.tileBytes + row % 64 * 4,
        as: Float.self)
      if row >= rows {
        unsafe bytes.storeBytes(
          of: 0, toByteOffset: row / 64 * layout.tileBytes + 256 + row % 64 * 4, as: Float.self)
      }
    }
    return header
  }

  /// The coordinate that code 1 stands for, so that all but a few rows fit.
  static func step(_ sizes: [Double]) -> Double {
    let sorted = sizes.sorted()
    let cut = sorted.count * cutRowsPerThousand / 1000
    for index in [sorted.count - 1 - cut, sorted.count - 1] where index >= 0 {
      let step = sorted[index] / 127
      if step > 0 { return step }
    }
    return 1
  }
}

extension Float {
  /// The least float32 that is not below `value`; the largest finite one where there is none.
  static func upper(_ value: Double) -> Float {
    let near = Float(value)
    if near == .infinity { return .greatestFiniteMagnitude }
    return Double(near) >= value ? near : near.nextUp
  }
}
