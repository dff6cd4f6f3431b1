import Essentials
import Reports
import Review
import Statistics
import Store

/// What an aggregation method makes of a study's answers.
struct AggregateMarkup {
  let results: StudyResults
  let aggregate: AggregationResult

  func page(_ session: Session?) -> WebPage {
    let root = "/studies/" + results.study.id
    return WebPage(
      "Aggregated by \(aggregate.method.rawValue)",
      [
        .tag("p", [:], [.tag("a", ["href": root], text: "Back to the study")]),
        .tag("p", text: aggregate.method.words.capitalizedSentence + ". " + convergence),
        .tag("ul", [:], aggregate.notes.map { .tag("li", text: $0.capitalizedSentence + ".") }),
        accuracy, Markup.table(tasks, caption: "Each pair"),
        .tag(
          "p", ["class": "hint"],
          text: "Posterior: how sure the method is of its label, from 0 to 1, if what it assumes "
            + "about reviewers holds."),
        .tag("p", text: "Skill: " + aggregate.skillMeaning + "."),
        Markup.table(workers, caption: "Each reviewer"),
        .tag(
          "p", [:],
          [
            .tag(
              "a", ["href": "\(root)/aggregate/\(aggregate.method.rawValue).json"],
              text: "The same as JSON")
          ]),
      ], session: session)
  }

  private var convergence: String {
    (aggregate.converged ? "Converged" : "Not converged")
      + " after \(aggregate.iterations) iterations: \(aggregate.convergence). “Can’t tell” is left out."
  }

  /// Against the truth of pairs that did not test reviewers.
  private var accuracy: Markup {
    let truth = Dictionary(
      results.ordinary.compactMap { pair in
        pair.facts.isMated.map { (StudyResults.task(pair.number), $0 ? "same" : "different") }
      }, uniquingKeysWith: { first, _ in first })
    let known = aggregate.labels.filter { truth[$0.task] != nil }
    if known.isEmpty { return .tag("p", text: "Whether that is right is not known.") }
    let right = known.count { $0.label == truth[$0.task] && !$0.undecided }
    let share = Proportion(events: right, trials: known.count)
    return .tag(
      "p", text: "Right, of pairs whose truth is known: " + share.text(share.clopperPearson()) + "."
    )
  }

  private var tasks: TextTable {
    var table = TextTable([.text("pair"), .text("label"), .number("posterior"), .text("remark")])
    for item in aggregate.labels {
      table.append([
        item.task, item.label ?? "–", item.posterior.map { Numerals.fixed($0, 4) } ?? "–",
        item.undecided ? "undecided" : "",
      ])
    }
    return table
  }

  private var workers: TextTable {
    var table = TextTable([
      .text("reviewer"), .number("answers"), .number("skill"), .text("95 %"), .text("remark"),
    ])
    for worker in aggregate.workers {
      table.append([
        worker.worker, "\(worker.answers)", worker.skill.map { Numerals.fixed($0, 4) } ?? "–",
        worker.interval.map { $0.rangeText } ?? "", worker.note ?? "",
      ])
    }
    return table
  }
}
