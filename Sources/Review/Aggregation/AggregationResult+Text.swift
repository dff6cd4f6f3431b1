import Essentials
import Statistics

extension AggregationResult {
  /// The result for people: how it was reached, then a table of tasks and one of workers.
  public var summary: String {
    var lines = ["Method: \(method.rawValue); \(labels.count) tasks, \(workers.count) workers."]
    for note in notes { lines.append("Note: \(note).") }
    if let logLikelihood {
      lines.append("Log-likelihood \(Numerals.fixed(logLikelihood, 6)).")
    }
    if let objective, let objectiveName {
      lines.append("\(objectiveName): \(Numerals.fixed(objective, 6)).")
    }
    lines.append(
      (converged ? "Converged" : "Not converged") + " after \(iterations) iterations: "
        + convergence + ".")
    let undecided = labels.count(where: \.undecided)
    lines.append("Undecided: \(undecided) of \(labels.count) tasks.")
    let shares = zip(classes, classShares).map { "\($0) \(Numerals.fixed($1, 4))" }
    lines.append("Shares of labels: \(shares.joined(separator: ", ")).")
    lines.append("")
    var tasks = TextTable([
      .text("task"), .text("label"), .number("posterior"), .text("95 %"), .text(""),
    ])
    for item in labels.prefix(AggregationResult.rowsShown) {
      tasks.append([
        item.task, item.label ?? "–", item.posterior.map { Numerals.fixed($0, 4) } ?? "–",
        item.interval.map { range($0) } ?? "",
        item.tied.isEmpty
          ? (item.undecided ? "undecided" : "")
          : "undecided: tie of \(item.tied.joined(separator: ", "))",
      ])
    }
    lines += tasks.lines()
    if labels.count > AggregationResult.rowsShown {
      lines.append("… \(labels.count - AggregationResult.rowsShown) more; --format json has all.")
    }
    lines.append("")
    lines.append("Skill: \(skillMeaning).")
    var people = TextTable([
      .text("worker"), .number("answers"), .number("skill"), .text("95 %"), .text(""),
    ])
    for worker in workers.prefix(AggregationResult.rowsShown) {
      people.append([
        worker.worker, "\(worker.answers)", worker.skill.map { Numerals.fixed($0, 4) } ?? "–",
        worker.interval.map { range($0) } ?? "", worker.note ?? "",
      ])
    }
    lines += people.lines()
    if workers.count > AggregationResult.rowsShown {
      lines.append("… \(workers.count - AggregationResult.rowsShown) more; --format json has all.")
    }
    return lines.joined(separator: "\n")
  }

  private static let rowsShown = 40

  private func range(_ interval: Interval) -> String {
    "\(Numerals.fixed(interval.lower, 3))–\(Numerals.fixed(interval.upper, 3))"
  }
}
