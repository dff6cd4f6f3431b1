import Essentials
import Foundation
import Review
import Statistics
import Testing

@Suite struct WorkflowComparisonTests {
  /// The first k of seven reviewers are the k of a run with k: two paths to the same counts.
  @Test(arguments: ["click-farm", "mturk", "moscow"]) func fixedOverlapIsTheScenarioWithThatOverlap(
    name: String
  ) throws {
    let scenario = try #require(ReviewScenario.named(name))
    let comparison = try scenario.workflows(seed: 5, threads: 2)
    let outcome = try scenario.run(seed: 5, threads: 1)
    for point in outcome.costCurve {
      let title = point.overlap == 1 ? "one reviewer" : "majority of \(point.overlap)"
      let row = try #require(comparison.rows.first { $0.name == title })
      #expect(row.falseMatchesCorrected == point.corrected)
      #expect(row.falseMatchesCreated == point.created)
      #expect(row.decisions == point.overlap * outcome.funnel.candidates)
      // Where nobody is refused, the books say the same to the millionth.
      if name != "mturk" { #expect(row.cost == point.cost) }
    }
    #expect(try scenario.workflows(seed: 5, threads: 1) == comparison)
    let data = try JSONEncoder().encode(comparison)
    #expect(try JSONDecoder().decode(WorkflowComparison.self, from: data) == comparison)
  }

  @Test(arguments: ReviewScenario.all.map(\.name)) func everyScenarioCompares(name: String) throws {
    let scenario = try #require(ReviewScenario.named(name))
    let comparison = try scenario.workflows(seed: 1)
    #expect(comparison.rows.count == 8)
    for row in comparison.rows {
      #expect(
        row.right.trials + row.undecided <= scenario.candidates.lists * scenario.candidates.length)
      if row.promised != nil { #expect(row.undecided == 0 && row.rightByVotes != nil) }
      if let cost = row.costPerCorrectedFalseMatch {
        #expect(cost == row.cost.per(row.falseMatchesCorrected.count))
      }
    }
    #expect(comparison.gold.count == 3)
    #expect(comparison.summary.contains("Known items"))
  }

  /// Independent votes keep the promise; votes that share what makes a pair hard do not.
  @Test func thePromiseNeedsIndependentVotes() throws {
    var scenario = try #require(ReviewScenario.named("mturk"))
    scenario.workforce.others = []
    scenario.workforce.sensitivitySpread = 0
    scenario.workforce.model.observer = SignalDetection(accuracy: 0.85)
    func reached(_ correlation: Double) throws -> Double {
      scenario.workforce.model.scoreCorrelation = correlation
      let rows = try scenario.workflows(seed: 2).rows
      return try #require(rows.first { $0.promised == 0.95 }?.rightByVotes?.rate)
    }
    #expect(try reached(0) > 0.94)
    #expect(try reached(0.5) < 0.9)
  }

  @Test func goldPlansAreExactAndEndSoon() throws {
    let plan = try GoldPlan(honestAccuracy: 0.81)
    for entry in plan.table {
      // Two rules next to each other: this one is allowed, one stricter is not.
      #expect(entry.falseAlarm <= 0.05)
      var term = pow(0.19, Double(entry.items))
      var below = 0.0
      for right in 0...entry.rightNeeded where right <= entry.items {
        below += term
        term *= Double(entry.items - right) / Double(right + 1) * 0.81 / 0.19
      }
      #expect(below > 0.05 || entry.rightNeeded == entry.items)
    }
    #expect(try GoldPlan(honestAccuracy: 0.501).fewest == nil)
    #expect(try GoldPlan(honestAccuracy: 0.4).summary.contains("No number of known items"))
    for bad in [0.0, -1, 1.5, .nan] {
      #expect(throws: Failure.self) { _ = try GoldPlan(honestAccuracy: bad) }
      #expect(throws: Failure.self) { _ = try GoldPlan(honestAccuracy: 0.8, power: bad) }
    }
  }

  @Test func aSwitchThatChangesNothingIsNotCertain() throws {
    let pairs = PanelTests.pairs(200)
    let panel = ReviewPanel(1, of: ReviewerModel(observer: SignalDetection(sensitivity: 2)))
    let same = try Counterfactual(
      name: "nothing", first: ("a", panel), second: ("b", panel), candidates: pairs, seed: 1)
    let interval = try #require(same.strangersAccepted.interval)
    #expect(same.strangersAccepted.difference == 0)
    // 100 lists without a change: Clopper and Pearson's upper end for 0 of 100.
    #expect(
      abs(interval.upper - (1 - pow(0.025, 1.0 / 100))) < 1e-9 && interval.lower == -interval.upper)
  }

  /// People who repeat the label in half of the pairs, against their closed form.
  @Test func theMachineSweepFindsWhereListeningHurts() throws {
    var model = ReviewerModel(observer: SignalDetection(sensitivity: 1.78))
    model.influence = .reliance(0.5)
    let sweep = try MachineSweep(
      reviewer: model, reviewers: 1, accuracies: [0.6, 0.95], pairs: 20_000, seed: 1)
    #expect(sweep.hurtsFrom == 0.95)
    let poor = try #require(sweep.rows.first).comparison
    // d′ 1.78 is right in 81 %: far better than a machine at 60 %, and better than with its label.
    let aided = 0.5 * 0.6 + 0.5 * Normal.cumulative(0.89)
    #expect(abs(try #require(poor.aidedPeople.rate) - aided) < 5 * 0.5 / 20_000.0.squareRoot())
    #expect(!poor.listeningHurts && poor.worseThanAlone)
    #expect(
      sweep
        == (try MachineSweep(
          reviewer: model, reviewers: 1, accuracies: [0.95, 0.6], pairs: 20_000, seed: 1, threads: 1
        )))
    let data = try JSONEncoder().encode(sweep)
    #expect(try JSONDecoder().decode(MachineSweep.self, from: data) == sweep)
    #expect(String(decoding: data, as: UTF8.self).contains("\"listeningHurts\":true"))
    #expect(throws: Failure.self) {
      _ = try MachineSweep(reviewer: model, reviewers: 1, accuracies: [1], seed: 1)
    }
    #expect(throws: Failure.self) {
      _ = try MachineSweep(reviewer: model, reviewers: 0, seed: 1)
    }
  }
}
