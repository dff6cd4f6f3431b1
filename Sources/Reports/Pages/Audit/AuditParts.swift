import Audit
import Biometrics
import Essentials
import Evaluation
import Matching
import Statistics

/// The parts of a gallery audit's page that need words.
struct AuditParts {
  let audit: GalleryAudit

  init(_ audit: GalleryAudit) { self.audit = audit }

  var limits: [Prose] {
    audit.caveats.map { Prose($0) } + [
      """
      The rates hold for this gallery, its people and its pictures. Another camera, another age, \
      another city: another rate.
      """
    ]
  }

  /// What was done, in a sentence: a large audit searches for some of the people only.
  static func summary(_ gallery: GalleryAudit.Facts, searches: Int) -> Prose {
    let templates = Numerals.grouped(gallery.templates)
    let which =
      searches == gallery.templates
      ? "Each of \(templates) templates of \(Numerals.grouped(gallery.people)) people was"
      : "\(Numerals.grouped(searches)) of \(templates) templates of "
        + "\(Numerals.grouped(gallery.people)) people, drawn at random, were"
    return "\(which) looked for in the gallery of all the others. What came back is counted here."
  }

  var plainWords: Section {
    let search = audit.openSet
    var tiles: [Block.Tile] = [
      .init(
        value: Numerals.grouped(audit.gallery.people), label: "people in the gallery",
        detail: "\(Numerals.grouped(audit.gallery.templates)) templates")
    ]
    tiles.append(
      AuditParts.tile(search.fpir, "searches that find a stranger", "of people who are not there"))
    tiles.append(
      AuditParts.tile(search.fnir, "searches that miss the person", "of people who are there"))
    if let last = audit.scaling.last(where: { $0.isExtrapolated }),
      let rate = last.fpirExtrapolated, let interval = last.interval
    {
      tiles.append(
        .init(
          value: Numerals.percent(rate, 2),
          label: "extrapolated to \(Numerals.grouped(last.galleryPeople)) people",
          detail: "of searches for people who are not there; \(interval.text); not measured"))
    }
    return Section(
      "In plain words",
      [
        .tiles(tiles), .paragraph(AuditParts.story(search)),
        .paragraph(
          "The threshold here is \(Numerals.significant(audit.threshold, 6)): \(audit.thresholdRule)."
        ),
      ])
  }

  /// What a search for a stranger is and how often it goes wrong, for readers of nothing else.
  static func story(_ result: OpenSetResult) -> Prose {
    let counted = result.fpir.map {
      " Here that happened in \(Numerals.grouped($0.proportion.events)) of "
        + "\(Numerals.grouped($0.proportion.trials)) such searches."
    }
    return """
      Somebody who is not in the gallery is looked for. Whoever resembles them most comes back, and \
      if that stranger's score passes the threshold the system says "match", though it can only be \
      wrong.\(counted ?? "") The share of such searches is the first thing to ask of any gallery, \
      and it grows with every person added.
      """
  }

  /// A rate as a tile.
  static func tile(_ rate: MeasuredRate?, _ label: String, _ what: String) -> Block.Tile {
    .init(
      value: rate.map { Numerals.percent($0.rate) } ?? "not measurable", label: label,
      detail: rate.map {
        "\(what): \(Numerals.grouped($0.proportion.events)) of "
          + "\(Numerals.grouped($0.proportion.trials)); \($0.interval.text)"
      } ?? what)
  }

  func system(_ context: ReportContext) -> Section {
    Section(
      "System",
      [
        .facts([
          .init("name", Prose(context.system ?? "not given")),
          .init("encoder", Prose(audit.gallery.encoder ?? "not known")),
          .init("scores", Prose(audit.gallery.metric.inWords)),
        ])
      ])
  }

  var data: Section {
    let gallery = audit.gallery
    var facts: [Block.Fact] = [
      .init("people", "\(gallery.people)"), .init("templates", "\(gallery.templates)"),
      .init("people with two templates or more", "\(gallery.peopleWithMates)"),
      .init("origin of the faces", Prose(gallery.origin.rawValue)),
    ]
    if let purpose = gallery.purpose { facts.append(.init("stated purpose", Prose(purpose))) }
    return Section("Data", [.facts(facts)])
  }

  var protocolSection: Section {
    Section(
      "Protocol",
      [
        .facts(
          [
            .init(
              "non-mated search",
              "every template in turn, all templates of its person left out of the gallery"),
            .init("mated search", "the same, only the probe itself left out"),
            .init("candidates", "people; a person's score is that of the best template"),
            .init(
              "one-to-one comparisons",
              "\(audit.oneToOne.matedCount) mated and \(audit.oneToOne.nonMatedCount) non-mated, of \(audit.oneToOnePeople) people"
            ),
            .init(
              "gallery sizes", "one template a person; all sub-galleries of each size, exactly"),
          ] + EvaluationParts(audit.oneToOne).conventions)
      ])
  }

  /// The 1:1 figures.
  func comparisons(_ parts: EvaluationParts) -> Section {
    let points = audit.oneToOne.curve.map {
      (
        threshold: $0.threshold, falseMatchRate: $0.falseMatchRate,
        falseNonMatchRate: $0.falseNonMatchRate
      )
    }
    let figure = Figure.errorsByThreshold(
      points, threshold: audit.threshold, scoreName: audit.gallery.metric.inWords)
    return Section("One-to-one comparisons", [.figure(figure)] + parts.curves.blocks)
  }

  /// The counts of all pairs of templates; nil where the searches left nobody out.
  var wholeGallery: Section? {
    guard let whole = audit.wholeGallery else { return nil }
    var table = TextTable([.text("rate"), .text("value")])
    table.append(["FPIR: templates that find a stranger", whole.fpir.text])
    table.append(["FMR: pairs of two people accepted", whole.falseMatches.text(nil)])
    table.append(["FNMR: pairs of one person rejected", whole.falseNonMatches.text(nil)])
    return Section(
      "All pairs",
      [
        .paragraph(
          """
          \(audit.openSet.nonMatedSearches < audit.gallery.templates
            ? "The searches above are of some people, drawn at random. " : "")\
          Here every template was compared with every other at the threshold \
          \(Numerals.significant(whole.threshold, 6)), and nobody was left out: these are counts of \
          this gallery itself.
          """), .table(table, caption: "Exact counts of all pairs of templates"),
      ])
  }

  /// What became of `limits`; nil without any.
  static func verdicts(_ limits: [AuditLimit.Verdict]) -> Section? {
    guard !limits.isEmpty else { return nil }
    return Section(
      "Limits that were set",
      [.table(AuditLimit.Verdict.table(limits), caption: "Limits and verdicts")])
  }

  var provenance: [Block.Fact] {
    [
      .init("threshold", "\(Numerals.significant(audit.threshold, 8)), \(audit.thresholdRule)")
    ]
      + audit.gallery.inputs.map {
        .init("the gallery was made from \($0.name)", "SHA-256 \(code: $0.sha256)")
      }
  }
}

extension Metric {
  /// What a score is, for the axis of a figure.
  var inWords: String {
    switch self {
    case .euclidean: "Euclidean distance"
    case .cosine: "cosine similarity"
    case .innerProduct: "inner product (similarity)"
    }
  }
}
