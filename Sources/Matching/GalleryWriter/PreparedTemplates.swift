/// Templates on their way into a segment: checked, and coded where they are a whole block.
///
/// Used for one run of templates after the other, by one thread at a time; see ``BlockEncoder/Block``
/// for why.
final class PreparedTemplates: @unchecked Sendable {
  /// The templates, one after the other.
  var values: [Float]
  /// What each is multiplied by before it is compared; empty where that is 1.
  fileprivate(set) var inverseNorms: [Double] = []
  /// Their codes, or nil where they will be coded later.
  var codes: BlockEncoder.Block? { isCoded ? block : nil }
  fileprivate var isCoded = false
  fileprivate let block = BlockEncoder.Block()

  init(_ values: [Float] = []) { self.values = values }
}

/// What is done to templates before they are written: on any thread, in any order.
struct TemplatePreparation: Sendable {
  let rule: TemplateRule
  let dimension: Int
  /// How blocks are coded, or nil where that is not known yet.
  let encoder: BlockEncoder?

  /// Checks and codes the values of `templates`, of which the first is row `firstRow` of the segment.
  ///
  /// - Throws: ``Failure`` where one can't be compared.
  func prepare(_ templates: PreparedTemplates, firstRow: Int) throws {
    templates.isCoded = false
    let norms = try rule.inverseNorms(templates.values, dimension: dimension, firstRow: firstRow)
    templates.inverseNorms = norms
    let rows = templates.values.count / dimension
    guard let encoder, rows == CodeLayout.block, firstRow % CodeLayout.block == 0 else { return }
    unsafe templates.values.withUnsafeBufferPointer { values in
      unsafe norms.withUnsafeBufferPointer { norms in
        guard let start = values.baseAddress else { return }
        unsafe encoder.encode(
          start, rows: rows, inverseNorms: norms.isEmpty ? nil : norms.baseAddress,
          into: templates.block)
      }
    }
    templates.isCoded = true
  }
}
