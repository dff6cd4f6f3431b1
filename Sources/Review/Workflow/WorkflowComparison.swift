public import Essentials
public import Statistics

/// The same candidates and people under several ways to organise the work: what each costs and mends.
///
/// Fixed overlap, an adjudicator for what two reviewers disagree on, and adaptive overlap that stops
/// when the votes have decided. Every decision is counted as paid: refusals are the ledger's matter.
public struct WorkflowComparison: Sendable, Equatable, Codable {
  /// One way to organise the work.
  public struct Row: Sendable, Equatable, Codable {
    /// What is done, in words.
    public let name: String
    /// Reviewers' decisions.
    public let decisions: Int
    /// Candidates that the adjudicator decided.
    public let adjudicated: Int
    /// What reviewers, platform and adjudicator cost.
    public let cost: Money
    /// Candidates left undecided.
    public let undecided: Int
    /// Right verdicts, of all that people reached; 0 of 0 where none was.
    public let right: Proportion
    /// Its interval, candidates of one list taken as dependent.
    public let rightInterval: Interval?
    /// The posterior at which asking stopped; nil for fixed overlap.
    public let promised: Double?
    /// Right verdicts among those that the votes alone decided, which the promise is about.
    public let rightByVotes: Proportion?
    /// Its interval.
    public let rightByVotesInterval: Interval?
    /// False matches of the algorithm that were refused.
    public let falseMatchesCorrected: Funnel.Count
    /// Strangers accepted though the algorithm had not proposed them.
    public let falseMatchesCreated: Funnel.Count
    /// True matches of the algorithm that were refused.
    public let trueMatchesLost: Funnel.Count
    /// The cost of each corrected false match; nil where none was.
    public let costPerCorrectedFalseMatch: Money?
  }

  /// Known items that tell those who guess from those who look, and what a worker's test costs.
  public struct Gold: Sendable, Equatable, Codable {
    /// The rule with its error rates.
    public let rule: GoldPower
    /// The accuracy of an honest worker that it is made for.
    public let honestAccuracy: Double
    /// What it costs to have one worker do the items.
    public let costPerWorker: Money
  }

  /// The scenario's name.
  public let scenario: String
  /// The seed.
  public let seed: UInt64
  /// What the figures can't say.
  public let limits: [String]
  /// Who the adjudicator is.
  public let adjudicator: String
  /// The ways, cheapest overlap first.
  public let rows: [Row]
  /// Known items by how surely they find one who guesses; empty where workers are no better.
  public let gold: [Gold]
}

extension ReviewScenario {
  /// What fixed overlap, adjudication and adaptive overlap do to this scenario's candidates.
  ///
  /// - Parameters:
  ///   - seed: the seed; the same seed gives the same figures at any thread count.
  ///   - threads: how many threads to use.
  /// - Returns: a row for each way and the known items.
  /// - Throws: ``Failure`` where parameters are out of range.
  /// - Complexity: O(candidates · 7).
  public func workflows(
    seed: UInt64, threads: Int = Parallel.defaultThreads
  ) throws -> WorkflowComparison {
    var plain = self
    plain.adjudication = nil
    let most = min(7, workforce.workers)
    let run = try ScenarioRun(plain, overlap: most, seed: seed, threads: threads)
    let adjudication = adjudication ?? .examiner(pay.currency)
    let table = WorkflowRows(run: run, adjudication: adjudication, most: most)
    var rows = try [1, 3, 5, 7].filter { $0 <= most }.map { try table.fixed($0) }
    if most >= 2 { rows.append(try table.disagreements()) }
    let accuracy = workforce.model.observer.accuracy
    if accuracy > 0.5 && accuracy < 1 && most >= 2 {
      for promise in [0.9, 0.95, 0.99] {
        rows.append(try table.adaptive(promise, accuracy: accuracy))
      }
    }
    return WorkflowComparison(
      scenario: name, seed: seed,
      limits: [
        "Simulated people and candidates; costs count every decision as paid",
        "Adaptive overlap takes votes for independent and each worker for "
          + "\(Numerals.percent(accuracy)) right; the promise fails where pairs that are hard for one "
          + "are hard for all",
      ], adjudicator: adjudication.who, rows: rows,
      gold: [0.8, 0.9, 0.99].compactMap { power in
        GoldPower.fewest(honestAccuracy: accuracy, power: power).map { rule in
          let milliseconds = Int64((workforce.model.pace.medianSeconds * 1000).rounded())
          return WorkflowComparison.Gold(
            rule: rule, honestAccuracy: accuracy,
            costPerWorker: pay.expectedCost(
              candidate: 0, worker: 0, milliseconds: milliseconds, assignments: 1) * rule.items)
        }
      })
  }
}

