/// Templates on their way into a segment: checked, and coded where they are a whole block.
struct PreparedTemplates: Sendable {
  /// The templates, one after the other.
  let values: [Float]
  /// What each is multiplied by before it is compared; empty where that is 1.
  let inverseNorms: [Double]
  /// Their codes, or nil where they will be coded later.
  let codes: BlockEncoder.Block?
}

/// What is done to templates before they are written: on any thread, in any order.
struct TemplatePreparation: Sendable {
  let rule: TemplateRule
  let dimension: Int
  /// How blocks are coded, or nil where that is not known yet.
  let encoder: BlockEncoder?

  /// Checks and codes `values`, of which the first is row `firstRow` of the segment.
  ///
  /// - Throws: ``Failure`` where one can't be compared.
  func prepare(_ values: [Float], firstRow: Int) throws -> PreparedTemplates {
    let norms = try rule.inverseNorms(values, dimension: dimension, firstRow: firstRow)
    let rows = values.count / dimension
    guard let encoder, rows == CodeLayout.block, firstRow % CodeLayout.block == 0 else {
      return PreparedTemplates(values: values, inverseNorms: norms, codes: nil)
    }
    let codes = unsafe values.withUnsafeBufferPointer { values -> BlockEncoder.Block? in
      unsafe norms.withUnsafeBufferPointer { norms -> BlockEncoder.Block? in
        guard let start = values.baseAddress else { return nil }
        return unsafe encoder.encode(
          start, rows: rows, inverseNorms: norms.isEmpty ? nil : norms.baseAddress)
      }
    }
    return PreparedTemplates(values: values, inverseNorms: norms, codes: codes)
  }
}
