import Biometrics
import Essentials
import Evaluation
import Statistics

extension SearchAudit {
  /// The audit as lines of text: limits of the data first, then plain words, then tables.
  public var lines: [String] {
    let grows = scaling.map { scaling in
      ScalingText(
        points: scaling.points, threshold: threshold, failsAt: scaling.independenceFailsAtPeople,
        check: scaling.check
      ).lines
    }
    return AuditText(
      caveats: caveats,
      subject:
        "\(Numerals.grouped(searches.probes)) probes of \(Numerals.grouped(searches.probePeople)) people were searched for among \(Numerals.grouped(searches.galleryTemplates)) templates of \(Numerals.grouped(searches.galleryPeople)) people.",
      people: ("is not enrolled", "is enrolled"), openSet: openSet,
      parts: [grows].compactMap { $0 } + searchDifferentials.map { [$0.text] }, limits: limits,
      thresholdRule: thresholdRule, seed: seed
    ).lines
  }

  /// What must be known of these searches before any figure.
  static func caveats(_ facts: Facts, _ result: OpenSetResult) -> [String] {
    var lines = AuditCaveat.origin(facts.origin).map { [$0] } ?? []
    lines.append(AuditCaveat.labels)
    if result.nonMatedSearches == 0 {
      lines.append(
        "Everybody searched for is enrolled: how often strangers are found can't be said at all.")
    }
    if result.matedSearches == 0 {
      lines.append("Nobody searched for is enrolled: how often people are missed can't be said.")
    }
    guard let lists = facts.lists else {
      lines.append(
        "Each probe whose person is enrolled was searched for twice: with its person's templates, and without them as a stranger."
      )
      return lines
    }
    lines.append(
      "Lists hold at most \(Numerals.grouped(lists.longest)) candidates: who came after is not known, so no rate beyond that rank is given."
    )
    if lists.shorter > 0 {
      lines.append(
        "\(Numerals.grouped(lists.shorter)) lists are shorter (\(Numerals.grouped(lists.empty)) of them empty), as where a system drops candidates by score: rates at thresholds less similar than the dropped ones are those of the system with its cut."
      )
    }
    if lists.unordered > 0 {
      lines.append(
        "\(Numerals.grouped(lists.unordered)) lists are not in order of score: ranks are the file's, false positives go by the most similar score on the list."
      )
    }
    let polarity = facts.polarity
    if polarity.prefers(lists.leastSimilarScore, over: result.threshold) {
      lines.append(
        "The threshold lies beyond every score returned (the least similar is \(Numerals.significant(lists.leastSimilarScore, 6))): the rates at it are those of the lists as cut."
      )
    }
    return lines
  }
}