/// Makes the rows of a comparison from one run with as many reviewers as any way asks.
private struct WorkflowRows {
  let run: ScenarioRun
  let adjudication: Adjudication
  let most: Int

  func fixed(_ overlap: Int) throws -> WorkflowComparison.Row {
    let places = run.reviewed.indices
    return try row(
      overlap == 1 ? "one reviewer" : "majority of \(overlap)",
      asked: places.map { _ in overlap },
      verdicts: places.map { run.review.verdict(candidate: $0, first: overlap) },
      adjudicates: false)
  }

  func disagreements() throws -> WorkflowComparison.Row {
    let places = run.reviewed.indices
    return try row(
      "two, adjudicator where they differ", asked: places.map { _ in 2 },
      verdicts: places.map { run.review.verdict(candidate: $0, first: 2) }, adjudicates: true)
  }

  func adaptive(_ promise: Double, accuracy: Double) throws -> WorkflowComparison.Row {
    let outcome = try AdaptiveOverlap(decidedAt: promise, most: most).run(
      run.review, accuracies: Array(repeating: accuracy, count: most))
    return try row(
      "up to \(most) until \(Numerals.percent(promise, 2)) sure, then adjudicator",
      asked: outcome.asked, verdicts: outcome.verdicts, adjudicates: true, promised: promise)
  }

  private func row(
    _ name: String, asked: [Int], verdicts: [PanelReview.Verdict], adjudicates: Bool,
    promised: Double? = nil
  ) throws -> WorkflowComparison.Row {
    var cost = Money.zero(run.scenario.pay.currency)
    for (place, count) in asked.enumerated() {
      for slot in 0..<count {
        let index = place * most + slot
        cost =
          cost
          + run.scenario.pay.expectedCost(
            candidate: place, worker: Int(run.assignment[index]),
            milliseconds: Int64((Double(run.review.seconds[index]) * 1000).rounded()),
            assignments: count)
      }
    }
    let seen = run.reviewed.map { run.candidates[$0] }
    var final = verdicts
    var queued = 0
    if adjudicates {
      let settled = try adjudication.settle(
        verdicts, candidates: seen, seed: run.seed, threads: run.threads)
      final = settled.verdicts
      queued = settled.queue.count
      cost = cost + settled.cost
    }
    let funnel = Funnel(candidates: run.candidates, verdicts: run.verdicts(reached: final))
    let right = tally(seen, final)
    let byVotes = promised.map { _ in tally(seen, verdicts) }
    return WorkflowComparison.Row(
      name: name, decisions: asked.reduce(0, +), adjudicated: queued, cost: cost,
      undecided: final.count { $0 == .undecided }, right: right.proportion,
      rightInterval: right.interval(), promised: promised, rightByVotes: byVotes?.proportion,
      rightByVotesInterval: byVotes?.interval(),
      falseMatchesCorrected: funnel.falseMatchesCorrected,
      falseMatchesCreated: funnel.falseMatchesCreated, trueMatchesLost: funnel.trueMatchesLost,
      costPerCorrectedFalseMatch: cost.per(funnel.falseMatchesCorrected.count))
  }

  private func tally(
    _ candidates: [ReviewCandidate], _ verdicts: [PanelReview.Verdict]
  ) -> ClusteredTally {
    var tally = ClusteredTally()
    for (candidate, verdict) in zip(candidates, verdicts) where verdict != .undecided {
      tally.add(cluster: candidate.list, isEvent: (verdict == .same) == candidate.isMated)
    }
    return tally
  }
}
