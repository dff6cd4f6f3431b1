public import Essentials

extension AuditLimit.Verdict {
  /// The verdicts as a table: limit, rate measured, the upper end of its interval, verdict.
  public static func table(_ verdicts: [AuditLimit.Verdict]) -> TextTable {
    var table = TextTable([
      .text("limit"), .number("measured"), .number("upper end of the interval"),
      .text("verdict"),
    ])
    for verdict in verdicts {
      let outcome =
        switch verdict.outcome {
        case .kept: verdict.isShown ? "kept" : "kept, but these data can't rule out a breach"
        case .breached: "BREACHED"
        case .notMeasurable: "NOT MEASURABLE, which counts as breached"
        }
      table.append([
        "\(verdict.limit.rate.rawValue.uppercased()) at most \(Numerals.percent(verdict.limit.limit))",
        verdict.measured.map { Numerals.percent($0) } ?? "not measurable",
        verdict.upper.map { Numerals.percent($0) } ?? "", outcome,
      ])
    }
    return table
  }
}
