import Essentials
import Foundation
import Review
import Statistics
import Testing

@Suite struct WorkflowTests {
  /// The binomial by its sum, and the minimality of the number by trying one fewer.
  @Test(arguments: [0.7, 0.813, 0.9, 0.99]) func goldPowerIsExactAndLeast(honest: Double) throws {
    let found = try #require(GoldPower.fewest(honestAccuracy: honest))
    func below(_ count: Int, _ n: Int, _ p: Double) -> Double {
      var term = pow(1 - p, Double(n))
      var sum = 0.0
      for k in 0..<count {
        sum += term
        term *= Double(n - k) / Double(k + 1) * p / (1 - p)
      }
      return sum
    }
    #expect(abs(found.power - below(found.rightNeeded, found.items, 0.5)) < 1e-9)
    #expect(abs(found.falseAlarm - below(found.rightNeeded, found.items, honest)) < 1e-9)
    #expect(found.power >= 0.9 && found.falseAlarm <= 0.05)
    let fewer = found.items - 1
    for needed in 0...fewer {
      let works = below(needed, fewer, 0.5) >= 0.9 && below(needed, fewer, honest) <= 0.05
      #expect(!works, "\(fewer) items would do")
    }
    #expect(GoldPower.fewest(honestAccuracy: 0.5) == nil)
  }

