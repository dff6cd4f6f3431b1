import Audit
import Biometrics
import Essentials
import Evaluation
import Review
import Statistics

/// The parts of the demonstration's page.
struct DemoStory {
  let result: DemoResult

  init(_ result: DemoResult) { self.result = result }

  /// The few numbers that matter, and how to read on.
  var summary: [Block] {
    var tiles: [Block.Tile] = [
      .init(
        value: Numerals.grouped(result.frames.enrolled), label: "faces in the gallery",
        detail: "from \(Numerals.grouped(result.frames.listed)) frames of "
          + "\(Numerals.grouped(result.frames.cameras)) cameras")
    ]
    let seen = result.searches.filter { $0.truth == .good || $0.truth == .poor }
    if !seen.isEmpty {
      tiles.append(
        tile(
          Proportion(events: seen.filter { $0.mateRank == 1 }.count, trials: seen.count),
          "found first", "people whom a camera saw and who head their own list"))
    }
    let absent = result.searches.filter { $0.truth == .absent }
    if !absent.isEmpty {
      tiles.append(
        tile(
          Proportion(
            events: absent.filter { $0.candidates.contains { $0.isProposed } }.count,
            trials: absent.count),
          "matched though absent", "people whom no camera saw and who get a match all the same"))
    }
    if let panel = result.reviews.first, panel.funnel.falseMatchesBeforeReview > 0 {
      let kept = panel.funnel.falseMatchesKept
      tiles.append(
        .init(
          value: "\(kept.count) of \(kept.proportion.trials)", label: "false matches kept",
          detail: "by \(panel.reviewers) simulated reviewers (\(panel.preset)) in majority; "
            + (kept.interval.map(\.text) ?? "no interval")))
    }
    return [
      .tiles(tiles),
      .paragraph(
        """
        A search never says "nobody". It returns the faces that are least unlike the one looked \
        for, each with a camera, an address and a time, and a percentage that looks like a \
        probability. Whether the person was ever there is another question, and the list does not \
        answer it.
        """),
      .paragraph(
        """
        Here a candidate is proposed as a match from \(Numerals.fixed(result.rule.percent, 0)) % on, \
        which the mapping \(code: result.rule.mapping) shows at a distance of \
        \(Numerals.fixed(result.rule.threshold, 3)). Nothing was tuned to make the results more \
        striking than they are.
        """),
    ]
  }

  private func tile(_ share: Proportion, _ label: String, _ what: String) -> Block.Tile {
    .init(
      value: "\(share.events) of \(share.trials)", label: label,
      detail: "\(what); " + (share.clopperPearson()?.text ?? "no interval"))
  }

  /// What each best hit means, in one table.
  var meanings: Section? {
    let known = result.searches.compactMap { search in search.meaning.map { (search.name, $0) } }
    guard let first = known.first?.1 else { return nil }
    var columns: [TextTable.Column] = [
      .text("search"), .number("distance"), .number("shown"),
      .number("strangers expected at least as similar"), .text("95 % interval"),
      .number("likelihood ratio"), .text("its range"),
    ]
    let priors = first.posteriors.map(\.priorEnrolled)
    columns += priors.map { .number("chance if \(Numerals.percent($0, 1)) are enrolled") }
    var table = TextTable(columns)
    for (name, meaning) in known {
      let strangers = meaning.expectedStrangersInterval
      let ratio = meaning.likelihoodRatio
      table.append(
        [
          name, Numerals.fixed(meaning.score, 3), Numerals.fixed(meaning.percent, 1) + " %",
          Numerals.significant(meaning.expectedStrangers, 2),
          "\(Numerals.significant(strangers.lower, 2)) to \(Numerals.significant(strangers.upper, 2))",
          Numerals.significant(ratio.value, 2),
          "\(Numerals.significant(ratio.lower, 2)) to \(Numerals.significant(ratio.upper, 2))",
        ]
          + priors.map { prior in
            meaning.posteriors.first { $0.priorEnrolled == prior }
              .map { Numerals.percent($0.candidate, 2) } ?? ""
          })
    }
    return Section(
      "What the percentages mean",
      [
        .paragraph(
          """
          A percentage shown by such a system is a mapping of a score, not the chance that this is \
          the person. That chance depends on how many people were searched and on how likely it is \
          that the person is among them at all, which no score can tell. The table says both for \
          the best candidate of each search, by the calibration \(code: first.calibration).
          """),
        .table(table, caption: "The best candidate of each search"),
      ])
  }

