import Biometrics
import Essentials
import Reports
import Review
import Statistics
import Store

/// The part of a study's page that changes while people work.
struct FiguresMarkup {
  let results: StudyResults

  private var design: StudyDesign { results.study.design }
  private var path: String { "/studies/" + results.study.id }

  /// All of it, under the name by which the page's script finds it.
  var live: Markup {
    get throws {
      .tag(
        "div", ["id": "live"],
        [
          progress, reviewers, try agreement, queue, funnel, pay,
          .tag(
            "p", ["class": "hint", "id": "head"],
            [
              .text("The log’s head now, to be written down with an export: "),
              .tag("code", ["class": "link"], text: results.head.argument),
            ]),
        ])
    }
  }

  private var progress: Markup {
    let standings = results.ordinary.map(results.standing)
    func tile(_ standing: StudyResults.Standing, _ label: String, _ detail: String) -> Block.Tile {
      Block.Tile(
        value: "\(standings.count { $0 == standing })", label: label,
        detail: "of \(standings.count) pairs, \(detail)")
    }
    return .tag(
      "section", [:],
      [
        .tag("h2", text: "Progress"),
        Markup.tiles([
          tile(
            .open, "open",
            design.adaptive == nil ? "fewer than \(design.overlap) answers" : "not decided yet"),
          tile(
            .agreed, "agreed",
            design.adaptive.map { "one side leads by \($0.lead)" } ?? "one side only"),
          tile(.disputed, "disputed", "to adjudicate"),
          tile(.adjudicated, "adjudicated", "an adjudicator decided"),
        ]),
      ])
  }

  private var reviewers: Markup {
    if results.reviewers.isEmpty {
      return .tag(
        "p", ["class": "note"],
        [
          .text("Nobody is invited yet. "),
          .tag("a", ["href": "#invite-title"], text: "Invite the first reviewer"),
          .text(": each gets a link of their own."),
        ])
    }
    var table = TextTable([
      .text("reviewer"), .number("answered"), .number("lapsed"), .text("right on known pairs"),
      .text("same side at the second look"), .number("median seconds"),
      .number("an hour, active time"), .number("an hour, all time"),
    ])
    for reviewer in results.reviewers {
      table.append([
        reviewer.member.person.name + (reviewer.member.isRevoked ? " (taken back)" : ""),
        "\(reviewer.answered) of \(reviewer.list.given)",
        "\(reviewer.list.lapsed)",
        reviewer.gold.text(reviewer.gold.clopperPearson()),
        reviewer.steady.text(reviewer.steady.clopperPearson()),
        reviewer.medianActive.map { Numerals.fixed(Double($0) / 1000, 1) } ?? "–",
        reviewer.account.nominalWage?.roundedToCents.description ?? "–",
        reviewer.account.effectiveWage?.roundedToCents.description ?? "–",
      ])
    }
    return .tag(
      "section", [:],
      [
        .tag("h2", text: "Reviewers"), Markup.table(table, caption: "Each reviewer so far"),
        .tag(
          "p", ["class": "hint"],
          text: "The interval is where the true share may well lie with so few trials "
            + "(clopper-pearson: computed exactly). Active time leaves out pauses and other tabs; all "
            + "time does not. Lapsed: given, not answered for long, and for others now."),
      ])
  }

  private var agreement: Markup {
    get throws {
      guard let report = try results.agreement() else { return .tag("p", text: "No answers yet.") }
      var table = TextTable([.text("measure"), .number("value"), .text("95 % interval")])
      table.append([
        "pairs of answers to one pair that are the same",
        report.rawAgreement.rate.map { Numerals.percent($0) } ?? "–",
        report.rawAgreementInterval?.rangeText ?? "not measurable",
      ])
      for measure in report.measures {
        table.append([
          measure.name, measure.value.map { Numerals.fixed($0, 3) } ?? "undefined",
          measure.interval.map {
            "\(Numerals.fixed($0.lower, 3)) to \(Numerals.fixed($0.upper, 3))"
          } ?? measure.undefined ?? "not measurable",
        ])
      }
      return .tag(
        "section", [:],
        [
          .tag("h2", text: "Agreement"),
          .tag(
            "p",
            text:
              "Over \(report.answers) first answers to \(report.tasks) pairs on the scale −3 to +3: "
              + "1 is agreement throughout, 0 is what chance would give."),
          Markup.table(table, caption: "How far reviewers agree"),
        ])
    }
  }

  private var queue: Markup {
    let count = results.disputed.count
    return .tag(
      "section", [:],
      [
        .tag("h2", text: "Disputed pairs"),
        .tag(
          "p",
          text: count == 0
            ? "None waits for an adjudicator."
            : "\(count) \(count == 1 ? "waits" : "wait") for an adjudicator."),
        .tag("p", [:], [.tag("a", ["href": path + "/adjudicate"], text: "Adjudicate")]),
      ])
  }

  private var funnel: Markup {
    guard let funnel = results.funnel else {
      return .tag(
        "p", ["class": "note"], text: "The funnel needs decided pairs whose truth is known.")
    }
    var table = TextTable([.text("what review did"), .text("how often")])
    let rows: [(String, Funnel.Count)] = [
      ("false matches of the algorithm corrected", funnel.falseMatchesCorrected),
      ("false matches kept", funnel.falseMatchesKept),
      ("false matches left undecided", funnel.falseMatchesUndecided),
      ("false matches newly created", funnel.falseMatchesCreated),
      ("true matches confirmed", funnel.trueMatchesConfirmed),
      ("true matches lost", funnel.trueMatchesLost),
      ("true matches left undecided", funnel.trueMatchesUndecided),
      ("true matches recovered", funnel.trueMatchesRecovered),
    ]
    for (name, count) in rows { table.append([name, count.proportion.text(count.interval)]) }
    return .tag(
      "section", [:],
      [
        .tag("h2", text: "The funnel so far"),
        .tag(
          "p",
          text: "Before review \(funnel.falseMatchesBeforeReview) false matches, after it "
            + "\(funnel.falseMatchesAfterReview). True matches: \(funnel.trueMatchesBeforeReview) before, "
            + "\(funnel.trueMatchesAfterReview) after. Over \(funnel.candidates) decided pairs of "
            + "\(funnel.lists) lists whose truth is known."),
        Markup.table(table, caption: "What review did to the algorithm’s matches"),
        .tag(
          "p", ["class": "hint"],
          text:
            "Intervals: identity-clustered counts lists, not pairs, since the pairs of one list "
            + "are alike; identity-conservative is the exact interval with one trial a list, where "
            + "nothing or everything went one way."),
      ])
  }

  private var pay: Markup {
    let ledger = results.ledger
    let wages = ledger.wages
    return .tag(
      "section", [:],
      [
        .tag("h2", text: "Who pays"),
        Markup.facts([
          Block.Fact("Paid to reviewers", Prose(ledger.workerIncome.description)),
          Block.Fact("Fees of the platform", Prose(ledger.fees.description)),
          Block.Fact(
            "Cost of one answer", Prose(ledger.costPerDecision?.description ?? "not measurable")),
          Block.Fact(
            "Median wage an hour, all time at the console",
            Prose(
              wages.median.map { "\($0.roundedToCents) over \(wages.workers) reviewers" }
                ?? "not measurable")),
          Block.Fact(
            "Of that time unpaid",
            Prose(
              "\(Numerals.fixed(wages.unpaidHours * 60, 1)) of "
                + "\(Numerals.fixed(wages.hours * 60, 1)) minutes")),
        ]),
      ])
  }
}
