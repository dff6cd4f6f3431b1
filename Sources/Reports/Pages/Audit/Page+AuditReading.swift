public import Audit
import Biometrics
import Essentials
import Evaluation
import Matching

extension Page {
  /// An audit as its JSON tells it: searches, larger galleries, limits.
  public static func audit(reading: AuditReading) -> Page {
    let gallery = reading.gallery
    let scaling = ScalingParts(
      points: reading.scaling, threshold: reading.threshold,
      failsAt: reading.independenceFailsAtPeople, check: reading.scalingCheck,
      scoreName: gallery.metric.rawValue)
    var facts: [Block.Fact] = [
      .init("people", "\(gallery.people)"), .init("templates", "\(gallery.templates)"),
      .init("origin of the faces", Prose(gallery.origin.rawValue)),
      .init("encoder", Prose(gallery.encoder ?? "not known")),
      .init("scores", Prose(gallery.metric.rawValue)),
      .init("people of the one-to-one comparisons", "\(reading.oneToOnePeople)"),
    ]
    if let purpose = gallery.purpose { facts.append(.init("stated purpose", Prose(purpose))) }
    return Page(
      title: "How often strangers match: an audit of a gallery",
      summary: AuditParts.summary(gallery, searches: reading.openSet.nonMatedSearches),
      limits: reading.caveats.map { Prose($0) } + [
        "Drawn from a file: nothing here checks that the numbers are what an audit found.",
        "Curves of one-to-one comparisons are not in the file: the audit's own report has them.",
      ],
      sections: [
        Section("Data", [.facts(facts)]),
        OpenSetParts(
          reading.openSet, nonMatedRule: "for those, every template of the person was left out"
        ).section,
        scaling.section, AuditParts.verdicts(reading.limits),
      ].compactMap { $0 },
      provenance: [
        .init(
          "threshold", "\(Numerals.significant(reading.threshold, 8)), \(reading.thresholdRule)"),
        .init("seed", "\(code: String(reading.seed))"),
      ]
        + gallery.inputs.map {
          .init("the gallery was made from \($0.name)", "SHA-256 \(code: $0.sha256)")
        })
  }
}
