/// The templates of a segment that is being written, as they stand in its files.
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

  /// The templates by which it is chosen how to code all.
  func sample() -> TemplateSample {
    let numbers = unsafe templates.values(of: Float.self)
    let norms = unsafe inverseNorms.values(of: Double.self)
    let chosen = TemplateSample.rows(of: rows, dimension: dimension)
    var values: [Float] = []
    values.reserveCapacity(chosen.count * dimension)
    for row in chosen {
      unsafe values += numbers[row * dimension..<(row + 1) * dimension]
    }
    return TemplateSample(
      total: rows, dimension: dimension, values: values,
      inverseNorms: norms.isEmpty ? [] : chosen.map { unsafe norms[$0] })
  }
}
