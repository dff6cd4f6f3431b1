import Audit
import Biometrics
import Essentials
import Evaluation
import Statistics

/// The parts of the page of an audit of searches that need words.
struct SearchAuditParts {
  let audit: SearchAudit

  init(_ audit: SearchAudit) { self.audit = audit }

  var limits: [Prose] {
    audit.caveats.map { Prose($0) } + [
      """
      The rates hold for these probes, this gallery and these settings. A larger gallery alarms \
      more often; other cameras do worse.
      """
    ]
  }

  /// What makes a search one for somebody who is not enrolled.
  private var isFromLists: Bool { audit.searches.lists != nil }

  var openSet: OpenSetParts {
    OpenSetParts(
      audit.openSet,
      nonMatedRule: isFromLists
        ? "the labels name no template of theirs in the gallery"
        : "for those, every template of the person was left out")
  }

  var plainWords: Section {
    let facts = audit.searches
    return Section(
      "In plain words",
      [
        .tiles([
          .init(
            value: Numerals.grouped(facts.galleryPeople), label: "people in the gallery",
            detail: "\(Numerals.grouped(facts.galleryTemplates)) templates"),
          AuditParts.tile(
            audit.openSet.fpir, "searches that find a stranger", "of people who are not there"),
          AuditParts.tile(
            audit.openSet.fnir, "searches that miss the person", "of people who are there"),
        ]),
        .paragraph(AuditParts.story(audit.openSet)),
        .paragraph(
          "The threshold here is \(Numerals.significant(audit.threshold, 6)): \(audit.thresholdRule)."
        ),
      ])
  }

  var data: Section {
    let facts = audit.searches
    var lines: [Block.Fact] = [
      .init(
        "read from",
        Prose(isFromLists ? "candidate lists" : "a matrix of scores, probes against references")),
      .init("probes", "\(facts.probes)"), .init("people searched for", "\(facts.probePeople)"),
      .init("people enrolled", "\(facts.galleryPeople)"),
      .init("templates enrolled", "\(facts.galleryTemplates)"),
      .init("origin of the faces", Prose(facts.origin.rawValue)),
    ]
    if let lists = facts.lists {
      lines += [
        .init("longest list", "\(lists.longest) candidates"),
        .init("shorter lists", "\(lists.shorter), of them empty \(lists.empty)"),
        .init(
          "least similar score returned", Prose(Numerals.significant(lists.leastSimilarScore, 6))),
      ]
    }
    return Section("Data", [.facts(lines)])
  }

  var protocolSection: Section {
    Section(
      "Protocol",
      [
        .facts([
          .init(
            "mated search",
            Prose(
              isFromLists
                ? "the person searched for is enrolled"
                : "the person searched for is enrolled with another template")),
          .init(
            "non-mated search",
            Prose(
              isFromLists
                ? "the person searched for is not enrolled"
                : "all templates of the person searched for are left out of the gallery")),
          .init(
            "candidates",
            "people; a person's score is that of the best template, a place is among people"),
          .init(
            "found",
            Prose(
              "a score at least as similar as the threshold; "
                + (audit.searches.polarity == .similarity ? "higher" : "lower")
                + " is more similar")),
          .init(
            "threshold for a target FPIR",
            "the least strict score whose observed rate is at most the target"),
          .init(
            "intervals",
            "95 %, clustered by the person searched for; conservative where there is no error"),
        ])
      ])
  }

  var scaling: Section? {
    guard let scaling = audit.scaling else { return nil }
    return ScalingParts(
      points: scaling.points, threshold: audit.threshold,
      failsAt: scaling.independenceFailsAtPeople, check: scaling.check, scoreName: "score"
    ).section
  }

  var uncertainty: Section {
    var table = TextTable([
      .text("rate"), .number("searches"), .number("people"), .number("no error still allows"),
      .number("known to ±30 % from"),
    ])
    for (name, searches, people) in [
      ("FPIR", audit.openSet.nonMatedSearches, audit.openSet.nonMatedPeople),
      ("FNIR", audit.openSet.matedSearches, audit.openSet.matedPeople),
    ] {
      let support = people > 0 ? SupportableRate(independentTrials: people) : nil
      table.append([
        name, Numerals.grouped(searches), Numerals.grouped(people),
        support.map { Numerals.percent($0.ruleOfThree) } ?? "not measurable",
        support.map { Numerals.percent($0.ruleOfThirty) } ?? "not measurable",
      ])
    }
    return Section(
      "Uncertainty",
      [
        .paragraph(
          """
          Searches for one person are not independent, so people count, not searches: the rule of \
          3 says what a test without a single error still allows, the rule of 30 from which rate on \
          it is known to ±30 %.
          """), .table(table, caption: "The smallest rates that these data support"),
        .facts(EvaluationParts.methods),
      ])
  }
}
