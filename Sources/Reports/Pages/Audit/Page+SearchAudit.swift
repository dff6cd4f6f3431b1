public import Audit
import Biometrics
import Essentials
import Evaluation

extension Page {
  /// The report of an audit of searches, with the sections that ISO/IEC 19795-1 asks for.
  ///
  /// - Parameters:
  ///   - audit: the results.
  ///   - context: the release, the files, the name of the system.
  /// - Returns: the page.
  public static func searchAudit(_ audit: SearchAudit, context: ReportContext) -> Page {
    let parts = SearchAuditParts(audit)
    let facts = audit.searches
    let results: [Section] =
      [parts.openSet.section] + [parts.scaling].compactMap { $0 }
      + audit.searchDifferentials.map { SearchDifferentialParts($0).section }
    return Page(
      title: "How often searches find a stranger: an audit of searches",
      summary: """
        \(Numerals.grouped(facts.probes)) probes were searched for among \
        \(Numerals.grouped(facts.galleryTemplates)) templates of \
        \(Numerals.grouped(facts.galleryPeople)) people. What came back is counted here.
        """,
      limits: parts.limits,
      sections: [
        parts.plainWords, context.systemSection, parts.data, parts.protocolSection,
        Section("Results", results.map { .section($0) }), AuditParts.verdicts(audit.limits),
        parts.uncertainty,
      ].compactMap { $0 },
      provenance: context.provenance + [
        .init("threshold", "\(Numerals.significant(audit.threshold, 8)), \(audit.thresholdRule)")
      ])
  }
}
