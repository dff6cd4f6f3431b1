import Essentials
import Statistics

extension ReviewScenario {
  /// Reviewers who do not look.
  static let clickFarm = ReviewScenario(
    name: "click-farm", title: "colluding, constant and random reviewers, and what detection finds",
    figures: [],
    assumptions: [
      "of 60 workers a tenth each click at random, always say \"same\", or copy one colleague",
      "evidence does not correlate with the score here: where all are wrong together, answers "
        + "alone can't tell the honest from the idle, and known items are needed",
    ],
    candidates: CandidatePlan(
      lists: 2000, length: 3, gallerySize: 3000, enrolledShare: 0.6, threshold: 0.55),
    workforce: Workforce(
      workers: 60,
      model: ReviewerModel(
        observer: SignalDetection(sensitivity: 1.9),
        pace: DecisionPace(medianSeconds: 12, logSpread: 0.6)),
      others: [
        Workforce.Share(kind: .randomSpammer(sameShare: 0.5), share: 0.1),
        Workforce.Share(kind: .constant(saysSame: true), share: 0.1),
        Workforce.Share(kind: .copier(of: 0, share: 0.98), share: 0.1),
      ]),
    overlap: 5, condition: ReviewCondition(),
    pay: PayPlan(rule: .perDecision(Money(cents: 4, .usd)), fee: .mechanicalTurk),
    tell: tellClickFarm)

  private static func tellClickFarm(_ run: ScenarioRun) throws -> ScenarioStory {
    let table = try run.answerTable()
    let options = AggregationOptions(threads: run.threads)
    let fit = try Aggregator(table, options: options).aggregate(.dawidSkene)
    let found = SpammerDetection(table, fit)
    let kinds: [(String, (ReviewerKind) -> Bool)] = [
      ("honest", { $0 == .honest }),
      ("random", { if case .randomSpammer = $0 { true } else { false } }),
      ("constant", { if case .constant = $0 { true } else { false } }),
      ("copying", { if case .copier = $0 { true } else { false } }),
    ]
    let rows = kinds.map { name, isKind -> [String] in
      let members = run.reviewers.indices.filter { isKind(run.reviewers[$0].kind) }
      func count(_ flagged: Set<Int>) -> String { "\(members.count(where: flagged.contains))" }
      let any = found.guessing.union(found.constant).union(found.copying)
      let caught = Proportion(events: members.count(where: any.contains), trials: members.count)
      return [
        name, "\(members.count)", count(found.guessing), count(found.constant),
        count(found.copying), caught.cell,
      ]
    }
    var right = 0
    var plain = 0
    for (place, index) in run.reviewed.enumerated() {
      let isMated = run.candidates[index].isMated
      if (fit.labels[place].label == "1") == isMated { right += 1 }
      if (run.verdicts[index] == .same) == isMated { plain += 1 }
    }
    let byModel = Proportion(events: right, trials: run.reviewed.count)
    let byVotes = Proportion(events: plain, trials: run.reviewed.count)
    return ScenarioStory(
      tables: [
        ScenarioOutcome.Table(
          title: "What detection finds",
          columns: [
            "kind", "workers", "as guessing", "as constant", "as copying", "found (95 % interval)",
          ],
          rows: rows)
      ],
      findings: [
        "Right by votes: \(byVotes.text(byVotes.wilson())); by Dawid–Skene: "
          + "\(byModel.text(byModel.wilson())) (candidates of one list are not independent)",
        "Whoever copies a good colleague looks good; only pairs of answers give copying away",
      ])
  }
}

/// Who does not look, from answers alone.
struct SpammerDetection {
  /// The answers carry no information: the estimated table's rows differ by no more than chance.
  private(set) var guessing: Set<Int> = []
  /// At least 98 % of 20 or more answers are the same label.
  private(set) var constant: Set<Int> = []
  /// The same answers as one other worker on 95 % or more of 20 or more shared tasks, where the two
  /// tables alone would predict far less.
  private(set) var copying: Set<Int> = []

  init(_ table: AnswerTable, _ fit: AggregationResult) {
    for (number, worker) in fit.workers.enumerated() where worker.answers >= 20 {
      let range = table.byWorker.range(number)
      var counts = [Int](repeating: 0, count: table.labels.count)
      for place in range { counts[Int(table.byWorker.label[place])] += 1 }
      if Double(counts.max() ?? 0) >= 0.98 * Double(range.count) { constant.insert(number) }
      guard let confusion = worker.confusion else { continue }
      // H − F with its standard error under guessing.
      let informed = confusion[1][1] - confusion[0][1]
      let same = Double(counts[1]) / Double(range.count)
      let halves = fit.classShares.map { max(1, $0 * Double(range.count)) }
      let error = (same * (1 - same) * (1 / halves[0] + 1 / halves[1])).squareRoot()
      if informed < 2 * error { guessing.insert(number) }
    }
    findCopies(table, fit)
  }

  private mutating func findCopies(_ table: AnswerTable, _ fit: AggregationResult) {
    let answers = table.workers.indices.map { worker -> [Int32: Int32] in
      var map: [Int32: Int32] = [:]
      for place in table.byWorker.range(worker) {
        map[table.byWorker.other[place]] = table.byWorker.label[place]
      }
      return map
    }
    for a in answers.indices where !constant.contains(a) {
      for b in answers.indices.dropFirst(a + 1) where !constant.contains(b) {
        var shared = 0
        var same = 0
        for (task, label) in answers[a] {
          guard let other = answers[b][task] else { continue }
          shared += 1
          if other == label { same += 1 }
        }
        if shared < 20 || Double(same) < 0.95 * Double(shared) { continue }
        guard let left = fit.workers[a].confusion, let right = fit.workers[b].confusion else {
          continue
        }
        var expected = 0.0
        for (k, share) in fit.classShares.enumerated() {
          for l in left[k].indices { expected += share * left[k][l] * right[k][l] }
        }
        let spread = (expected * (1 - expected) / Double(shared)).squareRoot()
        if Double(same) / Double(shared) > expected + 3 * spread { copying.formUnion([a, b]) }
      }
    }
  }
}