  /// The distributions of scores; nil without truth.
  var scores: Section? {
    let (mated, nonMated) = (result.matedDistances, result.nonMatedDistances)
    guard let highest = (mated + nonMated).filter(\.isFinite).max(), highest > 0 else { return nil }
    let bins = min(60, max(10, Int((highest / 0.025).rounded(.up))))
    let range = 0...highest * (1 + 1e-9)
    return Section(
      "How alike strangers look to the algorithm",
      [
        .figure(
          .scoreDistributions(
            mated: Histogram(mated, in: range, bins: bins),
            nonMated: Histogram(nonMated, in: range, bins: bins), threshold: result.rule.threshold,
            scoreName: "Euclidean distance", polarity: .distance))
      ])
  }

  /// The audit's rates; nil without truth.
  var rates: Section? {
    guard !result.rates.isEmpty else { return nil }
    var table = TextTable([
      .text("rate"), .number("value"), .number("count"), .text("95 % interval"),
      .text("in plain words"),
    ])
    for rate in result.rates {
      table.append([
        "\(rate.name) (\(rate.abbreviation))", Numerals.percent(rate.proportion.rate ?? .nan),
        "\(Numerals.grouped(rate.proportion.events)) of "
          + Numerals.grouped(rate.proportion.trials),
        rate.interval.map { "\($0.rangeText) (\($0.method.rawValue))" } ?? "not measurable",
        rate.explanation,
      ])
    }
    return Section(
      "The rates an auditor would ask for",
      [
        .paragraph(
          """
          Each rate stands with the count it rests on and an interval: with so few people the \
          intervals are wide, and that is the finding.
          """), .table(table, caption: "Rates over this sample"),
      ])
  }

  /// How the faces were found.
  var frames: Section? {
    let frames = result.frames
    var blocks: [Block] = [
      .facts([
        .init("frames listed", "\(frames.listed)"),
        .init("without a face", "\(frames.withoutFaces)"),
        .init("cameras", "\(frames.cameras)"), .init("faces enrolled", "\(frames.enrolled)"),
        .init("frames that can't be read", "\(frames.unreadable.count)"),
        .init("failures to enrol", "\(frames.failuresToEnrol.count)"),
      ])
    ]
    if let detection = result.detection {
      var table = TextTable([.text("faces"), .text("found, of those there")])
      for group in detection.found {
        table.append([group.name, group.proportion.text(group.interval)])
      }
      let wrong = detection.falseDetections
      table.append(["boxes where no face is, of all boxes", wrong.text(wrong.wilson())])
      blocks.append(.table(table, caption: "Faces found, held against the truth"))
    }
    let problems = frames.unreadable + frames.failuresToEnrol
    if !problems.isEmpty {
      blocks.append(
        .table(
          TextTable(
            [.text("frame"), .text("what is wrong")], rows: problems.map { [$0.frame, $0.reason] }),
          caption: "Frames and faces that gave no template"))
    }
    return Section("Finding the faces", blocks)
  }

  /// The settings that the result carries.
  var settings: [Block.Fact] {
    var facts: [Block.Fact] = [
      .init("seed of the reviewers", "\(code: String(result.seed))"),
      .init("origin of the faces", Prose(result.origin.rawValue)),
      .init("calibration", "\(code: result.rule.calibration)"),
      .init("mapping shown", "\(code: result.rule.mapping)"),
      .init(
        "decision rule",
        Prose(
          "proposed as a match from \(Numerals.fixed(result.rule.percent, 1)) % on, that is up to "
            + "a distance of \(Numerals.fixed(result.rule.threshold, 4))")),
      .init("candidates a search", "\(result.rule.listLength)"),
    ]
    if let purpose = result.purpose { facts.append(.init("stated purpose", Prose(purpose))) }
    return facts
  }
}
