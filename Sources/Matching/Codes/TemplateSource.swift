/// The templates of a segment that is being written, as they stand in its files.
@safe struct TemplateSource: Sendable {
  let templates: MappedFile
  let inverseNorms: MappedFile
  let rows: Int
  let dimension: Int

  /// Codes the templates of block number `number` into `block`.
  func encode(_ encoder: BlockEncoder, _ number: Int, into block: BlockEncoder.Block) {
    guard let start = unsafe templates.values(of: Float.self).baseAddress else {
      preconditionFailure("no rows, no blocks")
    }
    let norms = unsafe inverseNorms.values(of: Double.self).baseAddress
    let first = number * CodeLayout.block
    unsafe encoder.encode(
      start + first * dimension, rows: min(rows - first, CodeLayout.block),
      inverseNorms: norms.map { unsafe $0 + first }, into: block)
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
