import Audit
import Essentials
public import Review
import Statistics

extension DemoStory {
  /// What panels made of the lists; nil without truth.
  var reviews: Section? {
    guard let first = result.reviews.first else { return nil }
    var table = TextTable([
      .text("reviewers"), .text("corrected"), .text("kept"), .text("newly created"),
      .text("true matches lost"), .number("working time"),
    ])
    for panel in result.reviews {
      let funnel = panel.funnel
      table.append(
        [
          panel.preset, words(funnel.falseMatchesCorrected), words(funnel.falseMatchesKept),
          words(funnel.falseMatchesCreated), words(funnel.trueMatchesLost),
          "\(Numerals.fixed(panel.workingSeconds / 60, 0)) min",
        ])
    }
    return Section(
      "What human review makes of it",
      [
        .paragraph(
          """
          Simulated reviewers look at every candidate; the majority of \(first.reviewers) decides. \
          They correct some of the algorithm's false matches, keep others, and create new ones that \
          the algorithm had not proposed.
          """),
        .figure(.reviewFunnel(first.funnel, by: "\(first.preset): \(first.summary)")),
        .table(table, caption: "The same lists before different reviewers"),
        .list(result.reviews.map { "\(strong: $0.preset): \($0.summary)" }),
      ])
  }

  private func words(_ count: Funnel.Count) -> String { count.proportion.text(count.interval) }
}

extension Figure {
  /// What review did to an algorithm's matches.
  ///
  /// - Parameters:
  ///   - funnel: the counts.
  ///   - reviewers: who reviewed, in words.
  /// - Returns: the figure with its table.
  public static func reviewFunnel(_ funnel: Funnel, by reviewers: String) -> Figure {
    func bar(_ name: String, _ count: Funnel.Count, _ kind: Bar.Kind) -> Bar {
      Bar(name, count.count, detail: count.proportion.text(count.interval), kind: kind)
    }
    var bars = [
      Bar(
        "false matches before", funnel.falseMatchesBeforeReview, detail: "proposed by the algorithm"
      ),
      bar("false: corrected", funnel.falseMatchesCorrected, .good),
      bar("false: kept", funnel.falseMatchesKept, .bad),
      bar("false: newly created", funnel.falseMatchesCreated, .bad),
    ]
    if funnel.falseMatchesUndecided.count > 0 {
      bars.append(bar("false: undecided", funnel.falseMatchesUndecided, .neutral))
    }
    bars += [
      Bar(
        "true matches before", funnel.trueMatchesBeforeReview, detail: "proposed by the algorithm"),
      bar("true: confirmed", funnel.trueMatchesConfirmed, .good),
      bar("true: lost", funnel.trueMatchesLost, .bad),
      bar("true: recovered", funnel.trueMatchesRecovered, .good),
    ]
    if funnel.trueMatchesUndecided.count > 0 {
      bars.append(bar("true: undecided", funnel.trueMatchesUndecided, .neutral))
    }
    return .funnel(
      title: "What review did to the algorithm's matches",
      description:
        "\(reviewers). Of \(Numerals.grouped(funnel.candidates)) candidates on "
        + "\(Numerals.grouped(funnel.lists)) lists. Before review "
        + "\(Numerals.grouped(funnel.falseMatchesBeforeReview)) matches were false, after it "
        + "\(Numerals.grouped(funnel.falseMatchesAfterReview)). Shares in the table are of "
        + "the candidates to which it could have happened; intervals take the candidates of one "
        + "list as dependent.", bars)
  }
}