  @Test func adaptiveOverlapSparesAnswersAndQueuesTheRest() throws {
    let observer = SignalDetection(accuracy: 0.85)
    let pairs = PanelTests.pairs(20_000)
    let review = try ReviewPanel(7, of: ReviewerModel(observer: observer)).review(pairs, seed: 2)
    let plan = AdaptiveOverlap(decidedAt: 0.97, most: 7, fewest: 2)
    let outcome = try plan.run(review, accuracies: Array(repeating: 0.85, count: 7))
    #expect(Double(outcome.decisions) < 0.6 * 7 * 20_000)
    #expect(outcome.asked.allSatisfy { (2...7).contains($0) })
    #expect(outcome.queue.count == outcome.verdicts.count { $0 == .undecided })
    // Of those decided the error is at most 1 − .97: the sequential test's promise.
    var wrong = 0
    var decided = 0
    for (index, verdict) in outcome.verdicts.enumerated() where verdict != .undecided {
      decided += 1
      if (verdict == .same) != pairs[index].isMated { wrong += 1 }
    }
    #expect(Double(wrong) / Double(decided) < 0.03 + 0.004)
    var hammer = ReviewerModel(observer: observer, kind: .hammer)
    hammer.pace = DecisionPace(medianSeconds: 36, logSpread: 0)
    let (final, queue, cost) = try Adjudication(
      who: "a hammer", reviewer: hammer, hourlyWage: Money(units: 50, .usd)
    ).settle(outcome.verdicts, candidates: pairs, seed: 2)
    // 36 seconds at 50 an hour are half a dollar.
    #expect(cost == Money(cents: 50, .usd) * outcome.queue.count)
    #expect(queue == outcome.queue.sorted())
    for index in outcome.queue { #expect((final[index] == .same) == pairs[index].isMated) }
    #expect(throws: Failure.self) { _ = try plan.run(review, accuracies: [0.8]) }
  }

  @Test func machineAloneHasItsClosedFormAndCombiningHelps() throws {
    let voice = MachineVoice(sensitivity: 3.29)
    var reviewer = ReviewerModel(observer: SignalDetection(sensitivity: 1.78))
    reviewer.influence = .criterionShift(0.5)
    let result = try voice.compare(reviewer: reviewer, reviewers: 1, pairs: 40_000, seed: 4)
    let machine = try #require(result.machine.rate)
    #expect(abs(machine - Normal.cumulative(3.29 / 2)) < 5 * 0.22 / 200)
    let people = try #require(result.people.rate)
    let aided = try #require(result.aidedPeople.rate)
    let combined = try #require(result.combined.rate)
    // The label is right with Φ(m/2), and moves the criterion by half a unit its way.
    let right = Normal.cumulative(3.29 / 2)
    let expected = right * Normal.cumulative(1.39) + (1 - right) * Normal.cumulative(0.39)
    #expect(abs(aided - expected) < 5 * 0.3 / 200)
    #expect(aided > people && aided < machine && result.listeningHurts)
    #expect(combined > machine)
  }

  /// With no correlation the voices add; with it, against Bayes' rule by numerical integration.
  @Test func theCombinerIsBayesRule() {
    let voice = MachineVoice(sensitivity: 2, priorLogOdds: -1)
    let observer = SignalDetection(sensitivity: 1.5, criterion: 0.2)
    let alone = voice.logOdds(score: 0.3)
    let added = voice.logOdds(score: 0.3, votes: [(true, observer, 0)])
    #expect(abs(added - alone - log(observer.hitRate / observer.falsePassRate)) < 1e-12)
    let rho = 0.6
    let score = 0.3
    func joint(_ half: Double, _ centre: Double) -> Double {
      // P(score, evidence > c): bivariate normal density integrated over evidence by a sum.
      let z = score - centre
      var sum = 0.0
      let step = 0.0005
      var x = observer.criterion + step / 2
      while x < 12 {
        let e = x - half
        let density =
          exp(-(z * z - 2 * rho * z * e + e * e) / (2 * (1 - rho * rho)))
          / (2 * .pi * (1 - rho * rho).squareRoot())
        sum += density * step
        x += step
      }
      return sum
    }
    let expected = -1 + log(joint(0.75, 1) / joint(-0.75, -1))
    let found = voice.logOdds(score: score, votes: [(true, observer, rho)])
    #expect(abs(found - expected) < 1e-5)
  }

  @Test func counterfactualsMoveAsTheirSwitchesSay() throws {
    let scenario = try #require(ReviewScenario.named("mturk"))
    let all = try scenario.counterfactuals(seed: 1)
    func entry(_ name: String, _ second: String) throws -> Counterfactual {
      try #require(all.first { $0.name == name && $0.second == second })
    }
    let label = try entry("label shown", "label shown")
    // A label pushes people along with it: fewer mates among the proposed refused.
    #expect(try #require(label.matesRefused.difference) < 0)
    let rare = try entry("prevalence", "2 % are mates")
    #expect(try #require(rare.matesRefused.difference) > 0)
    #expect(try #require(rare.strangersAccepted.difference) < 0)
    let tired = try entry("fatigue", "eighth hour")
    #expect(try #require(tired.strangersAccepted.difference) > 0)
    for one in all {
      for difference in [one.strangersAccepted, one.matesRefused] {
        let value = try #require(difference.difference)
        let interval = try #require(difference.interval)
        #expect(interval.contains(value))
      }
    }
  }

  /// Two items: the strength is the share of wins.
  ///
  /// Three in a ring: all equal.
  @Test func bradleyTerryAtClosedForms() throws {
    func beats(_ a: String, _ b: String, _ count: Int) -> [BradleyTerry.Comparison] {
      Array(repeating: BradleyTerry.Comparison(winner: a, loser: b), count: count)
    }
    let two = try BradleyTerry(beats("a", "b", 30) + beats("b", "a", 10))
    #expect(two.ranking.map(\.item) == ["a", "b"])
    #expect(abs(two.ranking[0].strength - 0.75) < 1e-9)
    #expect(two.ranking[0].wins == Proportion(events: 30, trials: 40))
    // Half of the log-odds ln 3, whose variance is 1/(n p q).
    let logit = log(3.0) / 2
    let half = 1.959963984540054 * 0.5 * (1 / (40 * 0.75 * 0.25)).squareRoot()
    let interval = try #require(two.ranking[0].interval)
    #expect(abs(two.ranking[0].preferredToAverage - 1 / (1 + exp(-logit))) < 1e-9)
    #expect(abs(interval.lower - 1 / (1 + exp(half - logit))) < 1e-9)
    #expect(abs(interval.upper - 1 / (1 + exp(-half - logit))) < 1e-9)
    let ring = try BradleyTerry(beats("a", "b", 5) + beats("b", "c", 5) + beats("c", "a", 5))
    for entry in ring.ranking { #expect(abs(entry.strength - 1.0 / 3) < 1e-9) }
    #expect(abs(ring.logLikelihood - 15 * log(0.5)) < 1e-9 && ring.converged)
    #expect(throws: Failure.self) { _ = try BradleyTerry(beats("a", "b", 3)) }
    #expect(throws: Failure.self) { _ = try BradleyTerry([]) }
    #expect(throws: Failure.self) { _ = try BradleyTerry(beats("a", "a", 1)) }
  }
}
