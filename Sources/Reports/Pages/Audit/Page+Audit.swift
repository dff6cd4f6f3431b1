public import Audit
import Biometrics
import Essentials
import Evaluation

extension Page {
  /// The report of a gallery's audit, with the sections that ISO/IEC 19795-1 asks for.
  ///
  /// - Parameters:
  ///   - audit: the results.
  ///   - context: the release and the name of the system.
  /// - Returns: the page.
  public static func audit(_ audit: GalleryAudit, context: ReportContext) -> Page {
    let parts = AuditParts(audit)
    let comparisons = EvaluationParts(audit.oneToOne)
    let scoreName = audit.gallery.metric.inWords
    let scaling = ScalingParts(
      points: audit.scaling, threshold: audit.threshold, failsAt: audit.independenceFailsAtPeople,
      check: audit.scalingCheck, scoreName: scoreName)
    return Page(
      title: "How often strangers match: an audit of a gallery",
      summary: AuditParts.summary(audit.gallery, searches: audit.openSet.nonMatedSearches),
      limits: parts.limits,
      sections: [
        parts.plainWords, parts.system(context), parts.data, parts.protocolSection,
        Section(
          "Results",
          [
            .section(
              OpenSetParts(
                audit.openSet,
                nonMatedRule: "for those, every template of the person was left out"
              ).section)
          ] + [parts.wholeGallery].compactMap { $0.map { .section($0) } } + [
            .section(scaling.section), .section(parts.comparisons(comparisons)),
            .section(comparisons.thresholds), .section(comparisons.equalErrorRates),
          ] + audit.searchDifferentials.map { .section(SearchDifferentialParts($0).section) }
            + audit.differentials.map { .section(DifferentialParts($0).section) }),
        AuditParts.verdicts(audit.limits), comparisons.uncertainty,
      ].compactMap { $0 }, provenance: context.provenance + parts.provenance)
  }
}
