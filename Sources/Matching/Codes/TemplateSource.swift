/// The templates of a segment that is being written.
@safe struct TemplateSource: Sendable {
  let templates: MappedFile
  let inverseNorms: MappedFile
  let rows: Int
  let dimension: Int

  /// Codes block number `block`.
  func encode(_ encoder: BlockEncoder, block: Int) -> BlockEncoder.Block {
    let first = block * CodeLayout.block
    return encode(encoder, rows: first..<min(rows, first + CodeLayout.block))
  }

  /// Codes `range` as one block.
  func encode(_ encoder: BlockEncoder, rows range: Range<Int>) -> BlockEncoder.Block {
    guard let start = unsafe templates.values(of: Float.self).baseAddress else {
      preconditionFailure("no rows, no blocks")
    }
    let norms = unsafe inverseNorms.values(of: Double.self).baseAddress
    return unsafe encoder.encode(
      start + range.lowerBound * dimension, rows: range.count,
      inverseNorms: norms.map { unsafe $0 + range.lowerBound })
  }

  /// Copies row `row`, scaled to unit length where inverse norms are given.
  func scaled(_ row: Int, into values: inout [Double]) {
    let numbers = unsafe templates.values(of: Float.self)
    let norms = unsafe inverseNorms.values(of: Double.self)
    let scale = norms.isEmpty ? 1 : unsafe norms[row]
    for index in 0..<dimension {
      values[index] = unsafe Double(numbers[row * dimension + index]) * scale
    }
  }
}
